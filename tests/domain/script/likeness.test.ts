import { expect, test } from "vitest";

import { templateScript } from "../../../domain/script/template.ts";
import { topicShape } from "../../../domain/script/topic-shape.ts";
import type { Script } from "../../../domain/script/script.ts";
import { FIFTY_TOPICS } from "./fifty-topics.ts";

/** Runs of five words. The topic's own words count as one same word, so that a swapped name does not hide a template. */
function runsOfFive(topic: string, script: Script): ReadonlySet<string> {
  const { about, thing, left, right, short } = topicShape(topic);
  let text = script.scenes
    .flatMap(({ sentences }) => sentences)
    .join(" ")
    .toLowerCase();
  for (const name of [about, thing, left, right, short]) text = text.replaceAll(name.toLowerCase(), "x");
  const words = text.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== "");
  return new Set(words.slice(4).map((_, at) => words.slice(at, at + 5).join(" ")));
}

/** Share of the shorter script's runs that the other one has too. */
function likeness(left: ReadonlySet<string>, right: ReadonlySet<string>): number {
  return [...left].filter((run) => right.has(run)).length / Math.min(left.size, right.size);
}

function pairs<Item>(items: readonly Item[]): [Item, Item][] {
  return items.flatMap((left, at) => items.slice(at + 1).map((right): [Item, Item] => [left, right]));
}

test("no two of fifty topics read alike, for any of eight seeds", () => {
  const found = Array.from({ length: 8 }, (_, seed) => {
    const scripts = FIFTY_TOPICS.map((topic) => templateScript({ topic, seed, wordBudget: 144 }));
    return pairs(scripts.map((script, at) => runsOfFive(FIFTY_TOPICS[at] ?? "", script))).map((pair) =>
      likeness(...pair),
    );
  });
  const sorted = found.flat().toSorted((left, right) => left - right);
  const mean = sorted.reduce((sum, each) => sum + each, 0) / sorted.length;
  expect(mean).toBeLessThan(0.02);
  expect(sorted[Math.floor(sorted.length * 0.99)]).toBeLessThan(0.2);
  // Two scripts of the same structure, in the worst of 9,800 pairs.
  expect(sorted.at(-1)).toBeLessThan(0.45);
});

test("no two share their title's wording, first three sentences and recap", () => {
  const faces = FIFTY_TOPICS.map((topic) => {
    const { title, scenes } = templateScript({ topic, seed: 1, wordBudget: 144 });
    const { thing, about, subject } = topicShape(topic);
    const spoken = scenes.flatMap(({ sentences }) => sentences);
    const face = [title, ...spoken.slice(0, 3), ...(scenes.at(-1)?.sentences ?? [])].join(" ").toLowerCase();
    return [subject.title, about, thing].reduce((text, name) => text.replaceAll(name.toLowerCase(), "x"), face);
  });
  expect(new Set(faces).size).toBe(FIFTY_TOPICS.length);
});
