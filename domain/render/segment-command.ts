import { hardwareArguments, isHardwareEncoder } from "./encoder-arguments.ts";
import type { BridgeTransition, EncoderSettings, PlannedSegment, RenderPlan, SegmentPicture } from "./plan.ts";
import { type LayerFile, layersOver } from "./layer-filters.ts";
import type { Complexity } from "../video/video.ts";

/** Files of one segment's render, as paths of this machine. */
export interface SegmentFiles {
  /** The still, or the clip that is shown in its place. */
  readonly picture: string;
  /** What lies over the picture, lowest first. */
  readonly layers: readonly LayerFile[];
  /** The picture before a bridge, and its card. */
  readonly from?: { readonly picture: string; readonly layers: readonly LayerFile[] };
  readonly logo?: string;
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
    ...inputsOf(plan, segment, files),
    ...graphOf(plan, segment, files),
    ...["-an", "-frames:v", String(segment.frameCount)],
    ...encoderArguments(plan.encoder, plan.fps, standsStill(segment)),
    ...["-color_primaries", "bt709", "-color_trc", "bt709", "-colorspace", "bt709", "-color_range", "tv"],
    ...["-video_track_timescale", String(plan.fps * 1000), "-fflags", "+bitexact", "-map_metadata", "-1"],
    ...["-f", "mp4", "-y", files.output],
  ];
}

function inputsOf(plan: RenderPlan, segment: PlannedSegment, files: SegmentFiles): string[] {
  const { bridge } = segment;
  return [
    ...(bridge === undefined || files.from === undefined ? [] : pictureInput(plan, bridge.from, files.from.picture)),
    ...pictureInput(plan, segment, files.picture),
    // One demuxer, so that no file can pass for something else.
    ...(plan.logo === undefined || files.logo === undefined ? [] : ["-f", "png_pipe", "-i", files.logo]),
  ];
}

function pictureInput(plan: RenderPlan, { clip }: SegmentPicture, path: string): string[] {
  const decoding = ["-threads", "1"];
  if (clip === undefined) return [...decoding, "-framerate", String(plan.fps), "-i", path];
  // Half a frame early, so that rounding cannot skip the first one.
  const seek = clip.fromFrame === 0 ? [] : ["-ss", ((clip.fromFrame - 0.5) / plan.fps).toFixed(6)];
  return [...decoding, ...seek, "-i", path];
}

/** The picture under its layers, perhaps in the change from another one, and the logo over all. */
function graphOf(plan: RenderPlan, segment: PlannedSegment, files: SegmentFiles): string[] {
  const { steps, output } = mergedPicture(plan, segment, files);
  const ending = endFilters(plan, segment).join(",");
  const logoInput = files.from === undefined ? 1 : 2;
  const marked =
    plan.logo === undefined || files.logo === undefined
      ? [`[${output}]${ending}[out]`]
      : [
          `[${logoInput}:v]scale=${plan.logo.width}:${plan.logo.height},format=yuva420p[logo]`,
          `[${output}][logo]overlay=x=${plan.logo.x}:y=${plan.logo.y}:eof_action=repeat:format=yuv420,${ending}[out]`,
        ];
  return ["-filter_complex_threads", "1", "-filter_complex", [...steps, ...marked].join(";"), "-map", "[out]"];
}

/** The picture with its layers, or two of them while one gives way to the other. */
function mergedPicture(plan: RenderPlan, segment: PlannedSegment, files: SegmentFiles) {
  const { bridge, frameCount } = segment;
  const clock = { fonts: files.fonts, fps: plan.fps, frameCount };
  const shown = (input: number, picture: SegmentPicture): string =>
    `[${input}:v]${pictureFilters(plan, segment, picture)}`;
  if (bridge === undefined || files.from === undefined)
    return layersOver(shown(0, segment), files.layers, { name: "p", ...clock });
  const before = layersOver(shown(0, bridge.from), files.from.layers, { name: "f", ...clock });
  const after = layersOver(shown(1, segment), files.layers, { name: "p", ...clock });
  const joined = `[${before.output}][${after.output}]${bridgeFilter(plan, bridge.transition, frameCount)}[picture]`;
  return { steps: [...before.steps, ...after.steps, joined], output: "picture" };
}

