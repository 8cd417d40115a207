import type { SceneKind } from "../script/script.ts";

/** The pictures of a video: JSON `media/<hash>.json`, one still a scene. */
export interface MediaCredit {
  /** `generated`, or the library that the picture came from. */
  readonly source: string;
  readonly author: string;
  readonly url: string | null;
  readonly licence: string;
}

export interface Still {
  readonly scene: number;
  readonly kind: SceneKind;
  readonly objectKey: string;
  readonly sha256: string;
  /** Larger than the canvas by `STILL_SCALE` in both directions: the room that the camera pans in. */
  readonly width: number;
  readonly height: number;
  readonly credit: MediaCredit;
}

/** A moving picture of a scene, without sound, already on the canvas and at the plan's frame rate: `clips/<hash>.mp4`. */
export interface Clip {
  readonly scene: number;
  readonly objectKey: string;
  readonly sha256: string;
  readonly width: number;
  readonly height: number;
  readonly frameCount: number;
  readonly credit: MediaCredit;
}

export interface Palette {
  readonly name: string;
  /** `rrggbb`: far corner, near corner, shapes, accent, text. */
  readonly deep: string;
  readonly base: string;
  readonly shape: string;
  readonly accent: string;
  readonly text: string;
}

/** A file that was tried and left: damaged, hostile, not what its library said. The next one took its place. */
export interface MediaFinding {
  /** Both null where it is said of a source as a whole. */
  readonly scene: number | null;
  readonly source: string;
  readonly assetId: string | null;
  readonly reason: string;
}

export interface MediaManifest {
  readonly version: 1;
  readonly palette: Palette;
  readonly stills: readonly Still[];
  /** Shown in place of a scene's still, which stays as its poster and fills what the clip is too short for. */
  readonly clips?: readonly Clip[];
  readonly findings?: readonly MediaFinding[];
}

/** Size of a still relative to the canvas. */
export const STILL_SCALE = 1.2;
