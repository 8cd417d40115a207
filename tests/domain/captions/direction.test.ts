import { expect, test } from "vitest";

import { assText } from "../../../domain/captions/ass.ts";
import { fromLeftToRight, isRightToLeft } from "../../../domain/captions/direction.ts";
import { layOutCard } from "../../../domain/look/cards.ts";
import { captionEvents } from "../../../domain/render/segment-captions.ts";
import { cardEvent } from "../../../domain/render/segment-card.ts";
import { PALETTES } from "../../../domain/look/palette.ts";
import { fonts, sceneOf } from "../render/planned-video.ts";

const canvas = { width: 1920, height: 1080 };
const [palette = never()] = PALETTES;

function never(): never {
  throw new Error("no palette");
}

test.each([
  ["لماذا يرتفع البحر؟", true],
  ["ما هو iPhone 15 Pro في العالم؟", true],
  ["GPS هو نظام", true],
  ["The word שלום means peace", false],
  ["שלום means peace", false],
  ["12 %", false],
  ["", false],
])("%s reads from the right: %s", (text, expected) => {
  expect(isRightToLeft(text)).toBe(expected);
});

test("words from the right are put in place from the left, foreign names as they read", () => {
  const placed = (line: string) => fromLeftToRight(line.split(" ").map((text) => ({ text }))).map(({ text }) => text);
  expect(placed("א ב ג")).toEqual(["ג", "ב", "א"]);
  expect(placed("א iPhone 15 Pro ב 7 ג")).toEqual(["ג", "7", "ב", "iPhone", "15", "Pro", "א"]);
});

test("only what reads from the right is embedded, and no text brings controls of its own", () => {
  expect(assText("What?")).toBe("What?");
  expect(assText("מה?")).toBe("\u202Bמה?\u202C");
  expect(assText("a\u202Eb\u2066c")).toBe("abc");
});

test("a karaoke line from the right lights up word by word, since a fill runs from the left", () => {
  const words = ["א", "ב", "ג"].map((text, index) => ({ text, startMs: index * 300, line: 0 }));
  const cue = { startMs: 0, endMs: 1_000, sentence: 0, lines: ["א ב ג"], words };
  const look = { canvas, palette, fonts, captionStyle: "karaoke", durationMs: 1_000 } as const;
  const events = captionEvents(cue, look);
  expect(events.map(({ startMs, endMs }) => [startMs, endMs])).toEqual([
    [0, 300],
    [300, 600],
    [600, 1_000],
  ]);
  expect(events.every(({ body }) => !body.includes("\\kf"))).toBe(true);
});

test("a card from the right hangs on the right edge of its frame, its letters joined", () => {
  const times = { sceneStartMs: 0, sentenceStartsMs: [0, 0], isOpening: false };
  const words = { points: ["קצר", "ארוך יותר"], pointSentences: [0, 0] };
  const card = (heading: string, kicker: string, points: readonly string[]) =>
    layOutCard({ ...sceneOf(1, ["One."], heading), ...words, points, kicker }, canvas, fonts, times);
  const hebrew = card("למה הים עולה", "חלק 1", words.points);
  expect(hebrew.every(({ isFromRight }) => isFromRight)).toBe(true);
  const xOf = (role: string) => hebrew.filter((item) => item.role === role).map(({ x }) => x);
  expect(new Set([...xOf("heading"), ...xOf("bar"), ...xOf("marker")]).size).toBe(1);
  expect(Math.max(...xOf("point"))).toBeLessThan(xOf("marker")[0] ?? 0);
  const look = { canvas, palette, fonts, captionStyle: "plain", durationMs: 4_000 } as const;
  for (const item of hebrew) expect(cardEvent(item, look).body).toMatch(/^\{\\an6\\(?:pos|move)/);
  expect(hebrew.map((item) => cardEvent(item, look).body).join("")).not.toContain("\\fsp");
  expect(card("Why the sea rises", "Part 1", ["Short", "Longer"]).some((item) => "isFromRight" in item)).toBe(false);
});
