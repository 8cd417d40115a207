import { isRightToLeft } from "../captions/direction.ts";
import { figureOf } from "../charts/figure.ts";
import { figureArea } from "../charts/look.ts";
import type { FontMetrics } from "./font-metrics.ts";
import type { Scene } from "../script/script.ts";
import { fitText, fontFor } from "./text-layout.ts";
import type { Canvas } from "../video/video.ts";

/** One line of text, or one mark, on a card: laid out in pixels of the canvas. */
export interface CardText {
  readonly text: string;
  readonly role: CardRole;
  /** Left edge of the text, or its right edge where it reads from there. */
  readonly x: number;
  readonly isFromRight?: true;
  /** Vertical middle of the line. */
  readonly y: number;
  /** Em size in pixels; for marks, their height. */
  readonly sizePx: number;
  /** Milliseconds into the segment at which it enters; negative when it is there from the first frame. */
  readonly enterMs: number;
}

/** `bar` and `marker` are drawn shapes without text. */
export type CardRole = "kicker" | "heading" | "point" | "figure" | "quote" | "bar" | "marker";

/** Moments of a scene in milliseconds from the segment's first frame; negative lies before it. */
export interface CardTimes {
  readonly sceneStartMs: number;
  /** Start of each sentence of the scene. */
  readonly sentenceStartsMs: readonly number[];
  readonly isOpening: boolean;
  /** Moving pictures lie under the card: it stands smaller, and leaves them more of the canvas. */
  readonly onFootage?: boolean;
}

/** Capitals of a kicker stand this far apart, in ems. */
export const KICKER_TRACKING = 0.12;

/** Part of the canvas that cards may use: above the captions, inside the title-safe area. */
interface Frame {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  /** Unit of sizes: 1 % of the short edge. */
  readonly unit: number;
  readonly isUpright: boolean;
  readonly isWide: boolean;
}

const ENTER_STEP_MS = 90;
const FOOTAGE_SCALE = 0.8;

/** Lays out the text of a scene's card. Every size adapts until the words fit; nothing is drawn outside the frame. */
export function layOutCard(scene: Scene, canvas: Canvas, fonts: readonly FontMetrics[], times: CardTimes): CardText[] {
  const builders = { title: titleCard, quote: quoteCard, figure: figureCard, points: listCard, recap: listCard };
  const frame = besideFigure(scene, canvas, frameOf(canvas, times.onFootage ?? false, isLong(scene)));
  const { kicker, heading, points, figure } = scene;
  const isFromRight = isRightToLeft([kicker, heading, ...points, figure].join(" "));
  return placed(builders[scene.kind](scene, frame, fonts), { ...frame, isFromRight }, times);
}

/** The card of a brand: one line of words of its own. */
export function layOutBrandCard(
  words: string,
  canvas: Canvas,
  fonts: readonly FontMetrics[],
  times: CardTimes,
): CardText[] {
  const frame = frameOf(canvas, false, words.length > SHORT_TEXT.heading);
  const card = stack(frame, fonts);
  card.text("heading", words, { lines: frame.isWide ? 2 : 4, largest: frame.isWide ? 13 : 12, smallest: 5 });
  card.gap(3.4);
  card.bar();
  return placed(card.items, { ...frame, isFromRight: isRightToLeft(words) }, times);
}

/** Moves a block to its place in the frame, mirrored where it reads from the right; one that is taller than the frame shrinks as a whole and keeps its proportions. */
function placed(
  items: readonly Item[],
  frame: Frame & { readonly isFromRight: boolean },
  times: CardTimes,
): CardText[] {
  const roomPx = frame.bottom - frame.top;
  const heightPx = Math.max(1, ...items.map((item) => item.y + item.sizePx * 0.65));
  const shrink = Math.min(1, roomPx / heightPx);
  const top = frame.top + (roomPx - heightPx * shrink) / 2;
  return items.map((item, index) => ({
    text: item.text,
    role: item.role,
    x: Math.round(
      frame.isFromRight ? frame.right - (item.x - frame.left) * shrink : frame.left + (item.x - frame.left) * shrink,
    ),
    ...(frame.isFromRight ? { isFromRight: true as const } : {}),
    y: Math.round(top + item.y * shrink),
    sizePx: Math.max(1, Math.floor(item.sizePx * shrink)),
    enterMs: times.isOpening ? -1 : enterTime(item, index, times),
  }));
}

