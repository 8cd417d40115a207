import type { Pan } from "./plan.ts";
import { seedOf, seededRandom } from "../seeded-random.ts";
import type { Canvas } from "../video/video.ts";

const DIRECTIONS = [
  { stepX: 1, stepY: 0 },
  { stepX: -1, stepY: 0 },
  { stepX: 1, stepY: 1 },
  { stepX: -1, stepY: 1 },
  { stepX: 1, stepY: -1 },
  { stepX: -1, stepY: -1 },
  { stepX: 0, stepY: 1 },
  { stepX: 0, stepY: -1 },
] as const;

/** Steps a second at which a pan still feels calm, by the short edge of the picture: 30 from here on, 15 below. */
const SHORT_EDGE_OF_FULL_RATE = 720;

/**
 * The camera's way over a still: one whole pixel at a time at a constant rate, which looks smooth and costs the encoder
 * next to nothing. All segments of a scene continue one movement of `sceneFrames`; `fromFrame` counts from its first.
 * The direction follows the picture, so that a scene keeps its movement wherever it goes in the script.
 */
export function panOver(input: {
  still: Canvas & { readonly sha256: string };
  canvas: Canvas;
  seed: number;
  sceneFrames: number;
  fromFrame: number;
}): Pan {
  const { still, canvas } = input;
  const { stepX, stepY } = seededRandom(seedOf(still.sha256, input.seed)).pick(DIRECTIONS);
  const room = { x: still.width - canvas.width, y: still.height - canvas.height };
  const length = Math.max(1, input.sceneFrames);
  const travel = Math.min(stepX === 0 ? Infinity : room.x, stepY === 0 ? Infinity : room.y);
  const calm = Math.min(canvas.width, canvas.height) >= SHORT_EDGE_OF_FULL_RATE ? 1 : 2;
  const framesPerStep = Math.max(calm, Math.ceil(length / Math.max(1, travel)));
  const steps = Math.floor(length / framesPerStep);
  const done = Math.floor(input.fromFrame / framesPerStep);
  const start = (step: number, space: number): number => {
    if (step === 0) return Math.floor(space / 2);
    const margin = Math.max(0, Math.floor((space - steps) / 2));
    return step > 0 ? margin + done : space - margin - done;
  };
  return { x: start(stepX, room.x), y: start(stepY, room.y), stepX, stepY, framesPerStep };
}
