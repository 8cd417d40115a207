import { expect, test } from "vitest";

import { inTurns } from "../../activities/in-turns.ts";
import { sentencesHeardIn } from "../../domain/speech/segmentation.ts";
import { type Steps, atOnce } from "../../domain/steps.ts";

const RATE = 16_000;

/** A tone that changes its pitch every tenth of a second and rests after each second. */
function sound(seconds: number) {
  const samples = Int16Array.from({ length: seconds * RATE }, (_, at) => {
    const tenth = Math.floor((at * 10) / RATE);
    const hz = tenth % 10 === 9 ? 0 : 200 + ((tenth * 37) % 11) * 80;
    return 6_000 * Math.sin((2 * Math.PI * hz * at) / RATE);
  });
  return { samples, sampleRate: RATE };
}

test("a recording is searched in turns, with the result of one go, and heartbeats go on meanwhile", async () => {
  const recording = sound(20);
  const references = Array.from({ length: 4 }, () => sound(5));
  let beats = 0;
  const heartbeat = setInterval(() => (beats += 1), 1);
  const found = await inTurns(sentencesHeardIn(recording, references), new AbortController().signal);
  clearInterval(heartbeat);
  expect(beats).toBeGreaterThan(3);
  expect(found).toEqual(atOnce(sentencesHeardIn(recording, references)));
});

test("a cancellation ends it between two steps", async () => {
  const cancellation = new AbortController();
  function* endless(): Steps<never> {
    for (;;) yield;
  }
  setTimeout(() => cancellation.abort(new Error("asked to stop")), 50);
  await expect(inTurns(endless(), cancellation.signal)).rejects.toThrow("asked to stop");
});
