import { captionCues, captionLineCharacters, laterBy } from "../captions/captions.ts";
import { chaptersOf } from "./chapters.ts";
import { type FontMetrics, preferring } from "../look/font-metrics.ts";
import type { MediaManifest } from "../media/media.ts";
import type { EncoderSettings, PlannedAudio, PlannedLogo, PlannedSegment, RenderPlan } from "./plan.ts";
import { framesMs } from "./scenes.ts";
import { FADE_OUT_FRAMES, segmentsOf } from "./segments.ts";
import { clearFramesOf, shotsOf } from "./shots.ts";
import type { Script } from "../script/script.ts";
import { seededRandom } from "../seeded-random.ts";
import type { NarrationTimings, TimeRange } from "../speech/speech.ts";
import { FRAMES_PER_SECOND, type VideoSpec, canvasOf } from "../video/video.ts";
import type { MusicSettings } from "../video/video-settings.ts";

export interface PlanningInput {
  readonly spec: VideoSpec;
  readonly script: Script;
  readonly timings: NarrationTimings;
  readonly narrationKey: string;
  readonly media: MediaManifest;
  readonly encoder: EncoderSettings;
  readonly fonts: readonly FontMetrics[];
  /** Measured and placed; null without a brand's mark. */
  readonly logo?: PlannedLogo | null;
}

/** −14 LUFS is what the platforms normalise to; −2 dBTP leaves room for the peaks that AAC adds. */
const TARGET_LUFS = -14;
const TRUE_PEAK_DBTP = -2;

/** Lays a script, its narration and its pictures out into segments of whole frames. */
export function planVideo(input: PlanningInput): RenderPlan {
  const { spec, script, timings, media } = input;
  const { look = {} } = spec;
  const { transition = "wipe", brand = {} } = look;
  const canvas = canvasOf(spec);
  const lineCharacters = captionLineCharacters(spec.aspect);
  const { shots, frameCount, narrationStartFrame } = shotsOf(timings, look);
  const fonts = preferring(input.fonts, brand.font);
  const seed = spec.seed;
  const segments = segmentsOf({ script, media, canvas, seed, fonts, lineCharacters, transition, brand }, shots);
  const narrationStartMs = Math.round(framesMs(narrationStartFrame));
  const cues = captionCues(timings, lineCharacters, clearFramesOf(transition));
  const durationMs = Math.round(framesMs(frameCount));
  const scenes = script.scenes.map((scene, index) => ({
    title: scene.heading,
    startMs: segments.find((segment) => segment.scene === index && segment.brandCard === undefined)?.startMs ?? 0,
  }));
  return {
    version: 1,
    title: script.title,
    description: script.description,
    tags: script.tags,
    canvas,
    fps: FRAMES_PER_SECOND,
    frameCount,
    durationMs,
    encoder: input.encoder,
    palette: media.palette,
    ...(look.captions === undefined ? {} : { captionStyle: look.captions }),
    ...(brand.font === undefined ? {} : { font: brand.font }),
    ...(input.logo === undefined || input.logo === null ? {} : { logo: input.logo }),
    segments,
    captions: cues.map((cue) => laterBy(cue, narrationStartMs)),
    chapters: chaptersOf(scenes, durationMs),
    audio: {
      narrationKey: input.narrationKey,
      narrationMs: timings.durationMs,
      ...(timings.voiceLufs === undefined ? {} : { voiceLufs: timings.voiceLufs }),
      ...(narrationStartMs === 0 ? {} : { narrationStartMs }),
      musicSeed: spec.music?.seed ?? seededRandom(spec.seed).integer(2 ** 31),
      ...plannedMusic(spec.music),
      targetLufs: TARGET_LUFS,
      truePeakDbtp: TRUE_PEAK_DBTP,
    },
    intended: intendedEvents(segments, timings, { durationMs, narrationStartMs }),
  };
}

function plannedMusic(music: MusicSettings | undefined): Pick<PlannedAudio, "music"> {
  if (music === undefined || music.source === "synthesised") return {};
  if (music.source === "none") return { music: { source: "none" } };
  const { objectKey, licence = "", author = "" } = music;
  if (objectKey === undefined) throw new RangeError("licensed music without its recording");
  return { music: { source: "licensed", objectKey, licence, author } };
}

/** What quality control must not take for a fault, on the video's clock. */
function intendedEvents(
  segments: readonly PlannedSegment[],
  timings: NarrationTimings,
  { durationMs, narrationStartMs }: { durationMs: number; narrationStartMs: number },
): RenderPlan["intended"] {
  const fade = { fromMs: durationMs - Math.round(framesMs(FADE_OUT_FRAMES)), toMs: durationMs };
  const spokenEndMs = narrationStartMs + timings.durationMs;
  const gaps = [
    ...(narrationStartMs > 0 ? [{ fromMs: 0, toMs: narrationStartMs }] : []),
    ...timings.gaps.map(({ fromMs, toMs }) => ({ fromMs: fromMs + narrationStartMs, toMs: toMs + narrationStartMs })),
    ...(durationMs - spokenEndMs >= 1 && segments.at(-1)?.brandCard !== undefined
      ? [{ fromMs: spokenEndMs, toMs: durationMs }]
      : []),
  ];
  // Footage may hold still by itself; a pan never does.
  const stills = segments.filter(({ clip }) => clip !== undefined).map(({ startMs, endMs }) => rangeOf(startMs, endMs));
  // The last frames of the fade are black.
  return { gaps, fades: [fade], stills, blacks: [fade], wipes: segments.flatMap(changesOf) };
}

/** Where the picture changes as a whole: panels at both ends of a segment, or a bridge. */
function changesOf({ startMs, endMs, wipeInFrames, wipeOutFrames, bridge }: PlannedSegment): TimeRange[] {
  if (bridge !== undefined) return [rangeOf(startMs, endMs)];
  return [
    ...(wipeInFrames > 0 ? [rangeOf(startMs, startMs + Math.round(framesMs(wipeInFrames)))] : []),
    ...(wipeOutFrames > 0 ? [rangeOf(endMs - Math.round(framesMs(wipeOutFrames)), endMs)] : []),
  ];
}

function rangeOf(fromMs: number, toMs: number): TimeRange {
  return { fromMs, toMs };
}
