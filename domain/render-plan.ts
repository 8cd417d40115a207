import type { CaptionCue } from "./captions.ts";
import type { CardText } from "./cards.ts";
import type { Palette } from "./media.ts";
import type { SceneKind } from "./script.ts";
import type { TimeRange } from "./speech.ts";
import type { Canvas } from "./video.ts";

/**
 * Everything that decides the bytes of the video, in integer frames: JSON `plans/<hash>.json`.
 * Frame f is shown from f/fps to (f+1)/fps seconds; segment boundaries are round(t·fps), so drift cannot add up.
 */
export interface RenderPlan {
  readonly version: 1;
  readonly title: string;
  readonly description: string;
  readonly tags: readonly string[];
  readonly canvas: Canvas;
  readonly fps: number;
  /** Sum of the segments' frames; never shorter than the narration. */
  readonly frameCount: number;
  readonly durationMs: number;
  readonly encoder: EncoderSettings;
  readonly palette: Palette;
  readonly segments: readonly PlannedSegment[];
  /** The whole video's captions, absolute times. */
  readonly captions: readonly CaptionCue[];
  readonly chapters: readonly Chapter[];
  readonly audio: PlannedAudio;
  readonly intended: IntendedEvents;
}

export interface EncoderSettings {
  /** `libx264` or `h264_nvenc`; one for the whole video, because their headers do not mix. */
  readonly encoder: string;
  /** Filters before the captions: denoise, sharpen, colour of the premium look; null otherwise. */
  readonly enhancement: string | null;
  /** Constant rate factor (libx264) or quality (NVENC). */
  readonly quality: number;
}

/** A stretch of the video between two frames: one picture, one caption script, its own file. */
export interface PlannedSegment {
  readonly index: number;
  readonly scene: number;
  readonly kind: SceneKind;
  /** Sentences spoken in it: first, and one past the last. */
  readonly fromSentence: number;
  readonly toSentence: number;
  readonly startFrame: number;
  readonly frameCount: number;
  readonly startMs: number;
  readonly endMs: number;
  readonly still: {
    readonly objectKey: string;
    readonly sha256: string;
    readonly width: number;
    readonly height: number;
  };
  readonly pan: Pan;
  /** Frames of the accent panel that leaves at the start and enters at the end. */
  readonly wipeInFrames: number;
  readonly wipeOutFrames: number;
  /** Frames of the fade to black at the end of the video. */
  readonly fadeOutFrames: number;
  /** Text of the card, laid out; times relative to the segment. */
  readonly card: readonly CardText[];
  /** Captions shown in this segment; times relative to the segment. */
  readonly captions: readonly CaptionCue[];
}

/** The crop of frame n starts at (x + stepX·⌊n/framesPerStep⌋, y + stepY·⌊n/framesPerStep⌋), in pixels of the still. */
export interface Pan {
  readonly x: number;
  readonly y: number;
  readonly stepX: -1 | 0 | 1;
  readonly stepY: -1 | 0 | 1;
  readonly framesPerStep: number;
}

export interface Chapter {
  readonly title: string;
  readonly startMs: number;
  readonly endMs: number;
}

export interface PlannedAudio {
  readonly narrationKey: string;
  readonly narrationMs: number;
  readonly musicSeed: number;
  readonly targetLufs: number;
  readonly truePeakDbtp: number;
}

/** What quality control must not take for a fault. */
export interface IntendedEvents {
  /** No speech; the music plays on. */
  readonly gaps: readonly TimeRange[];
  readonly fades: readonly TimeRange[];
  /** Picture holds still. */
  readonly stills: readonly TimeRange[];
  readonly blacks: readonly TimeRange[];
  readonly wipes: readonly TimeRange[];
}
