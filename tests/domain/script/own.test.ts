import * as fc from "fast-check";
import { expect, test } from "vitest";

import { AppError } from "../../../domain/errors.ts";
import { ownScript } from "../../../domain/script/own.ts";
import type { Scene, Script } from "../../../domain/script/script.ts";

const MARKDOWN = `# Why tides turn

Twice a day the sea comes to the door. It knocks, and leaves.

## Two pulls

- The moon: it pulls the near side most.
- The sun helps.

> The tide waits for nobody.

---

50 %

Half of the day it goes out, e.g. after lunch.

## Summary
Look at the moon first.
`;

test("headings, lists, quotes, figures and rules become the scenes that they look like", () => {
  const script = ownScript(MARKDOWN, "tides");
  expect(script.title).toBe("Why tides turn");
  expect(script.scenes.map(({ kind, heading }) => [kind, heading])).toEqual([
    ["title", "Why tides turn"],
    ["points", "Two pulls"],
    ["quote", "The tide waits for nobody."],
    ["figure", "50 %"],
    ["recap", "Summary"],
  ]);
  expect(script.scenes[1]).toMatchObject({
    points: ["The moon", "The sun helps"],
    pointSentences: [0, 1],
    sentences: ["The moon: it pulls the near side most.", "The sun helps."],
  });
  expect(script.scenes[3]).toMatchObject({
    figure: "50 %",
    sentences: ["50 %.", "Half of the day it goes out, e.g. after lunch."],
  });
});

test("plain text without any mark is a script as well", () => {
  const script = ownScript("First thought here.\n\nSecond thought, a little longer. And a third.", "x");
  expect(script.scenes.flatMap(({ sentences }) => sentences)).toEqual([
    "First thought here.",
    "Second thought, a little longer.",
    "And a third.",
  ]);
});

test("a long list is told in several scenes under one heading", () => {
  const items = Array.from({ length: 14 }, (_, at) => `- item number ${at}`).join("\n");
  const { scenes } = ownScript(`# Many\n${items}`, "x");
  expect(scenes.map(({ points }) => points.length)).toEqual([6, 6, 2]);
  expect(new Set(scenes.map(({ heading }) => heading))).toEqual(new Set(["Many"]));
});

test.each(["", "\n\n", "---", "***\n# \n", "🔥🔥"])("a script without words is refused: %j", (text) => {
  expect(() => ownScript(text, "x")).toThrow(
    expect.objectContaining({ code: "invalid_input", field: "spec.script.ownKey" }),
  );
});

test("more than ten minutes are refused with what was found", () => {
  expect(() => ownScript("word ".repeat(2_300), "x")).toThrow(/2300 words/u);
});

test("whatever the bytes, it is a script or a clear refusal", () => {
  const pieces = fc.array(
    fc.constantFrom("# ", "- ", "> ", "1. ", "---", "\n", "\n\n", "```", "| a | b |\n", "===", "*", "[a](b)", "50 %"),
  );
  const text = fc.tuple(pieces, fc.string({ maxLength: 60 })).map(([marks, words]) => marks.join(words));
  const bytes = fc.uint8Array({ maxLength: 600 }).map((given) => new TextDecoder().decode(given));
  fc.assert(
    fc.property(fc.oneof(text, bytes), (given) => {
      for (const scene of scenesOrRefusal(given)) {
        expect(scene.sentences.length).toBeGreaterThan(0);
        expect(scene.sentences.join(" ")).not.toMatch(/[\p{Cc}<>{}\\]/u);
        for (const sentence of scene.pointSentences) expect(sentence).toBeLessThan(scene.sentences.length);
      }
    }),
    { numRuns: 150 },
  );
});

function scenesOrRefusal(text: string): readonly Scene[] {
  try {
    return ownScript(text, "topic").scenes;
  } catch (error) {
    if (error instanceof AppError && error.code === "invalid_input") return [];
    throw error;
  }
}

test("no word is lost, in any arrangement of lines", () => {
  const line = fc.tuple(
    fc.constantFrom("", "# ", "## ", "- ", "* ", "> ", "1. ", "12) "),
    fc.array(fc.stringMatching(/^[a-z]{1,60}$/u), { minLength: 1, maxLength: 12 }),
    fc.constantFrom("", ".", "!", "?", ":"),
    fc.constantFrom("\n", "\n\n", "\r\n"),
  );
  fc.assert(
    fc.property(fc.array(line, { minLength: 1, maxLength: 30 }), (lines) => {
      const words = lines.flatMap(([, each]) => each);
      const text = lines.map(([mark, each, end, gap]) => mark + each.join(" ") + end + gap).join("");
      const said = saidIn(ownScript(text, "topic"));
      expect(words.filter((word) => !said.includes(word))).toEqual([]);
    }),
    { numRuns: 150 },
  );
});

/** Without spaces: words longer than a caption holds are broken, and their pieces stand side by side. */
function saidIn({ scenes }: Script): string {
  const said = scenes.flatMap(({ heading, sentences }) => [...sentences, heading]).join(" ");
  return said.replace(/[^a-z]+/gu, "");
}

test("a table of numbers is a chart with its source, any other table is read", () => {
  const { scenes } = ownScript(
    "## Boats\n\n| Year | Boats |\n|---|---|\n| 2019 | 1,200 |\n| 2020 | 900 |\n\nSource: the harbour office.\n\n## Crew\n\n| Name | Task |\n|---|---|\n| Ada | steers |\n| Bo | 7 |\n",
    "boats",
  );
  expect(scenes[0]).toMatchObject({
    chart: { kind: "line", labels: ["2019", "2020"], values: [1200, 900], unit: "", source: "the harbour office" },
    sentences: ["Year: Boats.", "Source: the harbour office."],
  });
  expect(scenes[1]).toMatchObject({ heading: "Crew", sentences: ["Name, Task.", "Ada, steers.", "Bo, 7."] });
  expect(scenes[1]).not.toHaveProperty("chart");
});

test.each([
  ["34 %", 34, "%"],
  ["1,5 kg", 1.5, " kg"],
  ["€ 20", 20, " €"],
  ["-3.25", -3.25, ""],
])("the cell %s is %d with the unit %j", (cell, value, unit) => {
  const { scenes } = ownScript(`| A | B |\n|--|--|\n| x | ${cell} |\n| y | ${cell} |\n\nSource: us.`, "t");
  expect(scenes[0]?.chart).toMatchObject({ kind: "bar", values: [value, value], unit });
});

test("a source is a line of its own, whatever stands around it", () => {
  const table = "| Year | Boats |\n|--|--|\n| 2019 | 1,200 |\n| 2020 | 900 |";
  const { scenes } = ownScript(`## Boats\n\n${table}\nSource: the harbour office\nThere were fewer of them.`, "t");
  expect(scenes[0]?.chart?.source).toBe("the harbour office");
  expect(scenes[0]?.sentences.at(-1)).toBe("There were fewer of them.");
});
