import * as fc from "fast-check";
import { expect, test } from "vitest";

import { STRUCTURES } from "../../domain/script-structures.ts";
import { templateScript } from "../../domain/script-template.ts";
import { scriptWordCount } from "../../domain/script.ts";
import { plainText } from "../../domain/topic.ts";

const wordy = fc.string({ unit: "grapheme", minLength: 1, maxLength: 200 }).filter(hasWords);

function hasWords(topic: string): boolean {
  return /[\p{L}\p{N}]/u.test(plainText(topic));
}

test("the same topic, seed and budget give the same bytes", () => {
  const input = { topic: "How tides work", seed: 11, wordBudget: 144 };
  expect(JSON.stringify(templateScript(input))).toBe(JSON.stringify(templateScript(input)));
});

test("seeds choose among all structures and different points of view", () => {
  const scripts = Array.from({ length: 60 }, (_, seed) =>
    templateScript({ topic: "Black holes", seed, wordBudget: 144 }),
  );
  expect(new Set(scripts.map((script) => script.scenes[0]?.kicker)).size).toBe(STRUCTURES.length);
  expect(new Set(scripts.map((script) => script.scenes.map((scene) => scene.heading).join("|"))).size).toBeGreaterThan(
    55,
  );
});

test.each([60, 120, 300, 1000])("a budget of %i words is met within a sentence", (wordBudget) => {
  const words = scriptWordCount(templateScript({ topic: "The history of coffee", seed: 3, wordBudget }));
  expect(Math.abs(words - wordBudget)).toBeLessThanOrEqual(16);
});

test("whatever people type, sentences hold plain words and every point has its sentence", () => {
  fc.assert(
    fc.property(
      wordy,
      fc.integer({ min: 0, max: 2 ** 31 - 1 }),
      fc.integer({ min: 10, max: 400 }),
      (topic, seed, wordBudget) => {
        const script = templateScript({ topic, seed, wordBudget });
        expect(script.title.length).toBeLessThanOrEqual(100);
        for (const scene of script.scenes) {
          expect(scene.sentences.length).toBeGreaterThan(0);
          expect(scene.sentences.join(" ")).not.toMatch(/[<>{}\\\n]|\{subject\}|undefined/u);
          expect(scene.pointSentences).toHaveLength(scene.points.length);
          for (const sentence of scene.pointSentences) expect(sentence).toBeLessThan(scene.sentences.length);
        }
      },
    ),
    { numRuns: 200 },
  );
});

test("the recap lists only what was told", () => {
  const script = templateScript({ topic: "Volcanoes", seed: 5, wordBudget: 140 });
  const headings = script.scenes.map((scene) => scene.heading);
  expect(script.scenes.at(-1)?.kind).toBe("recap");
  for (const point of script.scenes.at(-1)?.points ?? []) expect(headings).toContain(point);
});