/** Length of a bar in its own heights. */
export const BAR_LENGTH = 14;

/** An item before it is placed: `y` counts from the top of the block, `sentence` says what it waits for. */
type Item = Omit<CardText, "enterMs"> & { readonly sentence: number | null };

function enterTime(item: Item, index: number, times: CardTimes): number {
  const sentenceMs = item.sentence === null ? undefined : times.sentenceStartsMs[item.sentence];
  const enterMs = sentenceMs === undefined ? times.sceneStartMs + 120 + index * ENTER_STEP_MS : sentenceMs;
  // A first point waits until the heading stands.
  const earliestMs = times.sceneStartMs + 120 + index * ENTER_STEP_MS;
  return Math.round(Math.max(enterMs, earliestMs));
}

/** Characters of a heading and of a point that still stand large on a part of a wide picture. */
const SHORT_TEXT = { heading: 64, point: 48, points: 4 } as const;

function isLong({ heading, points }: Scene): boolean {
  const { heading: headingMost, point: pointMost, points: pointsMost } = SHORT_TEXT;
  return heading.length > headingMost || points.length > pointsMost || points.some((point) => point.length > pointMost);
}

/** Pictures are loud on the right of a wide canvas: words keep to the left unless they need the room. */
function frameOf({ width, height }: Canvas, onFootage: boolean, needsRoom: boolean): Frame {
  const isUpright = height > width;
  const side = isUpright ? 0.085 : 0.08;
  const [top, bottom] = isUpright ? [0.12, 0.66] : width === height ? [0.08, 0.74] : [0.09, 0.74];
  return {
    left: width * side,
    right: width * (width > height && !needsRoom ? 0.64 : 1 - side),
    top: height * top,
    bottom: height * bottom,
    unit: (Math.min(width, height) / 100) * (onFootage ? FOOTAGE_SCALE : 1),
    isUpright,
    isWide: width > height,
  };
}

/** A chart or map of the scene's own has half of the picture: the words take the other, on more and shorter lines. */
function besideFigure(scene: Scene, canvas: Canvas, frame: Frame): Frame {
  const figure = figureOf(scene);
  if (figure === null || "problem" in figure) return frame;
  const area = figureArea(canvas);
  const unit = Math.min(canvas.width, canvas.height) / 100;
  if (!frame.isWide) return { ...frame, unit, bottom: area.top - unit * 3 };
  return { ...frame, unit, right: area.left - unit * 5, isUpright: true, isWide: false };
}

/** Stacks lines downwards. */
function stack(frame: Frame, fonts: readonly FontMetrics[]) {
  const items: Item[] = [];
  let y = 0;
  return {
    items,
    gap: (units: number): void => {
      y += units * frame.unit;
    },
    text: (
      role: CardRole,
      text: string,
      box: { lines: number; largest: number; smallest: number },
      options: { indent?: number; sentence?: number; marker?: boolean } = {},
    ): void => {
      const indent = (options.indent ?? 0) * frame.unit;
      const fitted = fitText(fonts, text, {
        widthPx: (frame.right - frame.left - indent) * (role === "kicker" ? trackedShare(fonts, text) : 1),
        lines: box.lines,
        largestPx: box.largest * frame.unit,
        smallestPx: box.smallest * frame.unit,
      });
      const sentence = options.sentence ?? null;
      for (const [index, line] of fitted.lines.entries()) {
        const lineHeight = fitted.sizePx * 1.18;
        y += lineHeight / 2;
        if (options.marker && index === 0) items.push(mark("marker", frame.left, y, fitted.sizePx * 0.5, sentence));
        items.push({ text: line, role, x: frame.left + indent, y, sizePx: fitted.sizePx, sentence });
        y += lineHeight / 2;
      }
    },
    bar: (): void => {
      const height = Math.max(2, Math.round(frame.unit * 0.9));
      items.push(mark("bar", frame.left, y + height / 2, height, null));
      y += height;
    },
  };
}

