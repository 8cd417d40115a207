import { writeFile } from "node:fs/promises";
import { join } from "node:path";

import { AppError } from "../../domain/errors.ts";
import type { RenderPlan } from "../../domain/render/plan.ts";
import {
  type ThumbnailCandidate,
  readThumbnailFacts,
  thumbnailArguments,
  thumbnailCandidates,
  thumbnailScore,
} from "../../domain/look/thumbnails.ts";
import type { RetitleResult, Usage } from "../../domain/video/production.ts";
import { contentHash, fileSha256 } from "../content-key.ts";
import { cpuUsage } from "../cpu-usage.ts";
import { inWorkFolder } from "../work-folder.ts";
import { FONTS_PATH, bundledFonts } from "./fonts.ts";
import type { RenderingDeps } from "./rendering.ts";

/** Part of the keys of what is made with them: records of other thumbnails are not those that are looked for. */
export const THUMBNAILS_VERSION = 4;

interface Scored {
  readonly key: string;
  readonly score: number;
}

interface ThumbnailWork {
  readonly folder: string;
  readonly fresh: boolean;
  /** Answers with ffmpeg's log. */
  readonly run: (args: readonly string[]) => Promise<string>;
}

/** Makes sure that the thumbnails to choose from are in the store: their keys, best first. */
export async function drawThumbnails(deps: RenderingDeps, plan: RenderPlan, work: ThumbnailWork) {
  return bestFirst(await scoredThumbnails(deps, plan, work));
}

/** The plan's thumbnails under another title, each in the place that it had: a person may have chosen by it. */
export async function retitledThumbnails(
  deps: RenderingDeps,
  plan: RenderPlan,
  title: string,
  signal: AbortSignal,
): Promise<RetitleResult> {
  return inWorkFolder(deps.workPath, async (folder) => {
    const usage: Usage[] = [];
    const run = async (args: readonly string[]): Promise<string> => {
      const result = await deps.ffmpeg.runFfmpeg(args, { signal });
      usage.push(cpuUsage("assemble", result));
      return result.stderr;
    };
    const work = { folder, run, fresh: false };
    const before = await scoredThumbnails(deps, plan, work);
    const after = await scoredThumbnails(deps, { ...plan, title }, work);
    const thumbnailKeys = bestFirst(after.map(({ key }, index) => ({ key, score: before[index]?.score ?? 0 })));
    return { thumbnailKey: thumbnailKeys[0], thumbnailKeys, usage };
  });
}

async function scoredThumbnails(deps: RenderingDeps, plan: RenderPlan, work: ThumbnailWork): Promise<Scored[]> {
  const { storage } = deps;
  const [version, { fonts, sha256: fontsSha256 }] = await Promise.all([deps.ffmpeg.ffmpegVersion(), bundledFonts()]);
  const scored: Scored[] = [];
  for (const candidate of thumbnailCandidates(plan, fonts)) {
    // Most edits change none of them.
    const recordKey = `thumbnails/${contentHash({ candidate, version, fontsSha256, drawing: THUMBNAILS_VERSION })}.json`;
    const isThere = !work.fresh && (await storage.has(recordKey));
    const made = isThere ? await storage.getJson<Scored>(recordKey) : await drawn(deps, candidate, work);
    if (!isThere) await storage.putJson(recordKey, made);
    scored.push(made);
  }
  return scored;
}

function bestFirst(scored: readonly Scored[]): [string, ...string[]] {
  const [best, ...others] = scored.toSorted((left, right) => right.score - left.score).map(({ key }) => key);
  if (best === undefined) throw new AppError("render_failed", "the plan has no pictures");
  return [best, ...others];
}

async function drawn(
  { storage }: RenderingDeps,
  { layout, stillKey, overlay, textShare }: ThumbnailCandidate,
  { folder, run }: ThumbnailWork,
): Promise<Scored> {
  const files = {
    still: await storage.getFile(stillKey),
    overlay: join(folder, `${layout}.ass`),
    fonts: FONTS_PATH,
    output: join(folder, `${layout}.jpg`),
  };
  await writeFile(files.overlay, overlay);
  const facts = readThumbnailFacts(await run(thumbnailArguments(files)));
  if (facts === null) throw new AppError("render_failed", "a thumbnail could not be measured", { retryable: true });
  const key = `thumbnails/${await fileSha256(files.output)}.jpg`;
  await storage.putFile(key, files.output);
  return { key, score: thumbnailScore(facts, textShare) };
}
