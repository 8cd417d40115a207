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
/** Share of the canvas's width that a line comes in by. */
const SLIDE = 0.02;
/** An event that stays is given a second past the end. */
export const PAST_END_MS = 1_000;

/** One item of a card, entering at its moment. */
export function cardEvent(item: CardText, { canvas, palette, fonts, durationMs }: Look): AssEvent {
  const isShape = item.text === "";
  const isFromRight = item.isFromRight ?? false;
  const slide = Math.round(canvas.width * (isFromRight ? -SLIDE : SLIDE));
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
    ...(item.enterMs < 0 ? {} : { movesForMs: item.role === "bar" ? GROW_MS : ENTER_MS }),
  };
}

/** The pixels that an item may touch from its entrance on: left, top, right, bottom. */
export function cardItemBox(item: CardText, { canvas, fonts }: Pick<Look, "canvas" | "fonts">) {
  const { text, role, sizePx } = item;
  const font = fontFor(fonts, text);
  const tracking = role === "kicker" ? KICKER_TRACKING * text.length : 0;
  const shapeWidth = role === "bar" ? sizePx * BAR_LENGTH : sizePx;
  const width = text === "" ? shapeWidth : sizePx * (font.widthEm(text) + tracking);
  const height = text === "" ? sizePx : sizePx / font.emPerLineHeight;
  // Letters lean out of their boxes, and a line enters from a little beside its place.
  const air = sizePx * 0.25 + canvas.width * SLIDE;
  const left = item.isFromRight === true ? item.x - width : item.x;
  return { left: left - air, top: item.y - height / 2, right: left + width + air, bottom: item.y + height / 2 };
}

/** What an item is drawn in, of the palette. */
export const ROLE_COLOUR: Readonly<Record<CardRole, "accent" | "text">> = {
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
