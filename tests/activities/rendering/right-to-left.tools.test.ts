import { execFileSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, beforeAll, expect, test } from "vitest";

import { bundledFonts, FONTS_PATH } from "../../../activities/rendering/fonts.ts";
import { type AssEvent, assDocument, assFilter } from "../../../domain/captions/ass.ts";
import { PALETTES } from "../../../domain/look/palette.ts";
import { captionColours, captionEvents } from "../../../domain/render/segment-captions.ts";
import { cardEvent } from "../../../domain/render/segment-card.ts";
import type { CaptionStyle } from "../../../domain/video/video-settings.ts";

const canvas = { width: 640, height: 360 };
const { fonts } = await bundledFonts();
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "longtake-direction-"));
});
afterAll(() => rm(folder, { recursive: true }));

function look(captionStyle: CaptionStyle) {
  const [palette] = PALETTES;
  if (palette === undefined) throw new Error("no palette");
  return { canvas, palette, fonts, captionStyle, durationMs: 4_000 };
}

/** Which pixels of a frame `atMs` into the events pass, over black. */
async function inked(
  events: readonly AssEvent[],
  atMs: number,
  passes: (red: number, green: number, blue: number) => boolean,
) {
  const overlay = join(folder, "overlay.ass");
  await writeFile(overlay, assDocument(canvas, events));
  const { width, height } = canvas;
  const ground = `color=black:s=${width}x${height}:r=50:d=3`;
  const draw = `${assFilter(overlay, FONTS_PATH)},format=rgb24`;
  const args = ["-v", "error", "-f", "lavfi", "-i", ground, "-vf", draw, "-ss", (atMs / 1000).toFixed(2)];
  const pixels = execFileSync("ffmpeg", [...args, "-frames:v", "1", "-f", "rawvideo", "-"], { maxBuffer: 2 ** 24 });
  const found: { x: number; y: number }[] = [];
  for (let at = 0; at < pixels.length; at += 3) {
    if (!passes(pixels[at] ?? 0, pixels[at + 1] ?? 0, pixels[at + 2] ?? 0)) continue;
    found.push({ x: (at / 3) % width, y: Math.floor(at / 3 / width) });
  }
  if (found.length === 0) throw new Error("nothing was drawn");
  return found;
}

const isBright = (red: number, green: number, blue: number): boolean => red + green + blue > 380;

function cueOf(line: string) {
  const words = line.split(" ").map((text, index) => ({ text, startMs: index * 200, line: 0 }));
  return { startMs: 0, endMs: words.length * 200, sentence: 0, lines: [line], words };
}

/** Middle of the marked word's pixels, for each word as it is said. */
async function middles(line: string): Promise<number[]> {
  const { active } = captionColours(look("highlight"));
  const [red, green, blue] = [0, 2, 4].map((at) => Number.parseInt(active.slice(at, at + 2), 16));
  const near = (value: number, wanted = 0): boolean => Math.abs(value - wanted) < 40;
  const cue = cueOf(line);
  const events = captionEvents(cue, look("highlight"));
  const found: number[] = [];
  for (const { startMs } of cue.words) {
    const marked = await inked(events, startMs + 100, (r, g, b) => near(r, red) && near(g, green) && near(b, blue));
    found.push(marked.reduce((sum, { x }) => sum + x, 0) / marked.length);
  }
  return found;
}

test.each([
  ["Hebrew", "למה הים עולה 12 מטר?", [4, 3, 2, 1, 0]],
  ["Arabic", "لماذا يرتفع البحر 12 مترا؟", [4, 3, 2, 1, 0]],
  ["Arabic with a foreign name", "ما هو iPhone 15 حقا؟", [4, 2, 3, 1, 0]],
  ["English", "Why does it rise?", [0, 1, 2, 3]],
])("the mark goes over the words of %s as they are read", async (_, line, fromLeft) => {
  const found = await middles(line);
  const order = found.map((_middle, word) => word).toSorted((left, right) => (found[left] ?? 0) - (found[right] ?? 0));
  expect(order).toEqual(fromLeft);
});

/** Heights of the ink at both ends, as shares of the whole: a full stop is low. */
function ends(ink: readonly { x: number; y: number }[]) {
  const [left, right] = [Math.min(...ink.map(({ x }) => x)), Math.max(...ink.map(({ x }) => x))];
  const heightOf = (pixels: typeof ink): number =>
    Math.max(...pixels.map(({ y }) => y)) - Math.min(...pixels.map(({ y }) => y)) + 1;
  const shareOf = (from: number, to: number): number =>
    heightOf(ink.filter(({ x }) => x >= from && x <= to)) / heightOf(ink);
  return { left: shareOf(left, left + 2), right: shareOf(right - 2, right), leftX: left, rightX: right };
}

test.each([
  ["Hebrew", "הים עולה היום.", "left"],
  ["Arabic", "الناس والبحر.", "left"],
  ["English", "All day long until high tide.", "right"],
] as const)("a full stop ends the sentence in %s, in captions and on cards", async (_, line, side) => {
  const caption = ends(await inked(captionEvents(cueOf(line), look("plain")), 100, isBright));
  expect(caption[side]).toBeLessThan(0.35);
  const fromRight = side === "left" ? { isFromRight: true as const } : {};
  const item = { text: line, role: "heading", x: 320, y: 100, sizePx: 20, enterMs: -1, ...fromRight } as const;
  const card = ends(await inked([cardEvent(item, look("plain"))], 100, isBright));
  expect(card[side]).toBeLessThan(0.35);
  // Words hang on the edge that they are read from.
  expect(side === "left" ? 320 - card.rightX : card.leftX - 320).toBeLessThan(6);
});
