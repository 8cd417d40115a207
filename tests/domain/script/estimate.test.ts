import { expect, test } from "vitest";

import { estimateScriptTokens, mostAnswerTokens } from "../../../domain/script/estimate.ts";
import { repairRequestText } from "../../../domain/script/prompt.ts";

test("longer videos and longer briefs cost more tokens", () => {
  const short = estimateScriptTokens({ topic: "Tides", seconds: 30 });
  const long = estimateScriptTokens({ topic: "Tides", seconds: 300 });
  const wordy = estimateScriptTokens({
    topic: "Tides",
    seconds: 30,
    script: { source: "model", tone: "dry and quick", audience: "people who live by the sea", keywords: ["moon"] },
  });
  expect(long.expected.output).toBeGreaterThan(5 * short.expected.output);
  expect(wordy.expected.input).toBeGreaterThan(short.expected.input);
});

test("the worst case holds a draft and two repairs for the quickest voice, each as long as the service may answer", () => {
  const { worst } = estimateScriptTokens({ topic: "Tides", seconds: 600 });
  expect(worst.output).toBe(3 * mostAnswerTokens(1_796));
  expect(worst.input).toBeGreaterThan(2 * mostAnswerTokens(1_796));
});

test("at worst every character that a person wrote is a token", () => {
  const plain = estimateScriptTokens({ topic: "x", seconds: 60 });
  const long = estimateScriptTokens({ topic: "潮".repeat(161), seconds: 60 });
  expect(long.worst.input - plain.worst.input).toBe(3 * 160);
  expect(long.expected.input - plain.expected.input).toBe(160 / 4);
});

test("a translation is given its original, and may come out twice as long", () => {
  const written = estimateScriptTokens({ topic: "Tides", seconds: 60 });
  const translated = estimateScriptTokens({ topic: "Tides", seconds: 60, reuse: { translateKey: "scripts/a.json" } });
  expect(translated.expected.input).toBeGreaterThan(written.expected.output);
  expect(translated.expected.output).toBe(written.expected.output);
  expect(translated.worst.output).toBe(2 * mostAnswerTokens(2 * 176));
});

test("a translation of a known script is reckoned by that script, whatever length the video is asked for", () => {
  const spec = { topic: "Tides", seconds: 60, reuse: { translateKey: "scripts/a.json" } };
  const { expected, worst } = estimateScriptTokens(spec, { words: 2_200, characters: 18_000 });
  expect(worst.output).toBe(2 * mostAnswerTokens(2 * 2_200));
  expect(worst.input).toBeGreaterThan(2 * 18_000 + mostAnswerTokens(2 * 2_200));
  expect(expected.output).toBeGreaterThan((2_200 * 7) / 4);
});

test("a repair names so much that the estimate still holds", () => {
  const problems = Array.from({ length: 60 }, (_, at) => `problem ${at} ${"x".repeat(900)}`);
  expect(repairRequestText(problems).length / 4).toBeLessThan(800);
});
