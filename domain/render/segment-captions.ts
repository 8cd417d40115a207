import { type AssEvent, assColour, assText, roundedPath } from "../captions/ass.ts";
import { fromLeftToRight, isRightToLeft } from "../captions/direction.ts";
import type { CaptionCue, CaptionWord } from "../captions/captions.ts";
import { readableOn } from "../look/colour-contrast.ts";
import { contrastOf } from "../look/palette.ts";
import type { Look } from "./segment-overlay.ts";
import { fontTags } from "./segment-card.ts";
import { fontFor } from "../look/text-layout.ts";
import type { CaptionStyle } from "../video/video-settings.ts";

const CAPTION_LAYER = 8;
/** Around the letters, so that they can be read on any picture. */
export const CAPTION_OUTLINE = "101010";
const WHITE = "ffffff";
/** Share of the picture's width that a caption may take with the air around it: the title-safe area. */
const SAFE_WIDTH = 0.9;
/** Air around the letters, of which a box is filled and an outline takes a part; in ems: beside, above, below. */
const AIR = { side: 0.42, above: 0.06, below: 0.1 } as const;
/** Part of the box's colour that covers the picture. */
const BOX_COVER = 0.84;
/** Longest that the last word of a karaoke line takes to fill. */
const LAST_WORD_MS = 600;

/** Around dark letters, where a light brand's pictures would swallow white ones. */
const LIGHT_OUTLINE = "f8f8f8";
const DARK = "101010";

/** What captions are drawn with and against: letters of the first two lie on the last. */
export interface CaptionColours {
  readonly plain: string;
  readonly active: string;
  readonly ground: string;
}

/** The accent marks the active word, lightened where it could not be read on its ground. */
export function captionColours({ palette, captionStyle }: Pick<Look, "palette" | "captionStyle">): CaptionColours {
  if (captionStyle !== "box" && contrastOf(WHITE, palette.deep) < LIGHT_GROUND_RATIO)
    return { plain: DARK, active: readableOn(LIGHT_OUTLINE, palette.accent), ground: LIGHT_OUTLINE };
  // A dark box of the palette; a light brand's box would take the letters' contrast.
  const ground = captionStyle === "box" ? boxColour(palette.deep) : CAPTION_OUTLINE;
  return { plain: WHITE, active: readableOn(ground, palette.accent), ground };
}

/** White letters on a ground of less contrast live by their outline alone. */
const LIGHT_GROUND_RATIO = 3;

function boxColour(deep: string): string {
  return readableOn(WHITE, deep, 12);
}

/** The events of one caption in the video's style. */
export function captionEvents(cue: CaptionCue, look: Look): AssEvent[] {
  const drawn: Readonly<Record<CaptionStyle, () => AssEvent[]>> = {
    none: () => [],
    plain: () => [whole(cue, lettering(cue, look) + plainText(cue))],
    // libass fills words from the left, in the order of the text: words that run from the right light up one by one.
    karaoke: () =>
      isFromRight(cue)
        ? lit(cue, look, (word, active) => word.startMs <= active.startMs)
        : [{ ...whole(cue, lettering(cue, look) + filledText(cue, look)), movesForMs: cue.endMs - cue.startMs }],
    box: () => [boxEvent(cue, look), ...highlighted(cue, look)],
    highlight: () => highlighted(cue, look),
  };
  return drawn[look.captionStyle]();
}

function whole({ startMs, endMs }: CaptionCue, body: string): AssEvent {
  return { layer: CAPTION_LAYER, startMs, endMs, body };
}

function isFromRight({ lines }: Pick<CaptionCue, "lines">): boolean {
  return isRightToLeft(lines.join(" "));
}

function highlighted(cue: CaptionCue, look: Look): AssEvent[] {
  return lit(cue, look, (word, active) => word.startMs === active.startMs);
}

type IsLit = (word: CaptionWord, active: CaptionWord) => boolean;

/** One event a word, each ending where the next begins: words change colour and nothing flickers. */
function lit(cue: CaptionCue, look: Look, isLit: IsLit): AssEvent[] {
  const style = lettering(cue, look);
  const turns = cue.words.filter((word, index) => index === 0 || word.startMs > (cue.words[index - 1]?.startMs ?? 0));
  return turns.map((word, turn) => ({
    layer: CAPTION_LAYER,
    startMs: turn === 0 ? cue.startMs : word.startMs,
    endMs: turns[turn + 1]?.startMs ?? cue.endMs,
    body: style + litText(cue, (each) => isLit(each, word), captionColours(look)),
  }));
}

function litText(cue: CaptionCue, isLit: (word: CaptionWord) => boolean, colours: CaptionColours): string {
  const accent = `{\\1c${assColour(colours.active)}}`;
  const fromRight = isFromRight(cue);
  return linesOf(cue, (word) => {
    const text = assText(word.text, fromRight);
    return isLit(word) ? `${accent}${text}{\\1c${assColour(colours.plain)}}` : text;
  });
}

