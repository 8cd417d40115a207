import { type AssEvent, assColour, assDocument, assText, polygonPath } from "./ass.ts";
import type { CaptionCue, CaptionWord } from "./captions.ts";
import type { CardRole, CardText } from "./cards.ts";
import type { FontMetrics } from "./font-metrics.ts";
import type { Palette } from "./media.ts";
import type { PlannedSegment, RenderPlan } from "./render-plan.ts";
import { fontFor } from "./text-layout.ts";
import type { Canvas } from "./video.ts";

/** Layers, bottom to top. */
const CARD_LAYER = 2;
const WIPE_LAYER = 5;
const CAPTION_LAYER = 8;

/** Everything drawn over a segment's picture, as one libass script on the segment's own clock. */
export function segmentOverlay(plan: RenderPlan, segment: PlannedSegment, fonts: readonly FontMetrics[]): string {
  const durationMs = (segment.frameCount * 1000) / plan.fps;
  const look = { canvas: plan.canvas, palette: plan.palette, fonts, durationMs };
  return assDocument(plan.canvas, [
    ...segment.card.filter(({ enterMs }) => enterMs < durationMs).map((item) => cardEvent(item, look)),
    ...wipeEvents(segment, plan.fps, look),
    ...segment.captions.flatMap((cue) => captionEvents(cue, look)),
  ]);
}

export interface Look {
  readonly canvas: Canvas;
  readonly palette: Palette;
  readonly fonts: readonly FontMetrics[];
  readonly durationMs: number;
}

const ENTER_MS = 260;
/** An event that stays is given a second past the end. */
const PAST_END_MS = 1_000;

