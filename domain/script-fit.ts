import type { NarrationTimings } from "./speech.ts";

/** Rates at which the offline voice still sounds unhurried. */
const SLOWEST_WORDS_PER_MINUTE = 135;
const FASTEST_WORDS_PER_MINUTE = 200;

/** Words that would fill the wanted length at the rate of a measured draft. */
export function refittedWordBudget(draft: { wordBudget: number; durationMs: number }, wantedMs: number): number {
  return Math.max(1, Math.round((draft.wordBudget * wantedMs) / draft.durationMs));
}

/** Rate that stretches or squeezes the spoken part of a measured draft into the wanted length; pauses stay. */
export function fittedWordsPerMinute(timings: NarrationTimings, measuredAt: number, wantedMs: number): number {
  const pausesMs = timings.gaps.reduce((sum, gap) => sum + gap.toMs - gap.fromMs, 0);
  const spokenMs = timings.durationMs - pausesMs;
  const roomMs = Math.max(1, wantedMs - pausesMs);
  const rate = Math.round((measuredAt * spokenMs) / roomMs);
  return Math.min(FASTEST_WORDS_PER_MINUTE, Math.max(SLOWEST_WORDS_PER_MINUTE, rate));
}
