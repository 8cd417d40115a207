import { expect, test } from "vitest";
import { readableRate } from "../../../domain/speech/readable-rate.ts";

/** Words of five letters, each said in so many milliseconds. */
function said(...lengthsMs: number[]) {
  const starts = lengthsMs.map((_, index) => lengthsMs.slice(0, index).reduce((sum, ms) => sum + ms, 0));
  const endMs = lengthsMs.reduce((sum, ms) => sum + ms, 0);
  return { words: starts.map((startMs) => ({ text: "words", startMs })), endMs, wordsPerMinute: 150, asked: 150 };
}

test("a sentence that can be read along keeps its rate", () => {
  expect(readableRate(said(420, 420, 420, 420))).toBe(150);
});

test("a quick stretch slows the sentence until it can be read, and never by more than a quarter", () => {
  expect(readableRate(said(600, 600, 320, 320, 320, 340, 600, 600))).toBe(139);
  expect(readableRate(said(100, 100, 100, 100))).toBe(113);
  expect(readableRate({ ...said(100, 100, 100, 100), wordsPerMinute: 120 })).toBe(113);
});

test("a stretch that is too short for a caption does not count", () => {
  expect(readableRate(said(600, 200, 600, 600, 200, 600))).toBe(150);
});