/** One item of a card, entering at its moment. */
export function cardEvent(item: CardText, { canvas, palette, fonts, durationMs }: Look): AssEvent {
  const isShape = item.role === "bar" || item.role === "marker";
  const slide = Math.round(canvas.width * 0.02);
  const place =
    item.enterMs < 0
      ? `\\pos(${item.x},${item.y})`
      : `\\move(${item.x - slide},${item.y},${item.x},${item.y},0,${ENTER_MS})\\fad(${ENTER_MS},0)`;
  const body = isShape
    ? `\\an4${place}${shapeOf(item, palette)}`
    : `{\\an4${place}${letters(item, palette, fonts)}}${assText(item.text)}`;
  return {
    layer: CARD_LAYER,
    startMs: Math.max(0, item.enterMs),
    endMs: durationMs + PAST_END_MS,
    body: isShape ? `{${body}` : body,
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
  const spacing = item.role === "kicker" ? `\\fsp${Math.max(1, Math.round(item.sizePx * 0.12))}` : "";
  const weight = item.role === "point" || item.role === "quote" ? "\\b0" : "\\b1";
  // No shadow: the grounds are dark, and blending it would double the overlay's cost.
  const flat = "\\bord0\\shad0";
  return `${fontTags(fonts, item.text, item.sizePx)}${weight}\\1c${assColour(palette[ROLE_COLOUR[item.role]])}${flat}${spacing}`;
}

/** libass sizes a font by its line height. Text in the fallback font is bold, the only cut that is bundled. */
function fontTags(fonts: readonly FontMetrics[], text: string, sizePx: number): string {
  const font = fontFor(fonts, text);
  return `\\fn${font.family}\\fs${Math.round(sizePx / font.emPerLineHeight)}`;
}

function shapeOf(item: CardText, palette: Palette): string {
  const [width, height] = item.role === "bar" ? [item.sizePx * 14, item.sizePx] : [item.sizePx, item.sizePx];
  const path = polygonPath([
    [0, 0],
    [width, 0],
    [width, height],
    [0, height],
  ]);
  return `\\bord0\\shad0\\1c${assColour(palette.accent)}\\p1}${path}`;
}

/** A slanted panel covers the picture before a cut between scenes and uncovers the next one after it. */
function wipeEvents(segment: PlannedSegment, fps: number, look: Look): AssEvent[] {
  const { width, height } = look.canvas;
  const slant = Math.round(width * 0.12);
  const edge = Math.round(width * 0.035);
  const panel = polygonPath(slantedBand(0, width + slant, slant, height));
  const edges = [slantedBand(-edge, 0, slant, height), slantedBand(width + slant, width + slant + edge, slant, height)];
  const layers = [
    { layer: WIPE_LAYER, colour: look.palette.base, path: panel },
    { layer: WIPE_LAYER, colour: look.palette.accent, path: edges.map(polygonPath).join(" ") },
  ];
  const moving = (fromX: number, toX: number, startMs: number, moveMs: number, endMs: number): AssEvent[] =>
    layers.map(({ layer, colour, path }) => ({
      layer,
      startMs,
      endMs,
      body: `{\\an7\\move(${fromX},0,${toX},0,0,${Math.round(moveMs)})\\bord0\\shad0\\1c${assColour(colour)}\\p1}${path}`,
    }));
  const inMs = (segment.wipeInFrames * 1000) / fps;
  const outMs = (segment.wipeOutFrames * 1000) / fps;
  const outStartMs = look.durationMs - outMs;
  return [
    ...(inMs > 0 ? moving(-slant, -(width + 2 * slant + edge), 0, inMs, inMs) : []),
    ...(outMs > 0 ? moving(width + edge, -slant, outStartMs, outMs, look.durationMs + PAST_END_MS) : []),
  ];
}

/** A band leaning to the right; x at its foot. */
function slantedBand(left: number, right: number, slant: number, height: number): [number, number][] {
  return [
    [left + slant, 0],
    [right + slant, 0],
    [right, height],
    [left, height],
  ];
}

/** One event a word, each ending where the next begins: the active word changes colour and nothing flickers. */
function captionEvents(cue: CaptionCue, look: Look): AssEvent[] {
  const style = captionStyle(cue, look);
  const turns = cue.words.filter((word, index) => index === 0 || word.startMs > (cue.words[index - 1]?.startMs ?? 0));
  return turns.map((word, turn) => ({
    layer: CAPTION_LAYER,
    startMs: turn === 0 ? cue.startMs : word.startMs,
    endMs: turns[turn + 1]?.startMs ?? cue.endMs,
    body: style + captionText(cue, word, look.palette),
  }));
}

function captionText(cue: CaptionCue, active: CaptionWord, palette: Palette): string {
  const accent = `{\\1c${assColour(palette.accent)}}`;
  return cue.lines
    .map((_, line) => {
      const words = cue.words.filter((word) => word.line === line);
      const shown = words.map((word) =>
        word.startMs === active.startMs ? `${accent}${assText(word.text)}{\\1c&HFFFFFF&}` : assText(word.text),
      );
      return shown.join(" ");
    })
    .join("\\N");
}

/** Share of the picture's width that a caption may take: inside the 90 % title-safe area with its outline. */
const CAPTION_WIDTH = 0.86;

function captionStyle(cue: CaptionCue, { canvas, fonts }: Look): string {
  const { width, height } = canvas;
  const [size, bottom] = width > height ? [0.058, 0.925] : width === height ? [0.052, 0.93] : [0.064, 0.8];
  const font = fontFor(fonts, cue.lines.join(" "));
  const widestEm = Math.max(1, ...cue.lines.map((line) => font.widthEm(line)));
  const sizePx = Math.min(Math.min(width, height) * size, (width * CAPTION_WIDTH) / widestEm);
  const outline = Math.max(1.5, sizePx * 0.075).toFixed(1);
  const place = `\\an2\\pos(${Math.round(width / 2)},${Math.round(height * bottom)})`;
  return `{${place}${fontTags(fonts, cue.lines.join(" "), sizePx)}\\b1\\bord${outline}\\3c&H101010&\\shad0\\1c&HFFFFFF&}`;
}
