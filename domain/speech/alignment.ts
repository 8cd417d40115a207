import type { Steps } from "../steps.ts";
import { FEATURE_COUNT, type SpeechFeatures } from "./features.ts";

/** How far the path may leave the straight line at least, however short the recording. */
const BAND_LEAST_MS = 700;
/** What a step costs beside the distance when only one of the two recordings goes on: keeps silence from sticking. */
const LINGER_COST = 0.35;

/**
 * For every frame of `reference` the frame of `target` that sounds like it: the cheapest monotone path from both beginnings
 * to both ends (H. Sakoe, S. Chiba: Dynamic programming algorithm optimization for spoken word recognition, 1978). A step
 * is a frame: fifteen minutes take a hundred million comparisons.
 */
export function* alignedFrames(
  reference: SpeechFeatures,
  target: SpeechFeatures,
  /** How far the path may leave the straight line, as a share of the target. */
  bandShare: number,
): Steps<Float32Array> {
  const rows = reference.frames;
  const columns = target.frames;
  const reach = Math.ceil(Math.max(BAND_LEAST_MS / target.hopMs, columns * bandShare, columns / rows + 1));
  const width = reach * 2 + 1;
  const steps = new Uint8Array(rows * width);
  let above = new Float64Array(width + 1).fill(Number.POSITIVE_INFINITY);
  let current = new Float64Array(width + 1);
  for (let row = 0; row < rows; row += 1) {
    compareFrame({ reference, target, row, reach, above, current, steps });
    [above, current] = [current, above];
    yield;
  }
  return walkedBack(steps, { rows, columns, reach, width });
}

const DIAGONAL = 0;
const DOWN = 1;
const RIGHT = 2;

interface FrameComparison {
  readonly reference: SpeechFeatures;
  readonly target: SpeechFeatures;
  readonly row: number;
  readonly reach: number;
  /** Least costs up to the frame before, and room for this one's. */
  readonly above: Float64Array;
  readonly current: Float64Array;
  readonly steps: Uint8Array;
}

function compareFrame({ reference, target, row, reach, above, current, steps }: FrameComparison): void {
  const rows = reference.frames;
  const columns = target.frames;
  const width = reach * 2 + 1;
  const first = firstColumn(row, rows, columns, reach);
  const shift = row === 0 ? 0 : first - firstColumn(row - 1, rows, columns, reach);
  current.fill(Number.POSITIVE_INFINITY);
  for (let at = 0; at < width; at += 1) {
    const column = first + at;
    if (column < 0 || column >= columns) continue;
    const cost = distance(reference, row, target, column);
    if (row === 0 && column === 0) {
      current[at] = cost;
      continue;
    }
    const diagonal = (above[at + shift - 1] ?? Number.POSITIVE_INFINITY) + cost;
    const down = (above[at + shift] ?? Number.POSITIVE_INFINITY) + cost + LINGER_COST;
    const right = (current[at - 1] ?? Number.POSITIVE_INFINITY) + cost + LINGER_COST;
    const least = Math.min(diagonal, down, right);
    current[at] = least;
    steps[row * width + at] = least === diagonal ? DIAGONAL : least === down ? DOWN : RIGHT;
  }
}

function firstColumn(row: number, rows: number, columns: number, reach: number): number {
  return Math.round((row * (columns - 1)) / Math.max(1, rows - 1)) - reach;
}

/** From the last pair of frames to the first; a frame that met several keeps the first of them. */
function walkedBack(
  steps: Uint8Array,
  { rows, columns, reach, width }: { rows: number; columns: number; reach: number; width: number },
): Float32Array {
  const matched = new Float32Array(rows);
  let row = rows - 1;
  let column = columns - 1;
  for (;;) {
    matched[row] = column;
    if (row === 0 && column === 0) return matched;
    const at = column - firstColumn(row, rows, columns, reach);
    const step = row === 0 ? RIGHT : column === 0 ? DOWN : steps[row * width + at];
    if (step !== RIGHT) row -= 1;
    if (step !== DOWN) column -= 1;
  }
}

function distance(left: SpeechFeatures, row: number, right: SpeechFeatures, column: number): number {
  let sum = 0;
  for (let order = 0; order < FEATURE_COUNT; order += 1) {
    const difference =
      (left.values[row * FEATURE_COUNT + order] ?? 0) - (right.values[column * FEATURE_COUNT + order] ?? 0);
    sum += difference * difference;
  }
  return Math.sqrt(sum);
}
