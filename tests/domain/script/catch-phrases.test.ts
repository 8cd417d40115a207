import { describe, expect, test } from "vitest";

import { catchPhraseProblems, chosenCatchPhrase, withCatchPhrase } from "../../../domain/script/catch-phrases.ts";
import type { Script } from "../../../domain/script/script.ts";
import { templateScript } from "../../../domain/script/template.ts";

const BUDGET = { seed: 1, wordBudget: 144 };
const script = templateScript({ topic: "How tides work", ...BUDGET });

function spoken({ scenes }: Pick<Script, "scenes">): string[] {
  return scenes.flatMap(({ sentences }) => sentences);
}

describe("a chosen phrase", () => {
  test("is one of those given, the same for the same seed, and another for some other seed", () => {
    const phrases = ["Stay curious", "Look up", "One thing at a time"];
    const chosen = Array.from({ length: 20 }, (_, seed) => chosenCatchPhrase(phrases, { ...BUDGET, seed }));
    expect(chosenCatchPhrase(phrases, { ...BUDGET, seed: 3 })).toEqual(chosen[3]);
    const said = new Set(chosen.map((phrase) => phrase?.sentences.join(" ")));
    expect(said).toEqual(new Set(["Stay curious.", "Look up.", "One thing at a time."]));
    const places = chosen.filter((phrase) => phrase?.sentences[0] === "Look up.").map((phrase) => phrase?.place);
    expect(new Set(places)).toEqual(new Set(["opening", "end"]));
  });

  test.each([
    ["so", "opening", ["So."]],
    ["hello, friends –", "opening", ["Hello, friends."]],
    ["Stay curious!", "end", ["Stay curious!"]],
    ["that's it. See you next time", "end", ["That's it.", "See you next time."]],
  ])("%j is said at the %s as %j", (phrase, place, sentences) => {
    expect(chosenCatchPhrase([phrase], BUDGET)).toMatchObject({ place, sentences });
  });

  test("is left out where it would be a large part of the video, or has no words", () => {
    expect(chosenCatchPhrase(["this is a rather long thing to say"], { seed: 1, wordBudget: 40 })).toBeNull();
    expect(chosenCatchPhrase(["…", "🌊"], BUDGET)).toBeNull();
    expect(chosenCatchPhrase([], BUDGET)).toBeNull();
  });
});

describe("a script with a phrase", () => {
  test.each(["opening", "end"] as const)("says it once, at the %s, and is otherwise as it was", (place) => {
    const told = withCatchPhrase(script, { sentences: ["Stay curious."], words: 2, place });
    expect(spoken(told).at(place === "opening" ? 0 : -1)).toBe("Stay curious.");
    expect(spoken(told).filter((sentence) => sentence !== "Stay curious.")).toEqual(spoken(script));
  });

  test("keeps every point beside its sentence", () => {
    const [scene] = script.scenes;
    if (scene === undefined) throw new Error("a script without scenes");
    const pointed = { ...script, scenes: [{ ...scene, points: ["Here"], pointSentences: [0] }] };
    const told = withCatchPhrase(pointed, { sentences: ["So."], words: 1, place: "opening" });
    expect(told.scenes[0]?.sentences[told.scenes[0].pointSentences[0] ?? -1]).toBe(scene.sentences[0]);
  });
});

describe("what a writer made of the phrases", () => {
  const scenes = (...said: string[]) => ({
    scenes: said.map((sentence) => ({ ...script.scenes[0]!, sentences: [sentence, "The sea rises, so look."] })),
  });

  test("is fine when one is said first or last, or none at all", () => {
    expect(catchPhraseProblems(scenes("So!", "b.", "c."), ["So."])).toEqual([]);
    expect(catchPhraseProblems(scenes("a.", "b.", "Stay curious."), ["stay curious"])).toEqual([]);
    expect(catchPhraseProblems(scenes("a.", "b."), ["So."])).toEqual([]);
  });

  test("is sent back when two are said, or one in the middle", () => {
    expect(catchPhraseProblems(scenes("So.", "b.", "Stay curious."), ["So.", "Stay curious"])).toEqual([
      expect.stringContaining("said 2 times"),
    ]);
    expect(catchPhraseProblems(scenes("a.", "So.", "c."), ["So."])).toEqual([expect.stringMatching(/^Scene 2 says/)]);
  });
});
