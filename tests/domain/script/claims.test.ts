import { expect, test } from "vitest";

import { claimNote, unsupportedClaims } from "../../../domain/script/claims.ts";
import { templateScript } from "../../../domain/script/template.ts";
import { FIFTY_TOPICS } from "./fifty-topics.ts";

const AROUND = { title: "Tides", hook: "The sea.", description: "About tides." };

function kindsIn(sentence: string, topic = "Tides"): string[] {
  const scene = {
    kind: "points" as const,
    kicker: null,
    heading: "A heading",
    points: [],
    pointSentences: [],
    figure: null,
  };
  const script = { ...AROUND, scenes: [{ ...scene, sentences: [sentence] }] };
  return unsupportedClaims(script, { topic }).map(({ kind }) => kind);
}

test.each([
  ["It is the best beach in the world.", ["superlative"]],
  ["Scientists agree that it works.", ["superlative"]],
  ["About 87 % of people say so.", ["number"]],
  ["It grew to 4,300 members.", ["number"]],
  ["It moves 3 million litres.", ["number"]],
  ["This tea cures diabetes.", ["promise"]],
  ["Double your money by Friday.", ["promise"]],
  ["That is bullshit.", ["profanity"]],
  ["The best way to begin is to look.", []],
  ["Give it ten minutes, or 15 if you can.", []],
  ["Three times a day is enough.", []],
  ["According to the harbour office, 87 % of boats return by noon.", []],
  ["It takes a week.", []],
])("%s → %j", (sentence, kinds) => {
  expect(kindsIn(sentence)).toEqual(kinds);
});

test("numbers of the topic are given, not invented", () => {
  expect(kindsIn("In 1969 somebody looked up.", "The summer of 1969")).toEqual([]);
  expect(kindsIn("In 1971 somebody looked up.", "The summer of 1969")).toEqual(["number"]);
});

test("a note names the scene, the words and what to do", () => {
  const note = claimNote({ kind: "promise", place: 2, sentence: "It cures cancer.", words: "cures cancer" });
  expect(note).toBe('Scene 3: "cures cancer" promises something medical or financial; leave it out.');
});

test("title, hook and description are read as well, unless a scene says the same", () => {
  const cured = "It cures cancer.";
  const script = { title: "The best tea in the world", hook: cured, description: "Of tea.\nNow 40 % off." };
  const scenes = templateScript({ topic: "Tea", seed: 1, wordBudget: 60 }).scenes;
  const claims = unsupportedClaims({ ...script, scenes }, { topic: "Tea" });
  expect(claims.map(({ place }) => place)).toEqual(["title", "hook", "description"]);
  expect(claims.map(claimNote)[1]).toMatch(/^The hook: "cures cancer"/u);
  const said = scenes.map((scene) => ({ ...scene, sentences: [cured] })).slice(0, 1);
  const once = unsupportedClaims({ ...AROUND, hook: cured, scenes: said }, { topic: "Tea" });
  expect(once.map(({ place }) => place)).toEqual([0]);
});

test("the grammar itself makes no such claim about any of fifty topics", () => {
  for (const [seed, topic] of FIFTY_TOPICS.entries()) {
    const script = templateScript({ topic, seed, wordBudget: 600 });
    expect(unsupportedClaims(script, { topic })).toEqual([]);
  }
});
