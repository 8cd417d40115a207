import { writeFile } from "node:fs/promises";
import { join } from "node:path";

import { AppError } from "../../domain/errors.ts";
import type { SegmentResult } from "../../domain/video/production.ts";
import type { PlannedSegment, RenderPlan, SegmentPicture } from "../../domain/render/plan.ts";
import { type SegmentFiles, segmentArguments } from "../../domain/render/segment-command.ts";
import { outgoingOverlay, segmentOverlay } from "../../domain/render/segment-overlay.ts";
import { contentHash } from "../content-key.ts";
import { cpuUsage } from "../cpu-usage.ts";
import { FONTS_PATH, bundledFonts } from "./fonts.ts";
import type { ReportProgress } from "../progress.ts";
import type { RenderingDeps } from "./rendering.ts";
import { inWorkFolder } from "../work-folder.ts";

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
  const drawn = {
    overlay: segmentOverlay(plan, segment, fonts),
    ...(segment.bridge === undefined ? {} : { outgoing: outgoingOverlay(plan, segment, fonts) }),
  };
  const segmentKey = await segmentKeyOf(deps, plan, segment, { ...drawn, fontsSha256 });
  const message = `segment ${index + 1} of ${plan.segments.length}`;
  if (!work.fresh && (await deps.storage.has(segmentKey))) {
    work.report(1, message);
    return { segmentKey, reused: true, usage: [] };
  }
  return inWorkFolder(deps.workPath, async (folder) => {
    const files = await segmentFiles(deps, plan, segment, folder);
    await writeFile(files.overlay, drawn.overlay);
    if (files.from !== undefined) await writeFile(files.from.overlay, drawn.outgoing ?? "");
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

async function segmentFiles(
  { storage }: RenderingDeps,
  plan: RenderPlan,
  segment: PlannedSegment,
  folder: string,
): Promise<SegmentFiles> {
  const { bridge } = segment;
  return {
    picture: await storage.getFile(shownBy(segment).objectKey),
    overlay: join(folder, "overlay.ass"),
    ...(bridge === undefined
      ? {}
      : {
          from: {
            picture: await storage.getFile(shownBy(bridge.from).objectKey),
            overlay: join(folder, "outgoing.ass"),
          },
        }),
    ...(plan.logo === undefined ? {} : { logo: await storage.getFile(plan.logo.objectKey) }),
    fonts: FONTS_PATH,
    output: join(folder, "segment.mp4"),
  };
}

function shownBy({ still, clip }: SegmentPicture): { readonly objectKey: string; readonly sha256: string } {
  return clip ?? still;
}

/** The arguments, the overlays, the pictures, the fonts and the build of ffmpeg decide the bytes; nothing else does. */
async function segmentKeyOf(
  deps: RenderingDeps,
  plan: RenderPlan,
  segment: PlannedSegment,
  inputs: { overlay: string; outgoing?: string; fontsSha256: string },
): Promise<string> {
  const version = await deps.ffmpeg.ffmpegVersion();
  const { bridge } = segment;
  const named: SegmentFiles = {
    picture: shownBy(segment).sha256,
    overlay: "overlay",
    ...(bridge === undefined ? {} : { from: { picture: shownBy(bridge.from).sha256, overlay: "outgoing" } }),
    ...(plan.logo === undefined ? {} : { logo: plan.logo.sha256 }),
    fonts: "fonts",
    output: "output",
  };
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
