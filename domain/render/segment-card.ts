import { type AssEvent, assColour, assText, polygonPath } from "../captions/ass.ts";
import { isRightToLeft } from "../captions/direction.ts";
import { BAR_LENGTH, type CardRole, type CardText, KICKER_TRACKING } from "../look/cards.ts";
import type { FontMetrics } from "../look/font-metrics.ts";
import type { Palette } from "../media/media.ts";
import type { Look } from "./segment-overlay.ts";
import { fontFor } from "../look/text-layout.ts";

const CARD_LAYER = 2;
const ENTER_MS = 260;
const GROW_MS = 420;
/** An event that stays is given a second past the end. */
export const PAST_END_MS = 1_000;

/** One item of a card, entering at its moment. */
export function cardEvent(item: CardText, { canvas, palette, fonts, durationMs }: Look): AssEvent {
  const isShape = item.text === "";
  const isFromRight = item.isFromRight ?? false;
  const slide = Math.round(canvas.width * (isFromRight ? -0.02 : 0.02));
  const place =
    item.enterMs < 0
      ? `\\pos(${item.x},${item.y})`
      : `\\move(${item.x - slide},${item.y},${item.x},${item.y},0,${ENTER_MS})\\fad(${ENTER_MS},0)`;
  // A bar that enters grows as its words are read, under them.
  const growth = item.role === "bar" && item.enterMs >= 0 ? `\\fscx0\\t(0,${GROW_MS},0.5,\\fscx100)` : "";
  const anchor = isFromRight ? "\\an6" : "\\an4";
  const body = isShape
    ? `{${anchor}${place}${growth}${shapeOf(item, palette)}`
    : `{${anchor}${place}${letters(item, palette, fonts)}}${assText(item.text, item.isFromRight)}`;
  return {
    layer: CARD_LAYER,
    startMs: Math.max(0, item.enterMs),
    endMs: durationMs + PAST_END_MS,
    body,
  };
}

const ROLE_COLOUR: Readonly<Record<CardRole, "accent" | "text">> = {
  kicker: "accent",
  heading: "text",
  point: "text",
  figure: "accent",
  quote: "text",
  bar: "accent",
  marker: "accent",
};

function letters(item: CardText, palette: Palette, fonts: readonly FontMetrics[]): string {
  // Letters that join must not stand apart.
  const isTracked = item.role === "kicker" && !isRightToLeft(item.text);
  const spacing = isTracked ? `\\fsp${Math.max(1, Math.round(item.sizePx * KICKER_TRACKING))}` : "";
  const weight = item.role === "point" || item.role === "quote" ? "\\b0" : "\\b1";
  // No shadow: the grounds are dark, and blending it would double the overlay's cost.
  const flat = "\\bord0\\shad0";
  return `${fontTags(fonts, item.text, item.sizePx)}${weight}\\1c${assColour(palette[ROLE_COLOUR[item.role]])}${flat}${spacing}`;
}

/** libass sizes a font by its line height. Text in the fallback font is bold, the only cut that is bundled. */
export function fontTags(fonts: readonly FontMetrics[], text: string, sizePx: number): string {
  const font = fontFor(fonts, text);
  return `\\fn${font.family}\\fs${Math.round(sizePx / font.emPerLineHeight)}`;
}

function shapeOf(item: CardText, palette: Palette): string {
  const colour = assColour(palette[ROLE_COLOUR[item.role]]);
  const [width, height] = item.role === "bar" ? [item.sizePx * BAR_LENGTH, item.sizePx] : [item.sizePx, item.sizePx];
  const path = polygonPath([
    [0, 0],
    [width, 0],
    [width, height],
    [0, height],
  ]);
  return `\\bord0\\shad0\\1c${colour}\\p1}${path}`;
}
