import { type AppError, appErrorOf } from "../../domain/errors.ts";
import type { MediaCandidate, MediaKind } from "../../domain/media/candidate.ts";
import type { MediaFinding } from "../../domain/media/media.ts";
import { type MediaNeed, type RankedCandidate, rankCandidates } from "../../domain/media/ranking.ts";
import type { SceneQuery } from "../../domain/media/query.ts";
import type { SourceOrder } from "../../domain/media/sources.ts";
import type { Usage } from "../../domain/video/production.ts";
import type { Canvas } from "../../domain/video/video.ts";
import type { MediaSources } from "./sources.ts";

export interface SearchContext {
  readonly order: SourceOrder;
  readonly sources: MediaSources;
  /** Assets that this channel has shown lately. */
  readonly barred: ReadonlySet<string>;
  readonly seed: number;
  readonly language: string | undefined;
  readonly signal: AbortSignal;
  readonly usage: Usage[];
}

export interface Shortlist {
  /** Best first, source after source. */
  readonly ranked: readonly RankedCandidate[];
  /** Set when a library could not be asked: time would bring more. */
  readonly blockedBy: AppError | null;
}

/** Enough to choose from although other scenes take some and some prove damaged. */
const ENOUGH = 4;

/** Everything fit for a scene: the next source is asked only while there is too little to choose from. */
export function createSearch(context: SearchContext) {
  const { order, sources, barred, seed } = context;
  /** A library that did not answer is not asked again for every scene: each try would take its whole time limit. */
  const silent = new Map<string, AppError>();
  let folder: Promise<readonly MediaCandidate[]> | undefined;
  let folderFits = false;

  async function search(
    source: "pexels" | "pixabay",
    query: string,
    kind: MediaKind,
    canvas: Canvas,
    language: string | undefined,
  ): Promise<readonly MediaCandidate[]> {
    const library = sources.libraries[source];
    if (library === undefined) throw new RangeError(`${source} was not checked for`);
    const { signal, usage } = context;
    const asked = { query, kind, orientation: orientationOf(canvas), page: 1, signal } as const;
    const { candidates, cached } = await library.search(language === undefined ? asked : { ...asked, language });
    if (!cached) usage.push({ service: source, operation: "search", units: 1, unit: "call" });
    return candidates;
  }

  /** Said once for all scenes: of a folder whose files are named by a camera nothing would ever be heard. */
  async function folderFinding(): Promise<MediaFinding | null> {
    if (folder === undefined || folderFits) return null;
    const { length } = await folder;
    const remedy = "name them by what they show, or tag them in credits.json";
    const reason = `none of its ${length} files fits a scene and was not shown lately: ${remedy}`;
    return { scene: null, source: "folder", assetId: null, reason };
  }

  async function shortlist(query: SceneQuery, need: MediaNeed): Promise<Shortlist> {
    const ranked: RankedCandidate[] = [];
    let blockedBy: AppError | null = null;
    const rank = (candidates: readonly MediaCandidate[]) => rankCandidates({ candidates, query, need, barred, seed });
    for (const source of order.sources) {
      if (ranked.length >= ENOUGH) break;
      if (source === "upload") continue;
      if (source === "folder") {
        folder ??= sources.folder?.list() ?? Promise.resolve([]);
        const fit = rank(await folder);
        folderFits ||= fit.length > 0;
        ranked.push(...fit);
        continue;
      }
      const found: MediaCandidate[] = [];
      const language = query.shown === undefined ? context.language : undefined;
      for (const { words, kind } of searchesOf(query, need)) {
        const isSilent = silent.get(source);
        if (isSilent !== undefined) {
          blockedBy = isSilent;
          break;
        }
        try {
          found.push(...(await search(source, words, kind, need.canvas, language)));
        } catch (error) {
          const known = passing(error);
          if (known === null) throw error;
          if (known.code === "platform_unavailable") silent.set(source, known);
          blockedBy = known;
          break;
        }
        if (rank(found).length >= ENOUGH) break;
      }
      ranked.push(...rank(found));
    }
    return { ranked, blockedBy };
  }

  return { shortlist, folderFinding };
}

/** Narrow before wide, and what the scene prefers before the other kind. */
function searchesOf({ searches: [narrow, wide] }: SceneQuery, { prefers }: MediaNeed) {
  const other: MediaKind = prefers === "clip" ? "photo" : "clip";
  const all: { words: string | undefined; kind: MediaKind }[] = [
    { words: narrow, kind: prefers },
    { words: narrow, kind: other },
    { words: wide, kind: prefers },
  ];
  return all.flatMap(({ words, kind }) => (words === undefined ? [] : [{ words, kind }]));
}

/** An error that time heals and another source may stand in for; null for any other. */
export function passing(error: unknown): AppError | null {
  const known = appErrorOf(error);
  return known?.code === "quota_exhausted" || known?.code === "platform_unavailable" ? known : null;
}

function orientationOf({ width, height }: Canvas): "landscape" | "portrait" | "square" {
  if (width === height) return "square";
  return width > height ? "landscape" : "portrait";
}
