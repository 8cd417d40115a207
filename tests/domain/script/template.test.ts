import * as fc from "fast-check";
import { expect, test } from "vitest";

import { STRUCTURE_NAMES } from "../../../domain/script/structures.ts";
import { templateScript } from "../../../domain/script/template.ts";
import { scriptWordCount } from "../../../domain/script/script.ts";
import { plainText } from "../../../domain/script/topic.ts";

const wordy = fc.string({ unit: "grapheme", minLength: 1, maxLength: 200 }).filter(hasWords);

function hasWords(topic: string): boolean {
  return /[\p{L}\p{N}]/u.test(plainText(topic));
}

test("the same topic, seed and budget give the same bytes", () => {
  const input = { topic: "How tides work", seed: 11, wordBudget: 144 };
  expect(JSON.stringify(templateScript(input))).toBe(JSON.stringify(templateScript(input)));
});

test("seeds choose among all structures that suit a topic, and different points of view", () => {
  const scripts = Array.from({ length: 80 }, (_, seed) =>
    templateScript({ topic: "Black holes", seed, wordBudget: 144 }),
  );
  const told = new Set(scripts.map((script) => script.scenes[0]?.kicker));
  // Every structure suits a plain thing.
  expect(told.size).toBe(STRUCTURE_NAMES.length);
  expect(new Set(scripts.map((script) => script.scenes.map((scene) => scene.heading).join("|"))).size).toBeGreaterThan(
    75,
  );
});

test("a chosen structure is taken, however it is written, and an unknown one is refused with the names", () => {
  const input = { topic: "Volcanoes", seed: 1, wordBudget: 144 };
  const script = templateScript({ ...input, structure: "Before and after" });
  expect(script.scenes[0]?.kicker).toBe("Two pictures");
  expect(() => templateScript({ ...input, structure: "haiku" })).toThrow(
    expect.objectContaining({ code: "invalid_input", field: "spec.script.structure" }),
  );
});

test.each(STRUCTURE_NAMES)("%s tells of its topic by name and keeps its own count", (structure) => {
  const script = templateScript({ topic: "Comets", seed: 4, wordBudget: 200, structure });
  const spoken = script.scenes.flatMap(({ sentences }) => sentences).join(" ");
  expect(spoken).toMatch(/comets/iu);
  expect(script.scenes.filter(({ kicker }) => kicker === "Your turn")).toHaveLength(1);
  expect(script.scenes.at(-1)?.kind).toBe("recap");
});

test("keywords bring the scenery that the topic alone does not name", () => {
  const plain = templateScript({ topic: "The Hansen method", seed: 2, wordBudget: 160 });
  const cooked = templateScript({ topic: "The Hansen method", seed: 2, wordBudget: 160, keywords: ["cooking"] });
  expect(plain.scenes.some(({ kicker }) => kicker === "Your turn")).toBe(false);
  expect(cooked.scenes.some(({ kicker }) => kicker === "Your turn")).toBe(true);
  expect(cooked.tags).toContain("cooking");
});

test.each([60, 120, 300, 1000])("a budget of %i words is met within a sentence", (wordBudget) => {
  const words = scriptWordCount(templateScript({ topic: "The history of coffee", seed: 3, wordBudget }));
  expect(Math.abs(words - wordBudget)).toBeLessThanOrEqual(18);
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
          expect(scene.sentences.join(" ")).not.toMatch(/[<>{}\\\n[\]]|undefined/u);
          expect(scene.pointSentences).toHaveLength(scene.points.length);
          for (const sentence of scene.pointSentences) expect(sentence).toBeLessThan(scene.sentences.length);
        }
      },
    ),
    { numRuns: 200 },
  );
});

test("every entry is one sentence that begins with a capital", () => {
  for (const topic of ["How bees make honey", "volcanoes", "chess vs go"]) {
    for (const structure of STRUCTURE_NAMES) {
      const script = templateScript({ topic, seed: 9, wordBudget: 300, structure });
      for (const sentence of script.scenes.flatMap(({ sentences }) => sentences)) {
        expect(sentence).toMatch(/^["“]?[\p{Lu}\p{N}].*[.!?…]$/u);
        expect(sentence).not.toMatch(/\p{Ll}[.!?] \p{Lu}/u);
      }
    }
  }
});

test("the recap lists only what was told", () => {
  const script = templateScript({ topic: "Volcanoes", seed: 5, wordBudget: 140 });
  const headings = script.scenes.map((scene) => scene.heading);
  expect(script.scenes.at(-1)?.kind).toBe("recap");
  for (const point of script.scenes.at(-1)?.points ?? []) expect(headings).toContain(point);
});

test("a title counts what the kickers count", () => {
  const words = ["no", "one", "two", "three", "four", "five", "six"];
  const counts = ["countdown", "myths", "story"].flatMap((structure) =>
    Array.from({ length: 20 }, (_, seed) => {
      const { title, scenes } = templateScript({ topic: "Bread", seed, wordBudget: 140, structure });
      const numbered = scenes.filter(({ kicker }) => /^(Idea|Myth|Chapter) \d/u.test(kicker ?? ""));
      return { said: /\b(two|three|four|five|six)\b/iu.exec(title)?.[0].toLowerCase(), told: words[numbered.length] };
    }),
  );
  const counting = counts.filter(({ said }) => said !== undefined);
  expect(counting.length).toBeGreaterThan(5);
  for (const { said, told } of counting) expect(said).toBe(told);
});

test("nobody is asked to do something before anything was said, and what is to be done has no number", () => {
  for (const structure of STRUCTURE_NAMES) {
    for (let seed = 0; seed < 6; seed += 1) {
      const { scenes } = templateScript({ topic: "How to bake bread", seed, wordBudget: 180, structure });
      expect(scenes[1]?.kicker).not.toBe("Your turn");
      expect(scenes.find(({ kicker }) => kicker === "Your turn")?.figure ?? "").not.toMatch(/^\d/u);
    }
  }
});

test("a finding comes before its remedy, and what is after comes after", () => {
  for (const structure of ["clinic", "before-and-after"]) {
    for (let seed = 0; seed < 12; seed += 1) {
      const { scenes } = templateScript({ topic: "Chess", seed, wordBudget: 220, structure });
      for (const { points } of scenes.filter(({ points: [first = ""] }) => /^(Complaint|Before)$/u.test(first))) {
        expect(points[1] ?? "Finding").toMatch(/^(Finding|After)$/u);
      }
    }
  }
});

test("a title asks with its mark, and names its topic without a stumble", () => {
  const titles = Array.from({ length: 60 }, (_, seed) =>
    templateScript({ topic: "Why is the sky blue", seed, wordBudget: 140 }),
  );
  expect(new Set(titles.map(({ scenes }) => scenes[0]?.heading))).toEqual(new Set(["Why is the sky blue?"]));
  for (const { title } of titles) {
    expect(title).not.toMatch(/\?[:,]|\? \p{Ll}|\b(about|at|to|of|with|for): /u);
    expect(title).toMatch(/sky is blue|sky blue\?/u);
  }
});

test("a short video shows a new picture every few seconds, too", () => {
  for (const topic of ["How tides work", "Owls", "The history of tea", "How to bake bread"]) {
    for (let seed = 0; seed < 10; seed += 1) {
      expect(templateScript({ topic, seed, wordBudget: 55 }).scenes.length).toBeGreaterThanOrEqual(3);
    }
  }
});
