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

test("the worst case holds a draft and two repairs, each as long as the service is allowed to answer", () => {
  const { worst } = estimateScriptTokens({ topic: "Tides", seconds: 600 });
  expect(worst.output).toBe(3 * mostAnswerTokens(1_539));
});

test("a repair names so much that the estimate still holds", () => {
  const problems = Array.from({ length: 60 }, (_, at) => `problem ${at} ${"x".repeat(900)}`);
  expect(repairRequestText(problems).length / 4).toBeLessThan(800);
});
