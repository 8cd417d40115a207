import * as fc from "fast-check";
import { expect, test } from "vitest";

import { isSpeakable, splitAtPauses, withoutPauses } from "../../../domain/speech/pauses.ts";
import { type RecordedSentence, SCENE_GRID_MS, timeNarration } from "../../../domain/speech/speech.ts";
import { FRAMES_PER_SECOND } from "../../../domain/video/video.ts";

const FRAME_SAMPLES = 1_600;

const sentence = fc.record({
  text: fc.constantFrom("One.", "Two,", "Three…", "Four —", "Five?"),
  scene: fc.constant(0),
  durationMs: fc.double({ min: 1, max: 9_000, noNaN: true }),
  words: fc.constant([{ text: "Word.", startMs: 0 }]),
});
const scenes = fc.array(fc.array(sentence, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 6 });

function flattened(given: readonly (readonly RecordedSentence[])[]): RecordedSentence[] {
  return given.flatMap((sentences, scene) => sentences.map((each) => ({ ...each, scene })));
}

test("every scene begins, and the narration ends, on a whole frame", () => {
  fc.assert(
    fc.property(scenes, (given) => {
      const timings = timeNarration(flattened(given), "test");
      for (const ms of [...timings.scenes.map(({ fromMs }) => fromMs), timings.durationMs]) {
        expect((ms * 48) % FRAME_SAMPLES).toBe(0);
        expect((ms * FRAMES_PER_SECOND) % 1_000).toBe(0);
      }
    }),
  );
});

test("what comes before a scene moves it by whole frames and changes nothing inside it", () => {
  fc.assert(
    fc.property(scenes, scenes, (given, others) => {
      const last = given.at(-1) ?? [];
      const inner = (before: readonly RecordedSentence[][]) => {
        const timings = timeNarration(flattened([...before, last]), "test");
        const startMs = timings.scenes.at(-1)?.fromMs ?? 0;
        const { length } = before;
        return {
          startMs,
          times: timings.sentences
            .filter(({ scene }) => scene === length)
            .map((each) => [each.startMs - startMs, each.endMs - startMs]),
          tailMs: timings.durationMs - startMs,
        };
      };
      const left = inner(given.slice(0, -1));
      const right = inner(others);
      expect(left.times).toEqual(right.times);
      expect(left.tailMs).toBe(right.tailMs);
      expect(Math.abs(left.startMs - right.startMs) % SCENE_GRID_MS).toBe(0);
    }),
  );
});

test("the pause after a sentence follows from how it ends", () => {
  const ends = ["one,", "two —", "three.", "four…", "“five …”", "six"];
  const recorded = ends.map((text) => ({ text, scene: 0, durationMs: 1_000, words: [] }));
  const { gaps } = timeNarration(recorded, "test");
  expect(gaps.map(({ fromMs, toMs }) => toMs - fromMs).slice(0, -1)).toEqual([300, 150, 250, 350, 550, 550]);
});

test("an asked pause replaces the calm reader's, and ends the word before it", () => {
  const words = [
    { text: "Wait", startMs: 0 },
    { text: "now.", startMs: 1_200 },
  ];
  const pauses = [{ fromMs: 400, toMs: 1_200 }];
  const first = { text: "Wait now.", scene: 0, durationMs: 1_600, words, pauses, gapAfterMs: 2_000 };
  const timings = timeNarration([first, { text: "Go.", scene: 0, durationMs: 300, words: [] }], "test");
  expect(timings.words.map(({ startMs, endMs }) => [startMs, endMs])).toEqual([
    [300, 700],
    [1_500, 1_900],
  ]);
  expect(timings.sentences[1]?.startMs).toBe(3_900);
  expect(timings.gaps).toContainEqual({ fromMs: 700, toMs: 1_500 });
});

test.each([
  {
    sentence: "Wait [pause 800 ms] now.",
    parts: [
      ["Wait", 800],
      ["now.", 0],
    ],
    beforeMs: 0,
  },
  { sentence: "[pause 1.5 s] Now. [PAUSE]", parts: [["Now.", 500]], beforeMs: 1_500 },
  { sentence: "Wait [pause 2].", parts: [["Wait.", 2_000]], beforeMs: 0 },
  {
    sentence: "Wait [pause 99 s] more",
    parts: [
      ["Wait", 10_000],
      ["more", 0],
    ],
    beforeMs: 0,
  },
  { sentence: "[pause 300]", parts: [], beforeMs: 300 },
  { sentence: "See [1] and [pause for thought].", parts: [["See [1] and [pause for thought].", 0]], beforeMs: 0 },
])("$sentence", ({ sentence: text, ...expected }) => {
  const { parts, beforeMs } = splitAtPauses(text);
  expect({ parts: parts.map((part) => [part.text, part.afterMs]), beforeMs }).toEqual(expected);
});

test("a sentence without marks stays itself", () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[a-zA-Z.,—]{1,8}( [a-zA-Z.,—]{1,8}){0,6}$/).filter(isSpeakable), (text) => {
      expect(withoutPauses(text)).toBe(text);
    }),
  );
});
