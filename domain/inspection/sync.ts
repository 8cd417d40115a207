import type { Fault, Observation, QualityPolicy } from "./inspection.ts";
import { observed, unknown } from "./inspection.ts";
import type { TimeRange } from "../speech/speech.ts";

/** Sound for comparing: mono samples, −32768 to 32767. */
export interface Pcm {
  readonly samples: Int16Array;
  readonly sampleRateHz: number;
}

/** How much later the file's sound is than its master, in one window. */
export interface WindowLag extends TimeRange {
  readonly lagMs: number;
  /** 1 for the same envelope, 0 for an unrelated one. */
  readonly correlation: number;
}

const HOP_MS = 5;
const SEARCH_MS = 500;
const WINDOW_MS = 10_000;
/** −44 dBFS: keeps noise, and the depth of a pause, out of the envelope. */
const FLOOR = 200;

/** Check 4: lag of the sound in three windows plus the streams' start difference; drift counts in its own measure. */
export function checkSync(
  { file, master, videoStartMs }: { readonly file: Pcm; readonly master: Pcm; readonly videoStartMs: number },
  policy: QualityPolicy,
): Observation {
  const windows = measureLags(file, master).map((window) => ({ ...window, lagMs: window.lagMs - videoStartMs }));
  if (windows.length === 0) return unknown("sync", "the sound is too short or too even to compare");
  const { zeroAt } = policy.checks.sync;
  const matched = windows.filter((window) => window.correlation >= policy.detection.lowestCorrelation);
  const faults: Fault[] = windows.map(({ fromMs, toMs, lagMs, correlation }) =>
    correlation >= policy.detection.lowestCorrelation
      ? { fromMs, toMs, message: `sound is ${lagMs.toFixed(0)} ms late`, mend: "assembly", share: Math.abs(lagMs) }
      : { fromMs, toMs, message: "sound is not the planned master", mend: "audio", share: zeroAt },
  );
  const lags = matched.map((window) => window.lagMs);
  const driftMs = lags.length < 2 ? 0 : Math.max(...lags) - Math.min(...lags);
  const worstLagMs = lags.length === 0 ? 0 : Math.max(...lags.map(Math.abs));
  // A drift at its limit weighs as much as a lag at its own.
  const value = Math.max(
    worstLagMs,
    (driftMs / policy.detection.driftMs) * zeroAt,
    unmatchedValue(windows, matched, zeroAt),
  );
  const measured = `${windows.map((window) => window.lagMs.toFixed(0)).join(" / ")} ms, drift ${driftMs.toFixed(0)} ms`;
  const unmade = windows.length < 3 ? [`${3 - windows.length} of 3 windows hold no sound to compare`] : [];
  return observed(
    "sync",
    value,
    measured,
    faults.filter((fault) => fault.share > 0),
    unmade,
  );
}

function unmatchedValue(windows: readonly WindowLag[], matched: readonly WindowLag[], zeroAt: number): number {
  return matched.length < windows.length ? zeroAt : 0;
}

/** Lags at the start, in the middle and at the end; windows without a changing envelope are left out. */
export function measureLags(file: Pcm, master: Pcm): WindowLag[] {
  const actual = envelope(file);
  const planned = envelope(master);
  const margin = SEARCH_MS / HOP_MS;
  const usable = Math.min(actual.length, planned.length) - 2 * margin;
  const size = Math.min(WINDOW_MS / HOP_MS, Math.floor(usable / 3));
  // Under half a second no envelope is distinctive.
  if (size < 100) return [];
  const starts = [margin, margin + Math.floor((usable - size) / 2), margin + usable - size];
  return starts.flatMap((start) => {
    const best = bestLag({ actual, planned, start, size });
    if (best === null) return [];
    return [
      {
        fromMs: start * HOP_MS,
        toMs: (start + size) * HOP_MS,
        lagMs: best.lag * HOP_MS,
        correlation: best.correlation,
      },
    ];
  });
}

/** Level of every 5 ms in decibels, so that a gain shifts it and does not reshape it. */
function envelope({ samples, sampleRateHz }: Pcm): Float64Array {
  const hop = Math.round((sampleRateHz * HOP_MS) / 1000);
  const levels = new Float64Array(Math.floor(samples.length / hop));
  for (let index = 0; index < levels.length; index += 1) {
    let energy = 0;
    for (let offset = index * hop; offset < (index + 1) * hop; offset += 1) energy += (samples[offset] ?? 0) ** 2;
    levels[index] = 20 * Math.log10(Math.sqrt(energy / hop) + FLOOR);
  }
  return levels;
}

interface LagSearch {
  readonly actual: Float64Array;
  readonly planned: Float64Array;
  readonly start: number;
  readonly size: number;
}

function bestLag(search: LagSearch): { lag: number; correlation: number } | null {
  const reach = SEARCH_MS / HOP_MS;
  const scores: number[] = [];
  for (let lag = -reach; lag <= reach; lag += 1) scores.push(correlate(search, lag));
  if (scores.every(Number.isNaN)) return null;
  const peak = scores.reduce((best, score, index) => (score > (scores[best] || -2) ? index : best), 0);
  return { lag: peak - reach + peakOffset(scores, peak), correlation: scores[peak] ?? 0 };
}

/** Pearson correlation of the file's window with the master's window `lag` hops before it; NaN for an even window. */
function correlate({ actual, planned, start, size }: LagSearch, lag: number): number {
  let sumA = 0;
  let sumB = 0;
  let sumAA = 0;
  let sumBB = 0;
  let sumAB = 0;
  for (let index = start; index < start + size; index += 1) {
    const a = actual[index] ?? 0;
    const b = planned[index - lag] ?? 0;
    sumA += a;
    sumB += b;
    sumAA += a * a;
    sumBB += b * b;
    sumAB += a * b;
  }
  const varianceA = sumAA / size - (sumA / size) ** 2;
  const varianceB = sumBB / size - (sumB / size) ** 2;
  // Under 1 dB of movement there is nothing to line up.
  if (varianceA < 1 || varianceB < 1) return Number.NaN;
  return (sumAB / size - (sumA / size) * (sumB / size)) / Math.sqrt(varianceA * varianceB);
}

/** Where between the hops the peak lies: the top of the parabola through it and its neighbours. */
function peakOffset(scores: readonly number[], peak: number): number {
  const [before, at, after] = [scores[peak - 1], scores[peak], scores[peak + 1]];
  if (before === undefined || at === undefined || after === undefined) return 0;
  const curvature = before - 2 * at + after;
  return curvature < 0 ? (before - after) / (2 * curvature) : 0;
}
