import { expect, test } from "vitest";

import { sceneCues } from "../../../domain/captions/captions.ts";
import { sceneClocks } from "../../../domain/render/scenes.ts";
import { cutsOf } from "../../../domain/render/segment-cuts.ts";
import { timeNarration } from "../../../domain/speech/speech.ts";

const WORD_MS = 400;

interface Told {
  readonly text: string;
  /** Silences inside the sentence: after how many words, and for how long. */
  readonly rests?: readonly { readonly afterWords: number; readonly ms: number }[];
  readonly gapBeforeMs?: number;
}

/** One scene, said at a steady pace. */
function sceneOf(told: readonly Told[]) {
  const recorded = told.map(({ text, rests = [], gapBeforeMs = 0 }) => {
    const lateBy = (index: number) =>
      rests.reduce((sum, { afterWords, ms }) => sum + (index >= afterWords ? ms : 0), 0);
    const words = text.split(" ").map((word, index) => ({ text: word, startMs: index * WORD_MS + lateBy(index) }));
    const pauses = rests.map(({ afterWords, ms }) => {
      const toMs = afterWords * WORD_MS + lateBy(afterWords);
      return { fromMs: toMs - ms, toMs };
    });
    return { text, scene: 0, words, durationMs: words.length * WORD_MS + lateBy(words.length), pauses, gapBeforeMs };
  });
  const clock = sceneClocks(timeNarration(recorded, "test"))[0];
  if (clock === undefined) throw new Error("no scene");
  return { clock, cues: sceneCues(clock, 42) };
}

const LOOK = "Now look closely, because what comes next is easily missed by anybody who blinks.";

test.each<{ readonly what: string; readonly told: readonly Told[] }>([
  { what: "no rest", told: [{ text: `${LOOK} ${LOOK}` }] },
  { what: "seven seconds in a sentence", told: [{ text: LOOK, rests: [{ afterWords: 3, ms: 7_000 }] }] },
  { what: "ten seconds in a sentence", told: [{ text: LOOK, rests: [{ afterWords: 3, ms: 10_000 }] }] },
  {
    what: "two long rests in a sentence",
    told: [{ text: LOOK, rests: [3, 8].map((afterWords) => ({ afterWords, ms: 10_000 })) }],
  },
  { what: "nine seconds between sentences", told: [{ text: LOOK }, { text: "And it is gone.", gapBeforeMs: 9_000 }] },
])("no piece of a scene is longer than eight seconds or shorter than one: $what", ({ told }) => {
  const { clock, cues } = sceneOf(told);
  const cuts = cutsOf(clock, cues, 0);
  const lengths = cuts.map(({ startMs, endMs }) => endMs - startMs);
  expect(cuts.slice(1).map(({ startMs }) => startMs)).toEqual(cuts.slice(0, -1).map(({ endMs }) => endMs));
  expect(Math.max(...lengths)).toBeLessThanOrEqual(8_000);
  expect(Math.min(...lengths)).toBeGreaterThanOrEqual(1_000);
  // A caption is shown by the piece it begins in, and by no other.
  const inside = cuts.slice(1).flatMap(({ startMs: ms }) => cues.filter((cue) => cue.startMs < ms && cue.endMs > ms));
  expect(inside).toEqual([]);
});

test("a caption leaves when the voice rests, and does not run ahead of it", () => {
  const { cues } = sceneOf([{ text: LOOK, rests: [{ afterWords: 3, ms: 10_000 }] }]);
  const [first, second] = cues;
  expect(first?.lines.join(" ")).toBe("Now look closely,");
  expect(first?.endMs).toBeLessThan(3_000);
  expect(second?.startMs).toBe(11_200);
});
