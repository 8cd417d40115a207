import * as fc from "fast-check";
import { expect, test } from "vitest";

import { subRip, webVtt } from "../../../domain/captions/caption-files.ts";
import { CAPTION_LIMITS, captionCues } from "../../../domain/captions/captions.ts";
import { timeNarration } from "../../../domain/speech/speech.ts";

/** Sentences as a voice of 160 words a minute speaks them. */
const sentences = fc.array(
  fc.record({
    scene: fc.constant(0),
    words: fc.array(
      fc.record({ text: fc.stringMatching(/^[a-zA-Z]{1,14}[,.]?$/), ms: fc.integer({ min: 120, max: 700 }) }),
      { minLength: 1, maxLength: 40 },
    ),
  }),
  { minLength: 1, maxLength: 8 },
);

function narrationOf(spoken: { scene: number; words: { text: string; ms: number }[] }[]) {
  const recorded = spoken.map(({ words }, index) => {
    let clockMs = 0;
    const timed = words.map(({ text, ms }) => {
      const word = { text, startMs: clockMs };
      clockMs += ms;
      return word;
    });
    return {
      text: words.map(({ text }) => text).join(" "),
      scene: Math.floor(index / 2),
      durationMs: clockMs,
      words: timed,
    };
  });
  return timeNarration(recorded, "test");
}

test.each([42, 32, 24])("captions of %i characters a line keep every limit and every word", (lineCharacters) => {
  fc.assert(
    fc.property(sentences, (spoken) => {
      const timings = narrationOf(spoken);
      const cues = captionCues(timings, lineCharacters);
      expect(cues.flatMap((cue) => cue.lines).join(" ")).toBe(timings.words.map((word) => word.text).join(" "));
      for (const [index, cue] of cues.entries()) {
        expect(cue.lines.length).toBeLessThanOrEqual(CAPTION_LIMITS.lines);
        for (const line of cue.lines) expect(line.length).toBeLessThanOrEqual(lineCharacters);
        expect(cue.endMs).toBeGreaterThan(cue.startMs);
        expect(cue.endMs - cue.startMs).toBeLessThanOrEqual(CAPTION_LIMITS.longestMs);
        expect(cue.startMs).toBeGreaterThanOrEqual(cues[index - 1]?.endMs ?? 0);
        for (const word of cue.words) expect(cue.lines[word.line]).toContain(word.text);
      }
    }),
    { numRuns: 150 },
  );
});

test("a word longer than a line is cut, not lost", () => {
  const timings = narrationOf([{ scene: 0, words: [{ text: "x".repeat(60), ms: 900 }] }]);
  const cues = captionCues(timings, 24);
  expect(cues.flatMap((cue) => cue.lines).join("")).toBe("x".repeat(60));
  for (const line of cues.flatMap((cue) => cue.lines)) expect(line.length).toBeLessThanOrEqual(24);
});

test("a line breaks after a comma rather than in the middle of the sense", () => {
  const text = "To understand how tides work, it helps to look for the very first step.";
  const words = text.split(" ").map((word) => ({ text: word, ms: 330 }));
  expect(captionCues(narrationOf([{ scene: 0, words }]), 42)[0]?.lines[0]).toBe("To understand how tides work,");
});

test("caption files have the stamps and escapes of their formats", () => {
  const cue = { startMs: 3_661_005, endMs: 3_662_500, lines: ["a < b & c", "second"], words: [], sentence: 0 };
  expect(subRip([cue])).toBe("1\n01:01:01,005 --> 01:01:02,500\na < b & c\nsecond\n");
  expect(webVtt([cue])).toBe("WEBVTT\n\n01:01:01.005 --> 01:01:02.500\na &lt; b &amp; c\nsecond\n");
});
