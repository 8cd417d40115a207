import { type CaptionCue, captionCues, captionLineCharacters } from "./captions.ts";
import { layOutCard } from "./cards.ts";
import { chaptersOf } from "./chapters.ts";
import type { FontMetrics } from "./font-metrics.ts";
import type { MediaManifest, Still } from "./media.ts";
import { panOver } from "./pan.ts";
import type { EncoderSettings, PlannedSegment, RenderPlan } from "./render-plan.ts";
import type { Scene, Script } from "./script.ts";
import { seededRandom } from "./seeded-random.ts";
import { type Cut, cutsOf } from "./segment-cuts.ts";
import type { NarrationTimings } from "./speech.ts";
import { type Canvas, FRAMES_PER_SECOND, type VideoSpec, canvasOf } from "./video.ts";

export interface PlanningInput {
  readonly spec: VideoSpec;
  readonly script: Script;
  readonly timings: NarrationTimings;
  readonly narrationKey: string;
  readonly media: MediaManifest;
  readonly encoder: EncoderSettings;
  readonly fonts: readonly FontMetrics[];
}

/** −14 LUFS is what the platforms normalise to; −2 dBTP leaves room for the peaks that AAC adds. */
const TARGET_LUFS = -14;
const TRUE_PEAK_DBTP = -2;
const WIPE_FRAMES = 8;
const FADE_OUT_FRAMES = 15;

/** The frame at or nearest to a moment. Boundaries are rounded one by one from absolute time, so errors never add up. */
export function frameAt(ms: number, fps: number): number {
  return Math.round((ms * fps) / 1000);
}

/** Lays a script, its narration and its pictures out into segments of whole frames. */
export function planVideo(input: PlanningInput): RenderPlan {
  const { spec, script, timings, media } = input;
  const fps = FRAMES_PER_SECOND;
  const canvas = canvasOf(spec);
  const captions = captionCues(timings, captionLineCharacters(spec.aspect));
  const frameCount = Math.ceil((timings.durationMs * fps) / 1000);
  const durationMs = Math.round((frameCount * 1000) / fps);
  const cuts = cutsOf(timings, captions);
  const starts = cuts.map((cut, index) => (index === 0 ? 0 : frameAt(cut.startMs, fps)));
  const segments = cuts.map((cut, index) => {
    const frames = { start: starts[index] ?? 0, end: starts[index + 1] ?? frameCount };
    return segmentOf({ ...input, canvas, captions, fps }, cuts, index, cut, frames);
  });
  const scenes = script.scenes.map((scene, index) => ({
    title: scene.heading,
    startMs: segments.find((segment) => segment.scene === index)?.startMs ?? 0,
  }));
  return {
    version: 1,
    title: script.title,
    description: script.description,
    tags: script.tags,
    canvas,
    fps,
    frameCount,
    durationMs,
    encoder: input.encoder,
    palette: media.palette,
    segments,
    captions,
    chapters: chaptersOf(scenes, durationMs),
    audio: {
      narrationKey: input.narrationKey,
      narrationMs: timings.durationMs,
      musicSeed: seededRandom(spec.seed).integer(2 ** 31),
      targetLufs: TARGET_LUFS,
      truePeakDbtp: TRUE_PEAK_DBTP,
    },
    intended: intendedEvents(segments, timings, durationMs, fps),
  };
}

type SegmentContext = PlanningInput & { canvas: Canvas; captions: readonly CaptionCue[]; fps: number };

function segmentOf(
  context: SegmentContext,
  cuts: readonly Cut[],
  index: number,
  cut: Cut,
  frames: { start: number; end: number },
): PlannedSegment {
  const { canvas, fps, fonts } = context;
  const still = stillOf(context.media, cut.scene);
  const scene = sceneOf(context.script, cut.scene);
  const startMs = Math.round((frames.start * 1000) / fps);
  const endMs = Math.round((frames.end * 1000) / fps);
  const isLast = index === cuts.length - 1;
  const sceneStart = cuts.find((other) => other.scene === cut.scene) ?? cut;
  const sceneEnd = cuts.find((other) => other.scene > cut.scene)?.startMs ?? context.timings.durationMs;
  const sceneFrames = { start: index === 0 ? 0 : frameAt(sceneStart.startMs, fps), end: frameAt(sceneEnd, fps) + 1 };
  const { objectKey, sha256, width, height } = still;
  return {
    index,
    scene: cut.scene,
    kind: scene.kind,
    fromSentence: cut.fromSentence,
    toSentence: cut.toSentence,
    startFrame: frames.start,
    frameCount: frames.end - frames.start,
    startMs,
    endMs,
    still: { objectKey, sha256, width, height },
    pan: panOver({ still, canvas, scene: cut.scene, seed: context.spec.seed, sceneFrames, fromFrame: frames.start }),
    wipeInFrames: index > 0 && cuts[index - 1]?.scene !== cut.scene ? WIPE_FRAMES : 0,
    wipeOutFrames: !isLast && cuts[index + 1]?.scene !== cut.scene ? WIPE_FRAMES : 0,
    fadeOutFrames: isLast ? FADE_OUT_FRAMES : 0,
    card: layOutCard(scene, canvas, fonts, {
      sceneStartMs: Math.round(sceneStart.startMs - startMs),
      sentenceStartsMs: context.timings.sentences
        .filter((sentence) => sentence.scene === cut.scene)
        .map((sentence) => sentence.startMs - startMs),
      isOpening: cut.scene === 0,
    }).map((item) => (item.enterMs + ENTERED_MS < 0 ? { ...item, enterMs: -1 } : item)),
    captions: context.captions
      .filter((cue) => cue.startMs >= cut.startMs && cue.startMs < cut.endMs)
      .map((cue) => onSegmentClock(cue, startMs, endMs - startMs)),
  };
}

/** An item that entered this long before the segment stands still in it. */
const ENTERED_MS = 300;

function onSegmentClock(cue: CaptionCue, startMs: number, lengthMs: number): CaptionCue {
  const local = (ms: number): number => Math.min(lengthMs, Math.max(0, ms - startMs));
  return {
    ...cue,
    startMs: local(cue.startMs),
    endMs: local(cue.endMs),
    words: cue.words.map((word) => ({ ...word, startMs: local(word.startMs) })),
  };
}

function stillOf(media: MediaManifest, scene: number): Still {
  const still = media.stills.find((candidate) => candidate.scene === scene);
  if (still === undefined) throw new RangeError(`no picture for scene ${scene}`);
  return still;
}

function sceneOf(script: Script, index: number): Scene {
  const scene = script.scenes[index];
  if (scene === undefined) throw new RangeError(`no scene ${index} in the script`);
  return scene;
}

function intendedEvents(
  segments: readonly PlannedSegment[],
  timings: NarrationTimings,
  durationMs: number,
  fps: number,
): RenderPlan["intended"] {
  const framesMs = (frames: number): number => Math.round((frames * 1000) / fps);
  const fade = { fromMs: durationMs - framesMs(FADE_OUT_FRAMES), toMs: durationMs };
  const wipes = segments.flatMap((segment) => [
    ...(segment.wipeInFrames > 0
      ? [{ fromMs: segment.startMs, toMs: segment.startMs + framesMs(segment.wipeInFrames) }]
      : []),
    ...(segment.wipeOutFrames > 0
      ? [{ fromMs: segment.endMs - framesMs(segment.wipeOutFrames), toMs: segment.endMs }]
      : []),
  ]);
  // The last frames of the fade are black; the pan never stops, so no still is intended.
  return { gaps: timings.gaps, fades: [fade], stills: [], blacks: [fade], wipes };
}
