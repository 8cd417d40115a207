import type { NarrationTimings } from "../speech/speech.ts";

/** Rates at which the offline voice still sounds unhurried. */
const SLOWEST_WORDS_PER_MINUTE = 128;
const FASTEST_WORDS_PER_MINUTE = 176;

/** Words that would fill the wanted length at the rate of a measured draft. */
export function refittedWordBudget(draft: { wordBudget: number; durationMs: number }, wantedMs: number): number {
  return Math.max(1, Math.round((draft.wordBudget * wantedMs) / draft.durationMs));
}

export interface FittedRate {
  readonly wordsPerMinute: number;
  /** How far the narration will be from the wanted length at that rate. */
  readonly missMs: number;
}

/** Rate that stretches or squeezes the spoken part of a measured draft into the wanted length; pauses stay. */
export function fittedRate(timings: NarrationTimings, measuredAt: number, wantedMs: number): FittedRate {
  const pausesMs = timings.gaps.reduce((sum, gap) => sum + gap.toMs - gap.fromMs, 0);
  const spokenMs = timings.durationMs - pausesMs;
  const roomMs = Math.max(1, wantedMs - pausesMs);
  const ideal = Math.round((measuredAt * spokenMs) / roomMs);
  const wordsPerMinute = Math.min(FASTEST_WORDS_PER_MINUTE, Math.max(SLOWEST_WORDS_PER_MINUTE, ideal));
  return { wordsPerMinute, missMs: Math.abs(pausesMs + (spokenMs * measuredAt) / wordsPerMinute - wantedMs) };
}
