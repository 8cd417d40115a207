import { expect, test } from "vitest";

import { mixFilter, seamlessLoopFilter } from "../../../domain/sound/audio-filters.ts";
import { composeLoop, moodOf } from "../../../domain/sound/music.ts";
import { MOODS } from "../../../domain/sound/music-moods.ts";

function loopOf(seed: number): Int16Array {
  const composing = composeLoop(seed);
  for (;;) {
    const step = composing.next();
    if (step.done === true) return step.value.samples;
  }
}

function level(samples: Int16Array): number {
  let energy = 0;
  for (const value of samples) energy += (value / 32_768) ** 2;
  return 10 * Math.log10(energy / samples.length);
}

/** One seed of each mood. */
const seeds = MOODS.map((mood) => Array.from({ length: 200 }, (_, seed) => seed).find((seed) => moodOf(seed) === mood));

test("seeds reach every mood, and there are at least five", () => {
  expect(new Set(MOODS.map(({ name }) => name)).size).toBeGreaterThanOrEqual(5);
  expect(seeds).not.toContain(undefined);
});

test("every mood is music at the level of the others, without a step where it is repeated", () => {
  const levels = seeds.map((seed = 0) => {
    const samples = loopOf(seed);
    const frames = samples.length / 2;
    expect(frames / 48_000).toBeGreaterThan(14);
    const joint = Math.abs((samples[0] ?? 0) - (samples[samples.length - 2] ?? 0));
    expect(joint).toBeLessThan(6_000);
    return level(samples);
  });
  expect(Math.max(...levels) - Math.min(...levels)).toBeLessThan(1.5);
});

test("the same seed is the same music", () => {
  // As bytes: a comparison value by value of two million takes seconds.
  const bytesOf = (seed: number) => Buffer.from(loopOf(seed).buffer);
  const five = bytesOf(5);
  expect(five.equals(bytesOf(5))).toBe(true);
  expect(five.equals(bytesOf(6))).toBe(false);
});

test("a mix without music has no second input, and a card before the narration delays it", () => {
  expect(mixFilter(10_000, { bedGainDb: null })).not.toContain("[1:a]");
  expect(mixFilter(10_000, { narrationStartMs: 2_000 })).toContain("adelay=2000:all=1");
  expect(mixFilter(10_000)).not.toContain("adelay");
  expect(seamlessLoopFilter(3)).toBeNull();
  expect(seamlessLoopFilter(30)).toContain("acrossfade");
});
