import { expect, test } from "vitest";
import { markdownText } from "../../domain/markdown.ts";

test.each([
  ["Costs $3 or $4", "Costs \\$3 or \\$4"],
  ["<b>*bold*</b> [a](b)", "\\<b\\>\\*bold\\*\\</b\\> \\[a\\](b)"],
  ["two\n\n# lines", "two \\# lines"],
  ["Why the sky is blue", "Why the sky is blue"],
])("%s reads the same as Markdown", (text, markdown) => {
  expect(markdownText(text)).toBe(markdown);
});

test("a command line of ours stands as code, with both dashes of its flags", () => {
  const remedy = "Connect it_, then resume: longtake channel connect --channel-id my_channel";
  expect(markdownText(remedy)).toBe("Connect it\\_, then resume: `longtake channel connect --channel-id my_channel`");
});
