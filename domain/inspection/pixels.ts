/** Luma of one picture, row by row. */
export interface GrayPicture {
  readonly pixels: Uint8Array;
  readonly width: number;
  readonly height: number;
}

/** Every line of a picture in one direction; strides in pixels. */
interface Lines {
  readonly count: number;
  readonly length: number;
  readonly stride: number;
  readonly lineStride: number;
}

/** Lines looked at in each direction: more say nothing more. */
const LINES = 64;
/** Half the distance over which a blurred edge has risen and a sharp one no more than it had at once. */
const REACH = 8;
/** The thousandth of all places at which most changes: the edges of letters are several of them. */
const STEEPEST = 0.001;
/** Levels of 255 that letters differ from what is behind them, at least: the contrast that is asked for is 4.5 to 1. */
const CONTRAST = 80;
/** A picture without edges of this many levels is plain, or black, which another check looks for. */
const PLAIN = 24;

/**
 * How much of an edge lies between two neighbouring pixels: 0.7 and more for letters, 0.1 behind a blur of eight pixels.
 * Null where nothing in the first `rows` rows tells it. Where letters must stand, weak edges are what is left of them.
 */
export function sharpnessOf(
  { pixels, width, height }: GrayPicture,
  { rows = height, lettersStand }: { readonly rows?: number; readonly lettersStand: boolean },
): number | null {
  const edges = directions(width, rows).map((lines) => steepestOf(pixels, lines));
  const known = edges.filter(({ rise }) => rise >= (lettersStand ? PLAIN : CONTRAST));
  if (known.length === 0) return null;
  return Math.max(...known.map(({ step, rise }) => step / Math.max(rise, CONTRAST)));
}

/**
 * Share of the places on the grid of eight pixels, to which blocks are coded, where one level plane meets another with
 * a step that can be seen; less those that stand off the grid, which the picture has of its own.
 */
export function blockinessOf({ pixels, width, height }: GrayPicture): number {
  const shares = directions(width, height).map((lines) => {
    return Math.max(0, stepShare(pixels, lines, GRID) - stepShare(pixels, lines, GRID + OFF_GRID));
  });
  return shares.reduce((sum, share) => sum + share, 0) / shares.length;
}

function directions(width: number, rows: number): Lines[] {
  return [
    { count: rows, length: width, stride: 1, lineStride: width },
    { count: width, length: rows, stride: width, lineStride: 1 },
  ];
}

/** The steepest change between neighbours, and over the reach; levels. */
function steepestOf(pixels: Uint8Array, { count, length, stride, lineStride }: Lines): { step: number; rise: number } {
  const steps = new Uint32Array(256);
  const rises = new Uint32Array(256);
  const reach = REACH * stride;
  let places = 0;
  for (let line = 0; line < count; line += everyNth(count)) {
    let at = line * lineStride + reach;
    for (let along = REACH; along < length - REACH; along += 1, at += stride) {
      tally(steps, (pixels[at] ?? 0) - (pixels[at - stride] ?? 0));
      tally(rises, (pixels[at + reach - stride] ?? 0) - (pixels[at - reach] ?? 0));
      places += 1;
    }
  }
  return { step: levelAbove(steps, places * STEEPEST), rise: levelAbove(rises, places * STEEPEST) };
}

function tally(histogram: Uint32Array, change: number): void {
  const level = Math.abs(change);
  histogram[level] = (histogram[level] ?? 0) + 1;
}

/** The level that so many of the counted places reach. */
function levelAbove(histogram: Uint32Array, wanted: number): number {
  let seen = 0;
  for (let level = histogram.length - 1; level > 0; level -= 1) {
    seen += histogram[level] ?? 0;
    if (seen > wanted) return level;
  }
  return 0;
}

const GRID = 8;
const OFF_GRID = 3;
/** A step of fewer levels is hard to see, one of more is an edge of the picture. */
const STEP_MIN = 6;
const STEP_MAX = 40;
/** On both sides of a step three pixels are as good as level. */
const LEVEL_PIXELS = 3;

function stepShare(pixels: Uint8Array, { count, length, stride, lineStride }: Lines, from: number): number {
  let places = 0;
  let steps = 0;
  for (let line = 0; line < count; line += everyNth(count)) {
    for (let along = from; along < length - LEVEL_PIXELS; along += GRID) {
      places += 1;
      if (isStep(pixels, line * lineStride + along * stride, stride)) steps += 1;
    }
  }
  return places === 0 ? 0 : steps / places;
}

function isStep(pixels: Uint8Array, at: number, stride: number): boolean {
  const before = at - stride;
  const height = Math.abs((pixels[at] ?? 0) - (pixels[before] ?? 0));
  if (height < STEP_MIN || height > STEP_MAX) return false;
  for (let pixel = 0; pixel < LEVEL_PIXELS; pixel += 1) {
    const after = at + pixel * stride;
    const earlier = before - pixel * stride;
    if (Math.abs((pixels[after + stride] ?? 0) - (pixels[after] ?? 0)) > 1) return false;
    if (Math.abs((pixels[earlier] ?? 0) - (pixels[earlier - stride] ?? 0)) > 1) return false;
  }
  return true;
}

function everyNth(count: number): number {
  return Math.max(1, Math.floor(count / LINES));
}
