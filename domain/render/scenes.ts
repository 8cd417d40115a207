import type { NarrationTimings } from "../speech/speech.ts";
import { FRAMES_PER_SECOND } from "../video/video.ts";

/**
 * A scene on a clock of its own: zero is the first sample of its first sentence. Everything inside the scene is planned on
 * this clock, so a scene that moves by whole frames is planned, and rendered, to the same bytes.
 */
export interface SceneClock {
  readonly scene: number;
  /** Zero of this clock on the narration's. */
  readonly anchorMs: number;
  /** The narration's frame at or nearest to zero. */
  readonly anchorFrame: number;
  /** Frames after zero at which the picture changes to the next scene's; the last scene ends with the narration. */
  readonly endFrame: number;
  readonly sentences: readonly SceneSentence[];
  readonly words: readonly SceneWord[];
}

export interface SceneSentence {
  /** Index into the narration's sentences. */
  readonly index: number;
  readonly startMs: number;
  readonly endMs: number;
}

export interface SceneWord {
  readonly text: string;
  readonly startMs: number;
  readonly endMs: number;
  /** Index into the narration's sentences. */
  readonly sentence: number;
}

/** Frames that the picture of a scene stands before its first word. */
export const CLEAR_BEFORE_SCENE_FRAMES = 8;

/** The frame at or nearest to a moment. Boundaries are rounded one by one from absolute time, so errors never add up. */
export function frameAt(ms: number, fps: number): number {
  return Math.round((ms * fps) / 1000);
}

export function framesMs(frames: number, fps: number = FRAMES_PER_SECOND): number {
  return (frames * 1000) / fps;
}

/** The scenes of a narration in order, each on its own clock; `clearFrames` lie between a change of picture and the next word. */
export function sceneClocks(
  timings: NarrationTimings,
  clearFrames: number = CLEAR_BEFORE_SCENE_FRAMES,
): readonly SceneClock[] {
  const fps = FRAMES_PER_SECOND;
  const starts = timings.sentences.flatMap((sentence, index) =>
    timings.sentences[index - 1]?.scene === sentence.scene ? [] : [index],
  );
  return starts.map((first, position): SceneClock => {
    const past = starts[position + 1] ?? timings.sentences.length;
    const sentences = timings.sentences.slice(first, past);
    const anchorMs = sentences[0]?.startMs ?? 0;
    const anchorFrame = frameAt(anchorMs, fps);
    const local = (ms: number): number => wholeMs(ms - anchorMs);
    const next = timings.sentences[past];
    const spokenFrame = Math.ceil((local(sentences.at(-1)?.endMs ?? anchorMs) * fps) / 1000 - 1e-6);
    const nextFrame = next === undefined ? null : frameAt(next.startMs, fps) - anchorFrame;
    const endFrame =
      nextFrame === null
        ? Math.ceil((timings.durationMs * fps) / 1000 - 1e-6) - anchorFrame
        : Math.max(nextFrame - clearFrames, Math.min(nextFrame, spokenFrame));
    return {
      scene: sentences[0]?.scene ?? 0,
      anchorMs,
      anchorFrame,
      endFrame,
      sentences: sentences.map(({ startMs, endMs }, offset) => ({
        index: first + offset,
        startMs: local(startMs),
        endMs: local(endMs),
      })),
      words: timings.words
        .filter(({ sentence }) => sentence >= first && sentence < past)
        .map(({ text, startMs, endMs, sentence }) => ({
          text,
          startMs: local(startMs),
          endMs: local(endMs),
          sentence,
        })),
    };
  });
}

/** Whole milliseconds, without the noise of subtracting: 16.5 is 17 wherever on the clock it was measured. */
function wholeMs(ms: number): number {
  return Math.round(Math.round(ms * 1000) / 1000);
}
