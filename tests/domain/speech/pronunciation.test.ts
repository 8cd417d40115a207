import * as fc from "fast-check";
import { expect, test } from "vitest";

import { spokenForm, writtenTimes } from "../../../domain/speech/pronunciation.ts";

const list = [
  { word: "nginx", say: "engine ex" },
  { word: "New York", say: "noo york" },
  { word: "New York Times", say: "the times" },
  { word: "Polish", say: "poal ish" },
  { word: "etc.", say: "" },
];

test.each([
  ["We run Nginx, here.", "We run engine ex, here."],
  ["(nginx’s) port", "(engine ex’s) port"],
  ["New York is big", "noo york is big"],
  ["The New York Times writes", "The the times writes"],
  ["New. York is two", "New. York is two"],
  ["Polish and polish", "poal ish and poal ish"],
  ["Cats, dogs etc. are", "Cats, dogs are"],
  ["nginxed is another word", "nginxed is another word"],
])("%s is spoken %s", (written, spoken) => {
  expect(spokenForm(written, list).text).toBe(spoken);
});

test("an entry in the same case goes before one in another", () => {
  const cases = [
    { word: "polish", say: "shine" },
    { word: "Polish", say: "poal ish" },
  ];
  expect(spokenForm("Polish polish", cases).text).toBe("poal ish shine");
});

test("captions keep the written words at the times of what stands for them", () => {
  const form = spokenForm("We run nginx etc. in New York.", list);
  expect(form.text).toBe("We run engine ex in noo york.");
  const spoken = [0, 200, 400, 700, 1_000, 1_200, 1_400].map((startMs) => ({ startMs }));
  expect(writtenTimes(form, spoken, 1_800)).toEqual([
    { text: "We", startMs: 0 },
    { text: "run", startMs: 200 },
    { text: "nginx", startMs: 400 },
    { text: "etc.", startMs: 700 },
    { text: "in", startMs: 1_000 },
    { text: "New", startMs: 1_200 },
    { text: "York.", startMs: 1_400 },
  ]);
});

const word = fc.stringMatching(/^[a-dA-D]{1,3}[,.]?$/);
const pronunciation = fc.record({
  word: fc.array(word, { minLength: 1, maxLength: 3 }).map((words) => words.join(" ")),
  say: fc.array(word, { maxLength: 4 }).map((words) => words.join(" ")),
});

test("whatever the list, every written word has a time, in order and inside the sentence", () => {
  const written = fc.array(word, { minLength: 1, maxLength: 12 });
  const steps = fc.array(fc.integer({ min: 0, max: 600 }), { minLength: 50, maxLength: 50 });
  fc.assert(
    fc.property(written, fc.array(pronunciation, { maxLength: 5 }), steps, (words, pronunciations, stepsMs) => {
      const form = spokenForm(words.join(" "), pronunciations);
      let clockMs = 0;
      const spoken = form.writtenIndexes.map((_, index) => {
        const startMs = clockMs;
        clockMs += stepsMs[index % stepsMs.length] ?? 0;
        return { startMs };
      });
      const timed = writtenTimes(form, spoken, clockMs);
      expect(timed.map(({ text }) => text)).toEqual(words);
      for (const [index, { startMs }] of timed.entries()) {
        expect(startMs).toBeGreaterThanOrEqual(timed[index - 1]?.startMs ?? 0);
        expect(startMs).toBeLessThanOrEqual(clockMs);
      }
      expect(form.text.split(" ").filter((each) => each !== "")).toHaveLength(form.writtenIndexes.length);
    }),
  );
});