function plainText(cue: CaptionCue): string {
  if (isFromRight(cue)) return cue.lines.map((line) => assText(line, true)).join("\\N");
  return linesOf(cue, (word) => assText(word.text));
}

/** Each word fills with the accent from left to right while it is spoken. */
function filledText(cue: CaptionCue, look: Look): string {
  const { active, plain } = captionColours(look);
  const colours = `{\\1c${assColour(active)}\\2c${assColour(plain)}}`;
  let spokenMs = cue.startMs;
  return (
    colours +
    linesOf(cue, (word, index) => {
      const endMs = cue.words[index + 1]?.startMs ?? Math.min(cue.endMs, word.startMs + LAST_WORD_MS);
      const hundredths = Math.max(0, Math.round((endMs - spokenMs) / 10));
      spokenMs += hundredths * 10;
      return `{\\kf${hundredths}}${assText(word.text)}`;
    })
  );
}

/** Keeps words that run from the right where they are put. */
const HELD_APART = "\u200E \u200E";

/** libass orders words between two overrides only: those of a line that reads from the right are put in place here. */
function linesOf(cue: CaptionCue, shown: (word: CaptionWord, index: number) => string): string {
  const fromRight = isFromRight(cue);
  return cue.lines
    .map((_, line) => {
      const words = cue.words.map((word, index) => ({ ...word, index })).filter((word) => word.line === line);
      const ordered = fromRight ? fromLeftToRight(words) : words;
      return ordered.map((word) => shown(word, word.index)).join(fromRight ? HELD_APART : " ");
    })
    .join("\\N");
}

/** Where a caption's letters lie on the canvas, in pixels; the box has some air more. */
export interface CaptionPlace {
  readonly sizePx: number;
  readonly lineHeightPx: number;
  readonly widthPx: number;
  readonly centreX: number;
  readonly bottom: number;
}

export function placeOfCaption(
  cue: Pick<CaptionCue, "lines">,
  { canvas, fonts }: Pick<Look, "canvas" | "fonts">,
): CaptionPlace {
  const { width, height } = canvas;
  const [size, bottom] = width > height ? [0.058, 0.925] : width === height ? [0.052, 0.93] : [0.07, 0.8];
  const font = fontFor(fonts, cue.lines.join(" "));
  const widestEm = Math.max(1, ...cue.lines.map((line) => font.widthEm(line)));
  const sizePx = Math.min(Math.min(width, height) * size, (width * SAFE_WIDTH) / (widestEm + 2 * AIR.side));
  return {
    sizePx,
    lineHeightPx: sizePx / font.emPerLineHeight,
    widthPx: sizePx * Math.max(...cue.lines.map((line) => font.widthEm(line))),
    centreX: Math.round(width / 2),
    bottom: Math.round(height * bottom),
  };
}

/** The box behind a caption: left, top, right, bottom in pixels. */
export function captionBox(cue: Pick<CaptionCue, "lines">, look: Pick<Look, "canvas" | "fonts">) {
  const { sizePx, lineHeightPx, widthPx, centreX, bottom } = placeOfCaption(cue, look);
  return {
    left: Math.round(centreX - widthPx / 2 - sizePx * AIR.side),
    right: Math.round(centreX + widthPx / 2 + sizePx * AIR.side),
    top: Math.round(bottom - lineHeightPx * cue.lines.length - sizePx * AIR.above),
    bottom: Math.round(bottom + sizePx * AIR.below),
  };
}

function boxEvent(cue: CaptionCue, look: Look): AssEvent {
  const { left, top, right, bottom } = captionBox(cue, look);
  const hidden = Math.round((1 - BOX_COVER) * 255)
    .toString(16)
    .padStart(2, "0")
    .toUpperCase();
  const path = roundedPath(left, top, right, bottom, placeOfCaption(cue, look).sizePx * 0.28);
  const colour = assColour(captionColours(look).ground);
  return {
    layer: CAPTION_LAYER - 1,
    startMs: cue.startMs,
    endMs: cue.endMs,
    body: `{\\an7\\pos(0,0)\\bord0\\shad0\\1c${colour}\\1a&H${hidden}&\\p1}${path}`,
  };
}

function lettering(cue: CaptionCue, look: Look): string {
  const { sizePx, centreX, bottom } = placeOfCaption(cue, look);
  // On an upright picture captions stand where the artwork is loudest.
  const isUpright = look.canvas.height > look.canvas.width;
  const outline = look.captionStyle === "box" ? "0" : Math.max(1.5, sizePx * (isUpright ? 0.1 : 0.075)).toFixed(1);
  const place = `\\an2\\pos(${centreX},${bottom})`;
  const { plain, ground } = captionColours(look);
  return `{${place}${fontTags(look.fonts, cue.lines.join(" "), sizePx)}\\b1\\bord${outline}\\3c${assColour(ground)}\\shad0\\1c${assColour(plain)}}`;
}
