import { type CaptionCue, laterBy, sceneCues } from "../captions/captions.ts";
import { type CardText, layOutBrandCard, layOutCard } from "../look/cards.ts";
import type { FontMetrics } from "../look/font-metrics.ts";
import type { Clip, MediaManifest, Still } from "../media/media.ts";
import { panOver } from "./pan.ts";
import { type Stretch, showsFootage, splitWhereFootageEnds } from "./footage.ts";
import type { BridgeTransition, PlannedSegment, SegmentPicture } from "./plan.ts";
import { frameAt, framesMs } from "./scenes.ts";
import { type Shot, isBridged } from "./shots.ts";
import type { Scene, Script } from "../script/script.ts";
import { cutsOf } from "./segment-cuts.ts";
import { type Canvas, FRAMES_PER_SECOND } from "../video/video.ts";
import type { BrandKit, Transition } from "../video/video-settings.ts";

export interface SegmentContext {
  readonly script: Script;
  readonly media: MediaManifest;
  readonly canvas: Canvas;
  readonly seed: number;
  readonly fonts: readonly FontMetrics[];
  readonly lineCharacters: number;
  readonly transition: Transition;
  readonly brand: BrandKit;
}

const WIPE_FRAMES = 8;
export const FADE_OUT_FRAMES = 15;
/** An item that entered this long before the segment stands still in it. */
const ENTERED_MS = 300;

/** A stretch of a shot, and the sentences spoken in it. */
interface Part extends Stretch {
  readonly fromSentence: number;
  readonly toSentence: number;
}

type Unnumbered = Omit<PlannedSegment, "index">;

/** Every segment in order: a bridge where a shot has one, then the shot's own stretches. */
export function segmentsOf(context: SegmentContext, shots: readonly Shot[]): PlannedSegment[] {
  return shots
    .flatMap((shot, index): Unnumbered[] => {
      const before = shots[index - 1];
      const bridge = before === undefined || !isBridged(context.transition) ? null : context.transition;
      return [
        ...(bridge !== null && before !== undefined && shot.bridgeInFrames > 0
          ? [bridgeBetween(context, bridge, before, shot)]
          : []),
        ...stretchesOf(context, shot, { isFirst: index === 0, isLast: index === shots.length - 1 }),
      ];
    })
    .map((segment, index) => ({ ...segment, index }));
}

function stretchesOf(context: SegmentContext, shot: Shot, at: { isFirst: boolean; isLast: boolean }): Unnumbered[] {
  const cues = cuesOf(context, shot);
  const parts = partsOf(context, shot, cues);
  const wipeFrames = context.transition === "wipe" ? WIPE_FRAMES : 0;
  return parts.map((part, index) => {
    const isLastPart = index === parts.length - 1;
    const startMs = framesMs(part.fromFrame);
    const lengthMs = framesMs(part.toFrame - part.fromFrame);
    return {
      ...placeOf(context, shot, part),
      ...pictureOf(context, shot, part),
      card: cardOf(context, shot, { startMs, isOpening: at.isFirst }),
      wipeInFrames: index === 0 && !at.isFirst ? wipeFrames : 0,
      wipeOutFrames: isLastPart && !at.isLast ? wipeFrames : 0,
      fadeOutFrames: isLastPart && at.isLast ? FADE_OUT_FRAMES : 0,
      captions: cues
        .filter((cue) => frameAt(cue.startMs, FRAMES_PER_SECOND) >= part.fromFrame)
        .filter((cue) => isLastPart || frameAt(cue.startMs, FRAMES_PER_SECOND) < part.toFrame)
        .map((cue) => onSegmentClock(cue, startMs, lengthMs)),
    };
  });
}

function cuesOf({ lineCharacters }: SegmentContext, { clock }: Shot): CaptionCue[] {
  return clock === null ? [] : sceneCues(clock, lineCharacters);
}

function partsOf(context: SegmentContext, shot: Shot, cues: readonly CaptionCue[]): Part[] {
  const { startFrame, endFrame, clock } = shot;
  const clip = clipOf(context, shot);
  const cuts = clock === null ? [] : cutsOf(clock, cues, framesMs(startFrame));
  const starts = cuts.map((cut, index) => (index === 0 ? startFrame : frameAt(cut.startMs, FRAMES_PER_SECOND)));
  const parts = cuts.map(({ fromSentence, toSentence }, index) => {
    const [fromFrame, toFrame] = [starts[index] ?? startFrame, starts[index + 1] ?? endFrame];
    return { fromSentence, toSentence, fromFrame, toFrame };
  });
  // Where nobody speaks the sentences are an empty range.
  const whole = [{ fromSentence: 0, toSentence: 0, fromFrame: startFrame, toFrame: endFrame }];
  const spoken = parts.length === 0 ? whole : parts.filter(({ fromFrame, toFrame }) => toFrame > fromFrame);
  return clip === null ? spoken : splitWhereFootageEnds(spoken, footageEnd(shot, clip));
}

