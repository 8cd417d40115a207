import { CLEAR_BEFORE_SCENE_FRAMES, type SceneClock, sceneClocks } from "./scenes.ts";
import type { NarrationTimings } from "../speech/speech.ts";
import { FRAMES_PER_SECOND } from "../video/video.ts";
import type { LookSettings, Transition } from "../video/video-settings.ts";

/** What the camera shows between two changes of picture: a scene of the script, or a card of the brand. */
export interface Shot {
  readonly kind: "intro" | "scene" | "outro";
  /** Whose picture is shown. */
  readonly scene: number;
  /** Null where nobody speaks. */
  readonly clock: SceneClock | null;
  /** Frame of the video that is zero on the shot's own clock; the frames below count from it. */
  readonly zeroFrame: number;
  readonly startFrame: number;
  readonly endFrame: number;
  /** Frames before the start and after the end in which the picture is seen beside its neighbour's. */
  readonly bridgeInFrames: number;
  readonly bridgeOutFrames: number;
}

export interface ShotList {
  readonly shots: readonly Shot[];
  readonly frameCount: number;
  /** Where the narration begins. */
  readonly narrationStartFrame: number;
}

const BRIDGE_FRAMES = 12;
/** Below this a change of picture would be a flicker; the picture is cut instead. */
const SHORTEST_BRIDGE_FRAMES = 4;
/** Frames between a bridge and the first word. */
const AFTER_BRIDGE_FRAMES = 2;
const INTRO_FRAMES = 60;
const OUTRO_FRAMES = 75;

export function isBridged(transition: Transition): transition is "fade" | "slide" {
  return transition === "fade" || transition === "slide";
}

/** Frames between a change of picture and the next word: a bridge needs room for itself. */
export function clearFramesOf(transition: Transition): number {
  return isBridged(transition) ? BRIDGE_FRAMES + AFTER_BRIDGE_FRAMES : CLEAR_BEFORE_SCENE_FRAMES;
}

type Unbridged = Omit<Shot, "startFrame" | "bridgeInFrames" | "bridgeOutFrames">;

/** The shots of a video, in order and without a gap. */
export function shotsOf(timings: NarrationTimings, { transition = "wipe", brand = {} }: LookSettings): ShotList {
  const clearFrames = clearFramesOf(transition);
  const clocks = sceneClocks(timings, clearFrames);
  const [first, last] = [clocks[0], clocks.at(-1)];
  if (first === undefined || last === undefined) throw new RangeError("a narration without sentences has no shots");
  const introFrames = brand.intro === undefined ? 0 : INTRO_FRAMES;
  const spokenFrames = introFrames + Math.ceil((timings.durationMs * FRAMES_PER_SECOND) / 1000 - 1e-6);
  const outroStart = spokenFrames + (isBridged(transition) ? BRIDGE_FRAMES + AFTER_BRIDGE_FRAMES : 0);
  const unbridged: Unbridged[] = [
    ...(brand.intro === undefined
      ? []
      : [
          {
            kind: "intro" as const,
            scene: first.scene,
            clock: null,
            zeroFrame: 0,
            endFrame: Math.max(1, introFrames + first.anchorFrame - clearFrames),
          },
        ]),
    ...clocks.map((clock) => ({
      kind: "scene" as const,
      scene: clock.scene,
      clock,
      zeroFrame: introFrames + clock.anchorFrame,
      endFrame: clock.endFrame,
    })),
    ...(brand.outro === undefined
      ? []
      : [{ kind: "outro" as const, scene: last.scene, clock: null, zeroFrame: outroStart, endFrame: OUTRO_FRAMES }]),
  ];
  return {
    shots: bridged(unbridged, transition),
    frameCount: endOf(unbridged.at(-1)),
    narrationStartFrame: introFrames,
  };
}

function endOf(shot: Unbridged | undefined): number {
  return shot === undefined ? 0 : shot.zeroFrame + shot.endFrame;
}

function bridged(shots: readonly Unbridged[], transition: Transition): Shot[] {
  const between = shots.map((shot, index) => {
    if (index === 0 || !isBridged(transition)) return 0;
    const roomFrames = shot.zeroFrame - endOf(shots[index - 1]) - AFTER_BRIDGE_FRAMES;
    const frames = Math.min(BRIDGE_FRAMES, roomFrames);
    return frames < SHORTEST_BRIDGE_FRAMES ? 0 : frames;
  });
  return shots.map((shot, index) => {
    const bridgeInFrames = between[index] ?? 0;
    const startFrame = endOf(shots[index - 1]) + bridgeInFrames - shot.zeroFrame;
    return { ...shot, startFrame, bridgeInFrames, bridgeOutFrames: between[index + 1] ?? 0 };
  });
}
