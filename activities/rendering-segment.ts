import { writeFile } from "node:fs/promises";
import { join } from "node:path";

import { AppError } from "../domain/errors.ts";
import type { SegmentResult } from "../domain/production.ts";
import type { PlannedSegment, RenderPlan } from "../domain/render-plan.ts";
import { segmentArguments } from "../domain/segment-command.ts";
import { segmentOverlay } from "../domain/segment-overlay.ts";
import { contentHash } from "./content-key.ts";
import { cpuUsage } from "./cpu-usage.ts";
import { FONTS_PATH, bundledFonts } from "./fonts.ts";
import type { ReportProgress } from "./progress.ts";
import type { RenderingDeps } from "./rendering.ts";
import { inWorkFolder } from "./work-folder.ts";

export interface Work {
  readonly report: ReportProgress;
  readonly signal: AbortSignal;
  /** Make it although its key exists: quality control found the stored bytes faulty. */
  readonly fresh: boolean;
}

/** The segment's file, rendered only where the store does not have it: a crash costs at most one segment. */
export async function ensureSegment(
  deps: RenderingDeps,
  plan: RenderPlan,
  index: number,
  work: Work,
): Promise<SegmentResult> {
  const segment = plan.segments[index];
  if (segment === undefined) throw new AppError("not_found", `the plan has no segment ${index}`);
  const { fonts, sha256: fontsSha256 } = await bundledFonts();
  const overlay = segmentOverlay(plan, segment, fonts);
  const segmentKey = await segmentKeyOf(deps, plan, segment, { overlay, fontsSha256 });
  const message = `segment ${index + 1} of ${plan.segments.length}`;
  if (!work.fresh && (await deps.storage.has(segmentKey))) {
    work.report(1, message);
    return { segmentKey, reused: true, usage: [] };
  }
  return inWorkFolder(deps.workPath, async (folder) => {
    const files = {
      still: await deps.storage.getFile(segment.still.objectKey),
      overlay: join(folder, "overlay.ass"),
      fonts: FONTS_PATH,
      output: join(folder, "segment.mp4"),
    };
    await writeFile(files.overlay, overlay);
    const onProgress = ({ frame }: { frame: number }): void => work.report(frame / segment.frameCount, message);
    const result = await deps.ffmpeg.runFfmpeg(segmentArguments(plan, segment, files), {
      signal: work.signal,
      onProgress,
    });
    await requireFrames(deps, files.output, segment.frameCount);
    await deps.storage.putFile(segmentKey, files.output);
    work.report(1, message);
    return { segmentKey, reused: false, usage: [cpuUsage("render", result)] };
  });
}

/** The arguments, the overlay, the picture, the fonts and the build of ffmpeg decide the bytes; nothing else does. */
async function segmentKeyOf(
  deps: RenderingDeps,
  plan: RenderPlan,
  segment: PlannedSegment,
  inputs: { overlay: string; fontsSha256: string },
): Promise<string> {
  const version = await deps.ffmpeg.ffmpegVersion();
  const named = { still: segment.still.sha256, overlay: "overlay", fonts: "fonts", output: "output" };
  return `segments/${contentHash({ arguments: segmentArguments(plan, segment, named), ...inputs, version })}.mp4`;
}

/** A segment one frame short would shift everything after it against the sound. */
async function requireFrames(deps: RenderingDeps, path: string, frameCount: number): Promise<void> {
  const { streams } = await deps.ffmpeg.ffprobe(path);
  const frames = Number(streams.find((stream) => stream.codec_type === "video")?.nb_frames);
  if (frames === frameCount) return;
  throw new AppError("render_failed", `a segment came out with ${frames} frames, ${frameCount} were planned`, {
    retryable: true,
  });
}
