import { type AssEvent, assDocument } from "../captions/ass.ts";
import type { MixSettings } from "../sound/audio-filters.ts";
import type { FontMetrics } from "../look/font-metrics.ts";
import { type LayerFile, layersOver } from "./layer-filters.ts";
import type { PlannedSegment, RenderPlan } from "./plan.ts";
import { framesMs } from "./scenes.ts";
import { captionColours } from "./segment-captions.ts";
import { type OverlayLayer, changedFrames, coveringOnce } from "./segment-layers.ts";
import { segmentEvents } from "./segment-overlay.ts";
import type { Canvas } from "../video/video.ts";

/** A draft of a plan: small, at a third of the frame rate, in one pass. Bridges are cuts in it, the loudness is a guess. */
export const PREVIEW = { shortEdge: 360, fps: 10 } as const;

/** Part of the key of what is made with it. */
export const PREVIEW_VERSION = 6;

/** Stretches of the plan that one picture lasts: read once, and moved as one. Frames are the preview's. */
export interface PreviewRun {
  readonly segment: PlannedSegment;
  readonly objectKey: string;
  readonly startFrame: number;
  readonly frameCount: number;
}

export function previewCanvas({ width, height }: Canvas): Canvas {
  const scale = PREVIEW.shortEdge / Math.min(width, height);
  const even = (value: number): number => Math.round((value * scale) / 2) * 2;
  return { width: even(width), height: even(height) };
}

export function previewRuns(plan: RenderPlan): PreviewRun[] {
  const step = plan.fps / PREVIEW.fps;
  const runs: PreviewRun[] = [];
  for (const segment of plan.segments) {
    const startFrame = Math.ceil(segment.startFrame / step);
    const frameCount = Math.ceil((segment.startFrame + segment.frameCount) / step) - startFrame;
    const objectKey = (segment.clip ?? segment.still).objectKey;
    const before = runs.at(-1);
    const goesOn = before?.objectKey === objectKey && before.segment.scene === segment.scene;
    if (before !== undefined && goesOn) {
      runs[runs.length - 1] = { ...before, frameCount: before.frameCount + frameCount };
    } else runs.push({ segment, objectKey, startFrame, frameCount });
  }
  return runs.filter(({ frameCount }) => frameCount > 0);
}

/** Runs for two processes: the first takes those whose length comes nearest to `share` of the whole, one at least. */
export function previewGroups(runs: readonly PreviewRun[], share: number): PreviewRun[][] {
  const wanted = framesOf(runs) * share;
  let best = { count: 1, away: Number.POSITIVE_INFINITY };
  let done = 0;
  for (const [index, { frameCount }] of runs.entries()) {
    done += frameCount;
    const away = Math.abs(done - wanted);
    if (away < best.away) best = { count: index + 1, away };
  }
  return [runs.slice(0, best.count), runs.slice(best.count)].filter((group) => group.length > 0);
}

/**
 * Cards, panels and captions of some runs, on their common clock, as one layer: on a picture this small the edges of all
 * may take the colour of the captions' outline. libass fits the letters to it by itself.
 */
export function previewLayer(
  plan: RenderPlan,
  runs: readonly PreviewRun[],
  fonts: readonly FontMetrics[],
): OverlayLayer {
  const fromMs = framesMs(runs[0]?.startFrame ?? 0, PREVIEW.fps);
  const last = runs.at(-1);
  const untilMs = last === undefined ? fromMs : framesMs(last.startFrame + last.frameCount, PREVIEW.fps);
  const events = plan.segments
    .filter(({ startFrame }) => framesMs(startFrame, plan.fps) < untilMs - 1)
    .filter(({ startFrame, frameCount }) => framesMs(startFrame + frameCount, plan.fps) > fromMs + 1)
    .flatMap((segment) => {
      const startMs = framesMs(segment.startFrame, plan.fps) - fromMs;
      const lengthMs = framesMs(segment.frameCount, plan.fps);
      return segmentEvents(plan, segment, fonts).map((event) => placedAt(event, startMs, lengthMs));
    });
  return {
    script: assDocument(plan.canvas, events.map(coveringOnce)),
    ...previewCanvas(plan.canvas),
    ...{ x: 0, y: 0, ground: captionColours({ captionStyle: "highlight", ...plan }).ground },
    changes: changedFrames(events, PREVIEW.fps, framesOf(runs)),
  };
}

function framesOf(runs: readonly PreviewRun[]): number {
  return runs.reduce((sum, { frameCount }) => sum + frameCount, 0);
}

function placedAt(event: AssEvent, startMs: number, lengthMs: number): AssEvent {
  return { ...event, startMs: startMs + event.startMs, endMs: startMs + Math.min(event.endMs, lengthMs) };
}

/** Files of one group, as paths of this machine: one picture a run. */
export interface PreviewFiles {
  readonly pictures: readonly string[];
  readonly overlay: LayerFile;
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
  const inputs = runs.flatMap(({ segment: { clip } }, index) => {
    const seek = clip === undefined || clip.fromFrame === 0 ? [] : ["-ss", (clip.fromFrame / plan.fps).toFixed(6)];
    const rate = clip === undefined ? ["-framerate", String(PREVIEW.fps)] : [];
    return ["-threads", "1", ...seek, ...rate, "-i", files.pictures[index] ?? ""];
  });
  const chains = runs.map((run, index) => `[${index}:v]${runFilters(plan, run)}[r${index}]`);
  const joined = runs.map((_, index) => `[r${index}]`).join("");
  const frameCount = framesOf(runs);
  const picture = `${joined}concat=n=${runs.length}:v=1:a=0`;
  const drawing = { name: "p", fonts: files.fonts, fps: PREVIEW.fps, frameCount };
  const { steps, output } = layersOver(picture, [files.overlay], drawing);
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
        "26",
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
function runFilters(plan: RenderPlan, { segment, frameCount }: PreviewRun): string {
  const { width, height } = previewCanvas(plan.canvas);
  const { clip, still, pan } = segment;
  const ending = `setpts=N/(${PREVIEW.fps}*TB),fps=${PREVIEW.fps},trim=end_frame=${frameCount},setsar=1`;
  if (clip !== undefined) {
    return `fps=${PREVIEW.fps},scale=${width}:${height}:flags=fast_bilinear,format=yuv420p,tpad=stop=-1:stop_mode=clone,${ending}`;
  }
  const scale = width / plan.canvas.width;
  const small = [still.width, still.height].map((side) => Math.ceil((side * scale) / 2) * 2);
  const planFrame = `n*${plan.fps / PREVIEW.fps}`;
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
export const DRAFT_SAMPLE_RATE = 24_000;

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
      ...["-map", "[sound]", "-c:a", "aac", "-aac_coder", "fast", "-b:a", "64k"],
      ...["-fflags", "+bitexact", "-flags:a", "+bitexact", "-map_metadata", "-1", "-f", "mp4", "-y", output],
    ],
  };
}

/** Nothing is encoded again. */
export function previewJoinArguments(files: { list: string; sound: string; output: string }): string[] {
  return [
    ...["-f", "concat", "-safe", "0", "-i", files.list, "-i", files.sound, "-map", "0:v", "-map", "1:a", "-c", "copy"],
    ...["-video_track_timescale", "30000", "-map_metadata", "-1", "-fflags", "+bitexact", "-movflags", "+faststart"],
    ...["-f", "mp4", "-y", files.output],
  ];
}
