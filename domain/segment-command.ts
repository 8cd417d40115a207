import type { EncoderSettings, PlannedSegment, RenderPlan } from "./render-plan.ts";
import type { Complexity } from "./video.ts";

/** Files of one segment's render, as paths of this machine. */
export interface SegmentFiles {
  readonly still: string;
  readonly overlay: string;
  readonly fonts: string;
  readonly output: string;
}

const QUALITY = 21;
const PREMIUM_QUALITY = 18;
/** Denoise, sharpen, a little colour: the premium look as far as filters reach. */
const PREMIUM_FILTERS = "hqdn3d=0.8:0.6:3:3,unsharp=5:5:0.35:3:3:0,eq=saturation=1.08:contrast=1.03";

export function encoderSettings(encoder: string, complexity: Complexity): EncoderSettings {
  const isPremium = complexity === "premium";
  return { encoder, enhancement: isPremium ? PREMIUM_FILTERS : null, quality: isPremium ? PREMIUM_QUALITY : QUALITY };
}

/** ffmpeg's arguments for one segment. Equal plans give equal arguments, and those give equal bytes. */
export function segmentArguments(plan: RenderPlan, segment: PlannedSegment, files: SegmentFiles): string[] {
  return [
    ...["-threads", "1", "-framerate", String(plan.fps), "-i", files.still],
    ...["-vf", segmentFilters(plan, segment, files), "-an", "-frames:v", String(segment.frameCount)],
    ...encoderArguments(plan.encoder, plan.fps),
    ...["-color_primaries", "bt709", "-color_trc", "bt709", "-colorspace", "bt709", "-color_range", "tv"],
    ...["-video_track_timescale", String(plan.fps * 1000), "-fflags", "+bitexact", "-map_metadata", "-1"],
    ...["-filter_threads", "1", "-f", "mp4", "-y", files.output],
  ];
}

/** The still is decoded once and repeated: reading it again for every frame would cost five times the render. */
function segmentFilters(plan: RenderPlan, segment: PlannedSegment, files: SegmentFiles): string {
  const { width, height } = plan.canvas;
  const { pan, frameCount, fadeOutFrames } = segment;
  const along = (from: number, step: number): string => `'${from}+${step}*floor(n/${pan.framesPerStep})'`;
  return [
    // JPEG is full range BT.601, video is limited range BT.709.
    "scale=in_range=pc:out_range=tv:in_color_matrix=bt601:out_color_matrix=bt709",
    "format=yuv420p",
    "loop=-1:1:0",
    `setpts=N/(${plan.fps}*TB)`,
    `fps=${plan.fps}`,
    `trim=end_frame=${frameCount}`,
    `crop=${width}:${height}:x=${along(pan.x, pan.stepX)}:y=${along(pan.y, pan.stepY)}:exact=1`,
    ...(plan.encoder.enhancement === null ? [] : [plan.encoder.enhancement]),
    `ass=filename=${filterPath(files.overlay)}:fontsdir=${filterPath(files.fonts)}`,
    ...(fadeOutFrames > 0
      ? [`fade=type=out:start_frame=${frameCount - fadeOutFrames}:nb_frames=${fadeOutFrames}`]
      : []),
    "setparams=color_primaries=bt709:color_trc=bt709:colorspace=bt709:range=tv",
  ].join(",");
}

function encoderArguments({ encoder, quality }: EncoderSettings, fps: number): string[] {
  const shared = ["-c:v", encoder, "-pix_fmt", "yuv420p", "-r", String(fps), "-g", String(fps * 2), "-bf", "0"];
  if (encoder === "h264_nvenc") {
    const constant = ["-rc", "vbr", "-cq", String(quality + 7), "-b:v", "0"];
    return [...shared, "-preset", "p4", ...constant, "-spatial-aq", "1", "-no-scenecut", "1", "-flags", "+cgop"];
  }
  // Whole-pixel pans under still letters need no finer search and no B-frames: 40 % less work, no more bits.
  const search = ["-me_method", "dia", "-subq", "1"];
  const rate = [
    "-preset",
    "veryfast",
    "-crf",
    String(quality),
    "-keyint_min",
    String(fps),
    "-sc_threshold",
    "0",
    "-threads",
    "1",
  ];
  return [...shared, ...rate, ...search, "-flags", "+cgop+bitexact"];
}

/** A path inside a filter graph: escaped once for the option and once for the graph. */
export function filterPath(path: string): string {
  return path
    .replace(/[\\':]/g, (character) => `\\${character}`)
    .replace(/[\\'[\],;]/g, (character) => `\\${character}`);
}