/** Frame n of k is (n + 1)/(k + 1) of the way: neither end repeats its neighbour. */
function bridgeFilter({ canvas, fps }: RenderPlan, transition: BridgeTransition, frameCount: number): string {
  // A fade of one frame more that began one frame ago.
  const seconds = (frames: number): string => (frames / fps).toFixed(6);
  if (transition === "fade") return `xfade=transition=fade:duration=${seconds(frameCount + 1)}:offset=${seconds(-1)}`;
  // Side by side under a window that starts fast and settles.
  const done = `(n+1)/${frameCount + 1}`;
  const across = `'2*floor(${canvas.width / 2}*(1-pow(1-${done},3)))'`;
  return `hstack,crop=${canvas.width}:${canvas.height}:x=${across}:y=0:exact=1`;
}

function endFilters(plan: RenderPlan, { frameCount, fadeOutFrames }: PlannedSegment): string[] {
  const fade = `fade=type=out:start_frame=${frameCount - fadeOutFrames}:nb_frames=${fadeOutFrames}`;
  return [
    ...(fadeOutFrames > 0 ? [fade] : []),
    "setparams=color_primaries=bt709:color_trc=bt709:colorspace=bt709:range=tv",
  ];
}

/** One picture on the canvas, frame by frame, without what is drawn over it. */
function pictureFilters(plan: RenderPlan, { frameCount }: PlannedSegment, picture: SegmentPicture): string {
  const { width, height } = plan.canvas;
  const { clip, pan } = picture;
  const along = (from: number, step: number): string => `'${from}+${step}*floor(n/${pan.framesPerStep})'`;
  const moving =
    clip === undefined
      ? [
          // JPEG is full range BT.601, video is limited range BT.709.
          "scale=in_range=pc:out_range=tv:in_color_matrix=bt601:out_color_matrix=bt709",
          "format=yuv420p",
          // The still is decoded once and repeated: reading it again for every frame would cost five times the render.
          "loop=-1:1:0",
          `setpts=N/(${plan.fps}*TB)`,
          `fps=${plan.fps}`,
          `trim=end_frame=${frameCount}`,
          `crop=${width}:${height}:x=${along(pan.x, pan.stepX)}:y=${along(pan.y, pan.stepY)}:exact=1`,
        ]
      : [
          "format=yuv420p",
          ...(clip.width === width && clip.height === height
            ? []
            : [`scale=${width}:${height}:force_original_aspect_ratio=increase,crop=${width}:${height}`]),
          `setpts=N/(${plan.fps}*TB)`,
          `fps=${plan.fps}`,
          "tpad=stop=-1:stop_mode=clone",
          `trim=end_frame=${frameCount}`,
        ];
  return [...moving, ...(plan.encoder.enhancement === null ? [] : [plan.encoder.enhancement])].join(",");
}

/**
 * Whole-pixel pans under still letters need no finer search. Fewer bits go to flat grounds than the preset gives them,
 * but not none: their gradients would come out in blocks.
 */
const STILL_SEARCH = "-subq 0 -partitions i4x4+i8x8 -aq-strength 0.7 -psy 0".split(" ");

function standsStill({ clip, bridge }: PlannedSegment): boolean {
  return clip === undefined && bridge?.from.clip === undefined;
}

function encoderArguments({ encoder, quality }: EncoderSettings, fps: number, isStill: boolean): string[] {
  if (isHardwareEncoder(encoder)) return hardwareArguments(encoder, quality, fps);
  const shared = ["-c:v", encoder, "-pix_fmt", "yuv420p", "-r", String(fps), "-g", String(fps * 2), "-bf", "0"];
  const rate = ["-preset", "veryfast", "-crf", String(quality), "-keyint_min", String(fps), "-sc_threshold", "0"];
  const search = isStill ? STILL_SEARCH : ["-subq", "1"];
  // A picture's parameters are told once a file, so weighted prediction is on for all segments or for none.
  return [
    ...shared,
    ...rate,
    "-threads",
    "1",
    "-me_method",
    "dia",
    ...search,
    "-weightp",
    "0",
    "-flags",
    "+cgop+bitexact",
  ];
}
