import { expect, test } from "vitest";
import { readableRate } from "../../../domain/speech/readable-rate.ts";

const sentence = "There are many answers to this question in the world.";

test("a sentence that can be read along keeps its rate", () => {
  expect(readableRate({ sentence, spokenMs: 3_700, wordsPerMinute: 150 })).toBe(150);
});

test("a quicker one is slowed until it can, and never by more than a fifth", () => {
  expect(readableRate({ sentence, spokenMs: 3_200, wordsPerMinute: 150 })).toBe(132);
  expect(readableRate({ sentence, spokenMs: 1_000, wordsPerMinute: 150 })).toBe(120);
});
