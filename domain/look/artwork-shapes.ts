import { type AssEvent, assColour } from "../captions/ass.ts";
import type { Palette } from "../media/media.ts";
import type { SeededRandom } from "../seeded-random.ts";
import type { Canvas } from "../video/video.ts";

/** What a style draws with. */
export interface ArtworkScene {
  readonly size: Canvas;
  readonly palette: Palette;
  /** Number of the scene: neighbours vary by it, chance alone might repeat. */
  readonly scene: number;
  readonly random: SeededRandom;
  /** Where a style may be loud; words stand in the rest. */
  readonly stage: Box;
  /** 1 % of the short edge. */
  readonly unit: number;
}

export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

export type DrawStyle = (scene: ArtworkScene) => AssEvent[];

/**
 * How solid a large light shape may be: words of a wide card can reach anywhere, and white on it must keep 3:1; those of
 * an upright one stay above the stage.
 */
export function loudAlpha({ width, height }: Canvas): number {
  return height > width ? 0.6 : 0.42;
}

/** A still is seen for as long as it is wanted: the drawing never ends. */
const ALWAYS_MS = 10_000;

/** Layers of one picture, back to front. */
export const BACK = 0;
export const MIDDLE = 1;
export const FRONT = 2;

export interface Paint {
  readonly colour: string;
  /** 0 unseen, 1 solid. */
  readonly alpha: number;
  readonly layer?: number;
  /** Radius in pixels of a soft edge. */
  readonly blurPx?: number;
}

export function filled(path: string, { colour, alpha, layer = MIDDLE, blurPx = 0 }: Paint): AssEvent {
  const blur = blurPx > 0 ? `\\blur${Math.round(blurPx)}` : "";
  return drawing(layer, `\\bord0\\1c${assColour(colour)}\\1a${assAlpha(alpha)}${blur}`, path);
}

/** The line around a path, nothing inside. libass draws a border outside of the path. */
export function outlined(path: string, paint: Paint & { readonly widthPx: number }): AssEvent {
  const { colour, alpha, layer = MIDDLE, widthPx } = paint;
  const line = `\\1a&HFF&\\3c${assColour(colour)}\\3a${assAlpha(alpha)}\\bord${widthPx.toFixed(1)}`;
  return drawing(layer, line, path);
}

function drawing(layer: number, look: string, path: string): AssEvent {
  return { layer, startMs: 0, endMs: ALWAYS_MS, body: `{\\an7\\pos(0,0)\\shad0${look}\\p1}${path}` };
}

export function assAlpha(alpha: number): string {
  const hidden = Math.round((1 - Math.min(1, Math.max(0, alpha))) * 255);
  return `&H${hidden.toString(16).padStart(2, "0").toUpperCase()}&`;
}

/** A band of even width along a line of points, as one closed path: libass has no open strokes. */
export function ribbonPath(points: readonly (readonly [number, number])[], widthPx: number): string {
  const half = widthPx / 2;
  const sides = points.map(([x, y], index): { left: [number, number]; right: [number, number] } => {
    const [fromX, fromY] = points[Math.max(0, index - 1)] ?? [x, y];
    const [toX, toY] = points[Math.min(points.length - 1, index + 1)] ?? [x, y];
    const length = Math.hypot(toX - fromX, toY - fromY) || 1;
    const [acrossX, acrossY] = [(-(toY - fromY) / length) * half, ((toX - fromX) / length) * half];
    return { left: [x + acrossX, y + acrossY], right: [x - acrossX, y - acrossY] };
  });
  const around = [...sides.map(({ left }) => left), ...sides.map(({ right }) => right).toReversed()];
  return finePath(around);
}

/** Like `polygonPath`, to a tenth of a pixel: thin lines would wobble on whole ones. */
export function finePath(points: readonly (readonly [number, number])[]): string {
  const [first = "0 0", ...rest] = points.map(([x, y]) => `${x.toFixed(1)} ${y.toFixed(1)}`);
  return `m ${first} l ${rest.join(" ")}`;
}

export function boxPath({ left, top, right, bottom }: Box): string {
  return finePath([
    [left, top],
    [right, top],
    [right, bottom],
    [left, bottom],
  ]);
}

/** Part of a ring, or a slice when `inner` is 0. Angles in turns, 0 at the top, clockwise. */
export function arcPath(
  centre: { readonly x: number; readonly y: number },
  radius: { readonly inner: number; readonly outer: number },
  turns: { readonly from: number; readonly to: number },
): string {
  const steps = Math.max(2, Math.ceil(Math.abs(turns.to - turns.from) * 96));
  const along = (length: number, turn: number): [number, number] => [
    centre.x + length * Math.sin(turn * 2 * Math.PI),
    centre.y - length * Math.cos(turn * 2 * Math.PI),
  ];
  const angles = Array.from({ length: steps + 1 }, (_, step) => turns.from + ((turns.to - turns.from) * step) / steps);
  const outside = angles.map((turn) => along(radius.outer, turn));
  const inside = radius.inner > 0 ? angles.map((turn) => along(radius.inner, turn)).toReversed() : [along(0, 0)];
  return finePath([...outside, ...inside]);
}
