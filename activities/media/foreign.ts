import { AppError } from "../../domain/errors.ts";
import { assetName } from "../../domain/media/candidate.ts";
import { withoutShown } from "../../domain/media/keep.ts";
import type { MediaFinding, MediaManifest, Palette } from "../../domain/media/media.ts";
import { estimatedSceneMs } from "../../domain/media/need.ts";
import { queryOf } from "../../domain/media/query.ts";
import type { MediaNeed } from "../../domain/media/ranking.ts";
import { type SourceOrder, sourceOrder } from "../../domain/media/sources.ts";
import type { MediaInput, Usage } from "../../domain/video/production.ts";
import type { Script } from "../../domain/script/script.ts";
import { seedOf } from "../../domain/seeded-random.ts";
import { canvasOf } from "../../domain/video/video.ts";
import { type AssetDeps, ensureAsset } from "./assets.ts";
import { type ChosenPicture, choosePictures, type OpenScene } from "./choosing.ts";
import { type MakingDeps, makePicture } from "./making.ts";
import { createSearch, type Shortlist } from "./search.ts";
import type { MediaSources } from "./sources.ts";
import { uploadsByScene } from "./uploads.ts";

export interface ForeignPictures {
  readonly pictures: ReadonlyMap<number, ChosenPicture>;
  readonly findings: readonly MediaFinding[];
}

interface ForeignWork {
  readonly input: MediaInput;
  readonly script: Script;
  readonly palette: Palette;
  /** Scenes that draw their own figures and want no picture. */
  readonly drawn: ReadonlySet<number>;
  /** These, and the scenes whose picture stays. */
  readonly settled: ReadonlySet<number>;
  /** What the video showed before an edit; null when its pictures are chosen for the first time. */
  readonly shown: MediaManifest | null;
  readonly signal: AbortSignal;
  readonly usage: Usage[];
  readonly report: (fraction: number, message: string) => void;
}

/** What a channel has shown in this many videos is not shown again. */
const VIDEOS_REMEMBERED = 50;
const NONE: ForeignPictures = { pictures: new Map(), findings: [] };

/**
 * Pictures and clips from libraries, the folder and the person for the scenes of a video; a scene without one gets a
 * card. Throws `quota_exhausted` or `platform_unavailable` when only time can bring what the spec asks for.
 */
export async function findPictures(
  deps: MakingDeps & { readonly sources?: MediaSources },
  work: ForeignWork,
): Promise<ForeignPictures> {
  const { videoId, channelId, spec } = work.input;
  const order = sourceOrder(spec.media);
  if (order.sources.length === 0) return NONE;
  const sources = requireSources(deps.sources, order);
  const recent =
    channelId === undefined ? [] : await sources.uses.recent({ videoId, channelId, videos: VIDEOS_REMEMBERED });
  const foreign = { ...deps, sources };
  const { scenes, findings } = await openScenes(foreign, work, order, new Set(recent.map(assetName)));
  const { signal, usage, palette, report } = work;
  const choice = await choosePictures(
    scenes.map(({ open }) => open),
    async (scene, { candidate, file }, stop) => {
      const asset = await ensureAsset(foreign, { from: file.from, kind: candidate.kind, signal: stop });
      const need = scenes.find(({ open }) => open.scene === scene)?.need;
      if (need === undefined) throw new RangeError(`scene ${scene} is not open`);
      return makePicture(deps, asset, { need, palette, mustBeLarge: file.width > 0, signal: stop, usage });
    },
    {
      signal,
      onChosen: (chosen) =>
        report(0.2 + (0.6 * chosen) / scenes.length, `picture ${chosen} of ${scenes.length} is here`),
    },
  );
  if (!order.cardsInsteadOfWaiting) {
    const without = scenes.filter(({ open }) => !choice.pictures.has(open.scene));
    const blocks = without.map(({ open, shortlist }) => shortlist.blockedBy ?? choice.blocked.get(open.scene));
    const block = blocks.find((error) => error !== undefined && error !== null);
    if (block) throw block;
  }
  if (channelId !== undefined) {
    const chosen = [...choice.pictures].toSorted(([left], [right]) => left - right);
    const uses = chosen.map(
      ([
        scene,
        {
          candidate: { source, assetId },
        },
      ]) => ({ scene, source, assetId }),
    );
    const keep = work.input.keep === undefined ? {} : { keep: work.input.keep.scenes };
    await sources.uses.record({ videoId, channelId, uses, ...keep });
  }
  return { pictures: choice.pictures, findings: [...choice.findings, ...findings] };
}

interface SearchedScene {
  readonly open: OpenScene;
  readonly need: MediaNeed;
  readonly shortlist: Shortlist;
}

async function openScenes(
  deps: AssetDeps,
  { input: { spec }, script, drawn, settled, shown, signal, usage, report }: ForeignWork,
  order: SourceOrder,
  barred: ReadonlySet<string>,
): Promise<{ scenes: SearchedScene[]; findings: MediaFinding[] }> {
  const { sources } = deps;
  const canvas = canvasOf(spec);
  const seed = seedOf(spec.topic, spec.seed);
  const about = { topic: spec.topic, keywords: spec.script?.keywords ?? [] };
  const queries = script.scenes.map((scene) => queryOf(scene, about));
  const uploads = spec.media?.uploads ?? [];
  const given = uploads.length === 0 ? [] : await sources.givenFiles(uploads.map(({ objectKey }) => objectKey));
  const own = await uploadsByScene(deps, uploads, given, { queries, drawn });
  const search = createSearch({ order, sources, barred, seed, language: spec.language, signal, usage });
  const scenes: SearchedScene[] = [];
  for (const [scene, content] of script.scenes.entries()) {
    if (settled.has(scene)) continue;
    report((0.2 * scene) / script.scenes.length, `looking for picture ${scene + 1} of ${script.scenes.length}`);
    const need: MediaNeed = { scene, canvas, durationMs: estimatedSceneMs(content, script), prefers: "clip" };
    const candidate = own.get(scene);
    const query = queries[scene] ?? { terms: [], searches: [] };
    const shortlist = candidate === undefined ? await search.shortlist(query, need) : { ranked: [], blockedBy: null };
    const upload =
      candidate === undefined
        ? null
        : { candidate, index: uploads.findIndex(({ objectKey }) => objectKey === candidate.assetId) };
    const times = spec.media?.skips?.find((skip) => skip.scene === scene)?.times ?? 0;
    scenes.push({ open: { scene, ranked: withoutShown(shortlist.ranked, shown, times), upload }, need, shortlist });
  }
  // An edit asks for a few scenes only.
  const finding = shown === null ? await search.folderFinding() : null;
  return { scenes, findings: finding === null ? [] : [finding] };
}

/** A source that the spec names and this installation lacks is said at once, with what to set. */
function requireSources(sources: MediaSources | undefined, order: SourceOrder): MediaSources {
  const missing = order.sources.find((source) => {
    if (source === "pexels" || source === "pixabay") return sources?.libraries[source] === undefined;
    return source === "folder" ? !sources?.folder : false;
  });
  if (sources !== undefined && missing === undefined) return sources;
  const variable = {
    pexels: "PEXELS_API_KEY",
    pixabay: "PIXABAY_API_KEY",
    folder: "LONGTAKE_MEDIA_FOLDER",
    upload: "",
  };
  const name = missing ?? order.sources[0] ?? "upload";
  throw new AppError("invalid_input", `the media source ${name} is not set up here`, {
    field: "media.sources",
    remedy: `Set ${variable[name]}, or take ${name} out of media.sources; then resume the run.`,
  });
}
