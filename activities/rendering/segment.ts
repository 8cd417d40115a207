import { writeFile } from "node:fs/promises";
import { join } from "node:path";

import { AppError } from "../../domain/errors.ts";
import type { SegmentResult } from "../../domain/video/production.ts";
import type { PlannedSegment, RenderPlan, SegmentPicture } from "../../domain/render/plan.ts";
import type { LayerFile } from "../../domain/render/layer-filters.ts";
import { type SegmentFiles, segmentArguments } from "../../domain/render/segment-command.ts";
import { type OverlayLayer, outgoingLayers, segmentLayers } from "../../domain/render/segment-layers.ts";
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
  const drawn = { own: segmentLayers(plan, segment, fonts), outgoing: outgoingLayers(plan, segment, fonts) };
  const segmentKey = await segmentKeyOf(deps, plan, segment, { drawn, fontsSha256 });
  const message = `segment ${index + 1} of ${plan.segments.length}`;
  if (!work.fresh && (await deps.storage.has(segmentKey))) {
    work.report(1, message);
    return { segmentKey, reused: true, usage: [] };
  }
  return inWorkFolder(deps.workPath, async (folder) => {
    const files = await segmentFiles(deps, plan, segment, { drawn, folder });
    for (const { layer, script } of [...files.layers, ...(files.from?.layers ?? [])])
      await writeFile(script, layer.script);
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

/** Layers over the segment's own picture, and over the one before it. */
interface Drawn {
  readonly own: readonly OverlayLayer[];
  readonly outgoing: readonly OverlayLayer[];
}

async function segmentFiles(
  { storage }: RenderingDeps,
  plan: RenderPlan,
  segment: PlannedSegment,
  { drawn, folder }: { drawn: Drawn; folder: string },
): Promise<SegmentFiles> {
  const { bridge } = segment;
  return {
    picture: await storage.getFile(shownBy(segment).objectKey),
    layers: named(drawn.own, (index) => join(folder, `layer-${index}.ass`)),
    ...(bridge === undefined
      ? {}
      : {
          from: {
            picture: await storage.getFile(shownBy(bridge.from).objectKey),
            layers: named(drawn.outgoing, (index) => join(folder, `outgoing-${index}.ass`)),
          },
        }),
    ...(plan.logo === undefined ? {} : { logo: await storage.getFile(plan.logo.objectKey) }),
    fonts: FONTS_PATH,
    output: join(folder, "segment.mp4"),
  };
}

function named(layers: readonly OverlayLayer[], name: (index: number) => string): LayerFile[] {
  return layers.map((layer, index) => ({ layer, script: name(index) }));
}

function shownBy({ still, clip }: SegmentPicture): { readonly objectKey: string; readonly sha256: string } {
  return clip ?? still;
}

/** The arguments, the layers, the pictures, the fonts and the build of ffmpeg decide the bytes; nothing else does. */
async function segmentKeyOf(
  deps: RenderingDeps,
  plan: RenderPlan,
  segment: PlannedSegment,
  { drawn, fontsSha256 }: { drawn: Drawn; fontsSha256: string },
): Promise<string> {
  const version = await deps.ffmpeg.ffmpegVersion();
  const { bridge } = segment;
  const files: SegmentFiles = {
    picture: shownBy(segment).sha256,
    layers: named(drawn.own, (index) => `layer-${index}`),
    ...(bridge === undefined
      ? {}
      : {
          from: {
            picture: shownBy(bridge.from).sha256,
            layers: named(drawn.outgoing, (index) => `outgoing-${index}`),
          },
        }),
    ...(plan.logo === undefined ? {} : { logo: plan.logo.sha256 }),
    fonts: "fonts",
    output: "output",
  };
  const scripts = [...drawn.own, ...drawn.outgoing].map(({ script }) => script);
  const recipe = { arguments: segmentArguments(plan, segment, files), scripts, fontsSha256, version };
  return `segments/${contentHash(recipe)}.mp4`;
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