/** The frames in which one picture gives way to the next. The next one's card waits until it stands alone. */
function bridgeBetween(context: SegmentContext, transition: BridgeTransition, before: Shot, shot: Shot): Unnumbered {
  const frames = shot.bridgeInFrames;
  const incoming = { fromFrame: shot.startFrame - frames, toFrame: shot.startFrame };
  const outgoing = { fromFrame: before.endFrame, toFrame: before.endFrame + frames };
  const card = cardOf(context, before, { startMs: framesMs(outgoing.fromFrame), isOpening: false });
  // Footage that ran to the end of its shot goes on, or holds its last frame.
  const last = partsOf(context, before, cuesOf(context, before)).at(-1) ?? outgoing;
  const from = { ...pictureOf(context, before, outgoing, last), card: card.map((item) => ({ ...item, enterMs: -1 })) };
  const sentence = shot.clock?.sentences[0]?.index ?? 0;
  return {
    ...placeOf(context, shot, { ...incoming, fromSentence: sentence, toSentence: sentence }),
    ...pictureOf(context, shot, incoming),
    card: [],
    bridge: { transition, from },
    wipeInFrames: 0,
    wipeOutFrames: 0,
    fadeOutFrames: 0,
    captions: [],
  };
}

function placeOf(context: SegmentContext, shot: Shot, part: Part) {
  const startFrame = shot.zeroFrame + part.fromFrame;
  const frameCount = part.toFrame - part.fromFrame;
  return {
    scene: shot.scene,
    kind: shot.kind === "scene" ? sceneOf(context.script, shot.scene).kind : ("title" as const),
    ...(shot.kind === "scene" ? {} : { brandCard: shot.kind }),
    fromSentence: part.fromSentence,
    toSentence: part.toSentence,
    startFrame,
    frameCount,
    startMs: Math.round(framesMs(startFrame)),
    endMs: Math.round(framesMs(startFrame + frameCount)),
  };
}

/** The picture of a shot from one frame of its clock on, with the bridges at both ends part of one movement. */
function pictureOf(
  context: SegmentContext,
  shot: Shot,
  stretch: Stretch,
  judged: Stretch = stretch,
): Omit<SegmentPicture, "card"> {
  const still = stillOf(context.media, shot.scene);
  const clip = clipOf(context, shot);
  const { objectKey, sha256, width, height } = still;
  const fromFrame = stretch.fromFrame - (shot.startFrame - shot.bridgeInFrames);
  const sceneFrames = shot.bridgeInFrames + shot.endFrame - shot.startFrame + shot.bridgeOutFrames;
  const isFootage = clip !== null && showsFootage(judged, footageEnd(shot, clip));
  return {
    still: { objectKey, sha256, width, height },
    ...(isFootage
      ? {
          clip: {
            objectKey: clip.objectKey,
            sha256: clip.sha256,
            fromFrame: Math.min(fromFrame, clip.frameCount - 1),
            width: clip.width,
            height: clip.height,
          },
        }
      : {}),
    pan: panOver({ still, canvas: context.canvas, seed: context.seed, sceneFrames: sceneFrames + 1, fromFrame }),
  };
}

function cardOf(context: SegmentContext, shot: Shot, at: { startMs: number; isOpening: boolean }): CardText[] {
  const { canvas, fonts, brand } = context;
  const words = shot.kind === "scene" ? null : brand[shot.kind];
  const times = {
    sceneStartMs: Math.round(framesMs(shot.startFrame) - at.startMs),
    sentenceStartsMs: (shot.clock?.sentences ?? []).map(({ startMs }) => startMs - at.startMs),
    isOpening: at.isOpening,
  };
  const items =
    words === null || words === undefined
      ? layOutCard(shownScene(context, shot), canvas, fonts, { ...times, onFootage: clipOf(context, shot) !== null })
      : layOutBrandCard(words, canvas, fonts, times);
  return items.map((item) => (item.enterMs + ENTERED_MS < 0 ? { ...item, enterMs: -1 } : item));
}

function onSegmentClock(cue: CaptionCue, startMs: number, lengthMs: number): CaptionCue {
  const moved = laterBy(cue, -startMs);
  const local = (ms: number): number => Math.min(Math.round(lengthMs), Math.max(0, ms));
  return {
    ...moved,
    startMs: local(moved.startMs),
    endMs: local(moved.endMs),
    words: moved.words.map((word) => ({ ...word, startMs: local(word.startMs) })),
  };
}

/** A chart or map that gave way to another picture needs no room beside the words; one that is drawn moves. */
function shownScene(context: SegmentContext, shot: Shot): Scene {
  const { chart, map, ...scene } = sceneOf(context.script, shot.scene);
  const isDrawn = clipOf(context, shot)?.credit.source === "generated";
  return { ...scene, ...(isDrawn && chart ? { chart } : {}), ...(isDrawn && map ? { map } : {}) };
}

/** Footage belongs to the scene, not to the cards of the brand that borrow its picture. */
function clipOf(context: SegmentContext, shot: Shot): Clip | null {
  if (shot.kind !== "scene") return null;
  return context.media.clips?.find(({ scene }) => scene === shot.scene) ?? null;
}

function footageEnd(shot: Shot, clip: Clip): number {
  return shot.startFrame - shot.bridgeInFrames + clip.frameCount;
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
