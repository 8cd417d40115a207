import { expect, test } from "vitest";

import { ASPECTS_OF_PRACTICE } from "../../../domain/script/aspects-of-practice.ts";
import { ASPECTS_OF_THINGS } from "../../../domain/script/aspects-of-things.ts";
import { type Beat, beatLine } from "../../../domain/script/beat.ts";
import { BEATS_OF_CHOICES } from "../../../domain/script/beats-of-choices.ts";
import { BEATS_OF_HISTORIES } from "../../../domain/script/beats-of-histories.ts";
import { BEATS_OF_QUESTIONS } from "../../../domain/script/beats-of-questions.ts";
import { BEATS_OF_TASKS } from "../../../domain/script/beats-of-tasks.ts";
import { SCENERIES } from "../../../domain/script/scenery.ts";
import { topicShape } from "../../../domain/script/topic-shape.ts";
import { filled } from "../../../domain/script/wording.ts";
import { STRUCTURES } from "../../../domain/script/structures.ts";

const BEATS: readonly Beat[] = [
  ...ASPECTS_OF_PRACTICE,
  ...ASPECTS_OF_THINGS,
  ...BEATS_OF_CHOICES,
  ...BEATS_OF_HISTORIES,
  ...BEATS_OF_QUESTIONS,
  ...BEATS_OF_TASKS,
  ...SCENERIES.map(({ tries }) => tries),
  ...STRUCTURES.flatMap(({ beats = [] }) => beats),
];
const SENTENCES = [
  ...BEATS.flatMap(({ opens, lines }) => [...opens, ...lines].map((line) => beatLine(line).sentence)),
  ...SCENERIES.flatMap(({ hooks }) => hooks),
  ...STRUCTURES.flatMap(({ hooks, promises, recaps, closings }) => [...hooks, ...promises, ...recaps, ...closings]),
];

test("there is much to say, and nothing is written twice", () => {
  expect(SENTENCES.length).toBeGreaterThan(900);
  expect(SENTENCES.filter((sentence, at) => SENTENCES.indexOf(sentence) !== at)).toEqual([]);
});

test("labels fit on a card, and sentences into a breath", () => {
  const lines = BEATS.flatMap(({ opens, lines: rest }) => [...opens, ...rest]).map(beatLine);
  expect(lines.filter(({ label }) => label === "" || label.length > 26 || label.split(" ").length > 6)).toEqual([]);
  expect(SENTENCES.filter((sentence) => sentence.length > 150)).toEqual([]);
  expect(BEATS.filter(({ heading, quote = "" }) => heading.length > 34 || quote.length > 75)).toEqual([]);
});

test("the topic is never the subject of a verb that would have to agree with it", () => {
  const agreeing = "is|are|was|were|has|have|does|do|did|goes|comes|makes|needs|begins|seems";
  const before = new RegExp(`\\b(?:${agreeing}) \\{(?:thing|about|left|right)\\} [a-z]`, "iu");
  const after = new RegExp(`(?:^|[.!?,:] )\\{(?:thing|left|right)\\} (?:${agreeing})\\b`, "iu");
  expect(SENTENCES.filter((sentence) => before.test(sentence) || after.test(sentence))).toEqual([]);
});

test("a sentence that begins with the topic begins with a capital", () => {
  const shape = topicShape("How tides work");
  expect(filled("Look. {thing} can wait.", shape, "full")).toBe("Look. Tides can wait.");
  expect(filled("{thing} can wait, and {about} too.", shape, "full")).toBe("Tides can wait, and how tides work too.");
});
