import { type AssEvent, assColour, assText, circlePath } from "../captions/ass.ts";
import { assAlpha, type Box } from "../look/artwork-shapes.ts";
import type { FontMetrics } from "../look/font-metrics.ts";
import type { Palette } from "../media/media.ts";
import { fitText, fontFor } from "../look/text-layout.ts";
import type { Canvas } from "../video/video.ts";

/** Where charts and maps are drawn, and with what. */
export interface FigureLook {
  /** The part of the picture that the figure fills; the card's words keep out of it. */
  readonly area: Box;
  /** The whole picture, for what lies behind the figure. */
  readonly size: Canvas;
  /** 1 % of the canvas' short edge. */
  readonly unit: number;
  readonly palette: Palette;
  readonly fonts: readonly FontMetrics[];
  /** True in a clip, where the figure builds itself up; a still shows it whole. */
  readonly isMoving: boolean;
}

/** The right half of a wide picture, the middle of an upright one: above the captions, beside or below the words. */
export function figureArea({ width, height }: Canvas): Box {
  if (width > height) return { left: width * 0.52, top: height * 0.13, right: width * 0.92, bottom: height * 0.72 };
  if (width === height) return { left: width * 0.1, top: height * 0.36, right: width * 0.9, bottom: height * 0.74 };
  return { left: width * 0.1, top: height * 0.39, right: width * 0.9, bottom: height * 0.66 };
}

/** The first frames belong to the transition. */
export const FIGURE_STARTS_MS = 450;
export const STAGGER_MS = 140;
const LAST_MS = 3_600_000;

/** A drawn shape that comes in at its moment. `motion` are its own tags; without one it fades in. */
export function figureShape(
  look: FigureLook,
  shape: {
    readonly path: string;
    readonly at: readonly [number, number];
    readonly anchor?: number;
    readonly colour: string;
    readonly alpha?: number;
    readonly layer?: number;
    readonly startMs?: number;
    readonly motion?: string;
  },
): AssEvent {
  const { path, at, anchor = 7, colour, alpha = 1, layer = 1, startMs = 0, motion = "\\fad(240,0)" } = shape;
  const place = `\\an${anchor}\\pos(${at[0].toFixed(1)},${at[1].toFixed(1)})`;
  const paint = `\\bord0\\shad0\\1c${assColour(colour)}\\1a${assAlpha(alpha)}`;
  return event(look, layer, startMs, `{${place}${paint}${look.isMoving ? motion : ""}\\p1}${path}`);
}

/** A disc to be anchored by its middle: libass measures a drawing from 0, so that nothing of it may be negative. */
export function roundPath(radius: number): string {
  return circlePath(radius, radius, radius);
}

export function textWidth({ fonts }: FigureLook, text: string, sizePx: number): number {
  return fontFor(fonts, text).widthEm(text) * sizePx;
}

export interface FigureText {
  readonly text: string;
  readonly at: readonly [number, number];
  /** As ASS numbers them: 4 left, 5 middle, 6 right. */
  readonly anchor: number;
  readonly sizePx: number;
  readonly colour: string;
  readonly isBold?: boolean;
  readonly startMs?: number;
  readonly layer?: number;
}

export function figureText(look: FigureLook, words: FigureText): AssEvent {
  const { text, at, anchor, sizePx, colour, isBold = false, startMs = 0, layer = 4 } = words;
  const font = fontFor(look.fonts, text);
  // libass sizes a font by its line height.
  const face = `\\fn${font.family}\\fs${Math.round(sizePx / font.emPerLineHeight)}\\b${isBold ? 1 : 0}`;
  const place = `\\an${anchor}\\pos(${at[0].toFixed(1)},${at[1].toFixed(1)})`;
  const fade = look.isMoving ? "\\fad(240,0)" : "";
  return event(look, layer, startMs, `{${place}${face}\\bord0\\shad0\\1c${assColour(colour)}${fade}}${assText(text)}`);
}

/** The text on one line in the given width, cut where it must be. */
export function fittedLine(
  look: FigureLook,
  text: string,
  widthPx: number,
  sizePx: number,
): { text: string; sizePx: number } {
  const fitted = fitText(look.fonts, text, { widthPx, lines: 1, largestPx: sizePx, smallestPx: sizePx * 0.7 });
  return { text: fitted.lines[0] ?? "", sizePx: fitted.sizePx };
}

function event({ isMoving }: FigureLook, layer: number, startMs: number, body: string): AssEvent {
  return { layer, startMs: isMoving ? startMs : 0, endMs: LAST_MS, body };
}
