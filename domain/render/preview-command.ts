import type { MixSettings } from "../sound/audio-filters.ts";
import { type LayerFile, layersOver } from "./layer-filters.ts";
import type { RenderPlan } from "./plan.ts";
import { PREVIEW, type PreviewRun, framesOf, previewCanvas } from "./preview.ts";

/** Files of one group, as paths of this machine: one picture a run. */
export interface PreviewFiles {
  readonly pictures: readonly string[];
  readonly layers: readonly LayerFile[];
  readonly fonts: string;
  readonly output: string;
}

/** One output of a process: what it reads, the graph, and what follows the graph in ffmpeg's arguments. */
export interface PreviewPart {
  readonly inputs: readonly string[];
  readonly graph: string;
  readonly output: readonly string[];
}

/** One process that makes several parts; their graphs count inputs in this order. */
export function previewArguments(parts: readonly PreviewPart[]): string[] {
  return [
    ...parts.flatMap(({ inputs }) => inputs),
    ...["-filter_complex_threads", "1", ...parts.flatMap(({ graph }) => ["-filter_complex", graph])],
    ...parts.flatMap(({ output }) => output),
  ];
}

/** Pictures of some runs. They are the first inputs of their process. */
export function previewPictures(plan: RenderPlan, runs: readonly PreviewRun[], files: PreviewFiles): PreviewPart {
  const inputs = runs.flatMap(({ segment: { clip }, fromFrame }, index) => {
    const clipSeconds = clip === undefined ? 0 : clip.fromFrame / plan.fps + fromFrame / PREVIEW.fps;
    const seek = clipSeconds === 0 ? [] : ["-ss", clipSeconds.toFixed(6)];
    const rate = clip === undefined ? ["-framerate", String(PREVIEW.fps)] : [];
    return ["-threads", "1", ...seek, ...rate, "-i", files.pictures[index] ?? ""];
  });
  const chains = runs.map((run, index) => `[${index}:v]${runFilters(plan, run)}[r${index}]`);
  const joined = runs.map((_, index) => `[r${index}]`).join("");
  const frameCount = framesOf(runs);
  const picture = `${joined}concat=n=${runs.length}:v=1:a=0`;
  const drawing = { name: "p", fonts: files.fonts, fps: PREVIEW.fps, frameCount };
  const { steps, output } = layersOver(picture, files.layers, drawing);
  return {
    inputs,
    graph: [...chains, ...steps].join(";"),
    output: [
      ...["-map", `[${output}]`, "-frames:v", String(frameCount)],
      ...[
        "-c:v",
        "libx264",
        "-preset",
        "ultrafast",
        "-crf",
        "30",
        "-g",
        String(PREVIEW.fps * 2),
        "-pix_fmt",
        "yuv420p",
      ],
      ...["-r", String(PREVIEW.fps), "-threads", "1", "-video_track_timescale", "30000"],
      ...["-fflags", "+bitexact", "-flags:v", "+bitexact", "-map_metadata", "-1", "-f", "mp4", "-y", files.output],
    ],
  };
}

/** The still is made small once; the pan then runs over the small one. */
function runFilters(plan: RenderPlan, { segment, frameCount, fromFrame }: PreviewRun): string {
  const { width, height } = previewCanvas(plan.canvas);
  const { clip, still, pan } = segment;
  const ending = `setpts=N/(${PREVIEW.fps}*TB),fps=${PREVIEW.fps},trim=end_frame=${frameCount},setsar=1`;
  if (clip !== undefined) {
    return `fps=${PREVIEW.fps},scale=${width}:${height}:flags=fast_bilinear,format=yuv420p,tpad=stop=-1:stop_mode=clone,${ending}`;
  }
  const scale = width / plan.canvas.width;
  const small = [still.width, still.height].map((side) => Math.ceil((side * scale) / 2) * 2);
  const planFrame = `(n+${fromFrame})*${plan.fps / PREVIEW.fps}`;
  const along = (from: number, step: number): string =>
    `'${scale.toFixed(6)}*(${from}+${step}*floor(${planFrame}/${pan.framesPerStep}))'`;
  return [
    `scale=${small.join(":")}:flags=area:in_range=pc:out_range=tv`,
    "format=yuv420p",
    "loop=-1:1:0",
    ending,
    `crop=${width}:${height}:x=${along(pan.x, pan.stepX)}:y=${along(pan.y, pan.stepY)}`,
  ].join(",");
}

/** Gains near the final loudness for a voice of ordinary level: nothing is measured, nothing ducks. */
const DRAFT_VOICE_DB = 11;
const DRAFT_BED_DB = -13;
/** As much of a voice as a good telephone carries; encoding more takes as long as a third of the pictures. */
export const DRAFT_SAMPLE_RATE = 16_000;

/** Sound of the draft from its inputs, the narration and then the music; `first` is the place of the narration. */
export function previewSound(
  { durationMs }: RenderPlan,
  { inputs, first, output }: { inputs: readonly string[]; first: number; output: string },
  { narrationStartMs = 0, bedGainDb = DRAFT_BED_DB }: MixSettings,
): PreviewPart {
  const seconds = (durationMs / 1000).toFixed(3);
  const small = `aresample=${DRAFT_SAMPLE_RATE},aformat=channel_layouts=mono`;
  const delay = narrationStartMs === 0 ? "" : `adelay=${narrationStartMs}:all=1,`;
  const voice = `[${first}:a]${small},${delay}apad=whole_dur=${seconds},volume=${DRAFT_VOICE_DB}dB`;
  const ending = `alimiter=limit=0.8:level=disabled,atrim=end=${seconds}[sound]`;
  const bed = `[${first + 1}:a]${small},volume=${bedGainDb}dB[bed]`;
  return {
    inputs,
    graph:
      bedGainDb === null
        ? `${voice},${ending}`
        : `${voice}[voice];${bed};[voice][bed]amix=inputs=2:duration=first:normalize=0,${ending}`,
    output: [
      ...["-map", "[sound]", "-c:a", "aac", "-aac_coder", "fast", "-b:a", "48k"],
      ...["-fflags", "+bitexact", "-flags:a", "+bitexact", "-map_metadata", "-1", "-f", "mp4", "-y", output],
    ],
  };
}

/** Nothing is encoded again. The list of the parts comes by standard input. */
export function previewJoinArguments(files: { sound: string; output: string }): string[] {
  return [
    ...[
      "-f",
      "concat",
      "-safe",
      "0",
      "-protocol_whitelist",
      "file,pipe",
      "-i",
      "pipe:0",
      "-i",
      files.sound,
      "-map",
      "0:v",
      "-map",
      "1:a",
      "-c",
      "copy",
    ],
    ...["-video_track_timescale", "30000", "-map_metadata", "-1", "-fflags", "+bitexact", "-movflags", "+faststart"],
    ...["-f", "mp4", "-y", files.output],
  ];
}
