import type { CaptionCue } from "../captions/captions.ts";
import type { CardText } from "../look/cards.ts";
import type { Palette } from "../media/media.ts";
import type { SceneKind } from "../script/script.ts";
import type { TimeRange } from "../speech/speech.ts";
import type { Canvas } from "../video/video.ts";
import type { CaptionStyle, Transition } from "../video/video-settings.ts";

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
  /** Left out: `highlight`. */
  readonly captionStyle?: CaptionStyle;
  /** Family of the bundled font that the brand prefers. */
  readonly font?: string;
  readonly logo?: PlannedLogo;
  readonly segments: readonly PlannedSegment[];
  /** The whole video's captions, absolute times. */
  readonly captions: readonly CaptionCue[];
  readonly chapters: readonly Chapter[];
  readonly audio: PlannedAudio;
  readonly intended: IntendedEvents;
}

export interface EncoderSettings {
  /** `libx264` or one of `HARDWARE_ENCODERS`; one for the whole video, because their headers do not mix. */
  readonly encoder: string;
  /** Filters before the captions: denoise, sharpen, colour of the premium look; null otherwise. */
  readonly enhancement: string | null;
  /** Constant rate factor of libx264; other encoders are set to look like it. */
  readonly quality: number;
}

/** The brand's mark, the same in every segment: its place on the canvas in pixels. */
export interface PlannedLogo {
  readonly objectKey: string;
  readonly sha256: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** What is shown behind captions: a picture that the camera pans over, or footage in its place, and the card on it. */
export interface SegmentPicture {
  readonly still: {
    readonly objectKey: string;
    readonly sha256: string;
    readonly width: number;
    readonly height: number;
  };
  /** Shown in place of the still; its last frame stays where it ends before the segment does. */
  readonly clip?: PlannedClip;
  readonly pan: Pan;
  /** Text of the card, laid out; times relative to the segment. */
  readonly card: readonly CardText[];
}

export interface PlannedClip {
  readonly objectKey: string;
  readonly sha256: string;
  readonly fromFrame: number;
  readonly width: number;
  readonly height: number;
}

/** A stretch of the video between two frames: one picture, one caption script, its own file. */
export interface PlannedSegment extends SegmentPicture {
  readonly index: number;
  readonly scene: number;
  readonly kind: SceneKind;
  /** Set where no scene of the script is shown. */
  readonly brandCard?: "intro" | "outro";
  /** Sentences spoken in it: first, and one past the last. */
  readonly fromSentence: number;
  readonly toSentence: number;
  readonly startFrame: number;
  readonly frameCount: number;
  readonly startMs: number;
  readonly endMs: number;
  /** Set where this segment is nothing but the change from the picture before to this one. */
  readonly bridge?: { readonly transition: BridgeTransition; readonly from: SegmentPicture };
  /** Frames of the accent panel that leaves at the start and enters at the end. */
  readonly wipeInFrames: number;
  readonly wipeOutFrames: number;
  /** Frames of the fade to black at the end of the video. */
  readonly fadeOutFrames: number;
  /** Captions shown in this segment; times relative to the segment. */
  readonly captions: readonly CaptionCue[];
}

export type BridgeTransition = Extract<Transition, "fade" | "slide">;

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
  /** Loudness of the speech once it is compressed; null where nobody speaks, left out where it was not measured. */
  readonly voiceLufs?: number | null;
  /** Where the narration begins in the video; left out: at its start. */
  readonly narrationStartMs?: number;
  readonly musicSeed: number;
  /** Left out: synthesised from the seed. */
  readonly music?: PlannedMusic;
  readonly targetLufs: number;
  readonly truePeakDbtp: number;
}

export type PlannedMusic =
  | { readonly source: "none" }
  | {
      readonly source: "licensed";
      readonly objectKey: string;
      readonly licence: string;
      readonly author: string;
    };

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