function mark(role: "bar" | "marker", x: number, y: number, sizePx: number, sentence: number | null): Item {
  return { text: "", role, x, y, sizePx: Math.round(sizePx), sentence };
}

/** What is left of a line for its letters when they stand apart. */
function trackedShare(fonts: readonly FontMetrics[], text: string): number {
  const widthEm = fontFor(fonts, text).widthEm(text);
  return widthEm / (widthEm + KICKER_TRACKING * Array.from(text).length);
}

const KICKER = { lines: 1, largest: 4.2, smallest: 2.4 };

function titleCard(scene: Scene, frame: Frame, fonts: readonly FontMetrics[]): Item[] {
  const card = stack(frame, fonts);
  if (scene.kicker !== null) card.text("kicker", scene.kicker.toUpperCase(), KICKER);
  card.gap(2.2);
  card.text("heading", scene.heading, {
    lines: frame.isWide ? 3 : 5,
    largest: frame.isWide ? 17 : frame.isUpright ? 18 : 14.5,
    smallest: 5.5,
  });
  card.gap(3.4);
  card.bar();
  return card.items;
}

function listCard(scene: Scene, frame: Frame, fonts: readonly FontMetrics[]): Item[] {
  const card = stack(frame, fonts);
  if (scene.kicker !== null) card.text("kicker", scene.kicker.toUpperCase(), KICKER);
  card.gap(1.6);
  card.text("heading", scene.heading, { lines: frame.isUpright ? 3 : 2, largest: 11.5, smallest: 5 });
  card.gap(2.6);
  card.bar();
  const shown = scene.points.slice(0, frame.isUpright ? 6 : 4);
  // One point is no list: it stands as a line of its own.
  const isOne = shown.length === 1;
  const largest = isOne ? 8 : shown.length > 3 ? 5.8 : 6.8;
  for (const [index, point] of shown.entries()) {
    card.gap(index === 0 ? 4 : 2);
    const sentence = scene.pointSentences[index];
    card.text(
      "point",
      point,
      { lines: frame.isUpright || isOne ? 2 : 1, largest, smallest: 3.4 },
      { ...(isOne ? {} : { indent: 6, marker: true }), ...(sentence === undefined ? {} : { sentence }) },
    );
  }
  return card.items;
}

function quoteCard(scene: Scene, frame: Frame, fonts: readonly FontMetrics[]): Item[] {
  const card = stack(frame, fonts);
  card.text("figure", "“", { lines: 1, largest: 22, smallest: 22 });
  // The mark's ink sits in the upper half of its line.
  card.gap(-11);
  card.text("quote", scene.heading, { lines: frame.isUpright ? 6 : 4, largest: 10.4, smallest: 4.6 });
  card.gap(3);
  card.bar();
  return card.items;
}

function figureCard(scene: Scene, frame: Frame, fonts: readonly FontMetrics[]): Item[] {
  const card = stack(frame, fonts);
  if (scene.figure !== null)
    card.text("figure", scene.figure, {
      lines: 1,
      largest: frame.isUpright ? 34 : scene.points.length > 0 ? 18 : 24,
      smallest: 9,
    });
  card.gap(frame.isUpright ? 0 : -1.5);
  card.text("heading", scene.heading, { lines: frame.isUpright ? 3 : 2, largest: 10.5, smallest: 5 });
  card.gap(2.4);
  card.bar();
  for (const [index, point] of scene.points.slice(0, frame.isUpright ? 4 : 2).entries()) {
    card.gap(index === 0 ? 3 : 1.6);
    const sentence = scene.pointSentences[index];
    card.text("point", point, { lines: 1, largest: 6, smallest: 3.4 }, sentence === undefined ? {} : { sentence });
  }
  return card.items;
}
