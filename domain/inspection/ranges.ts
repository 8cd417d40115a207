import type { PlannedSegment } from "../render/plan.ts";
import type { TimeRange } from "../speech/speech.ts";

/** Arithmetic of time ranges in milliseconds; a range is half open, from ≤ t < to. */
export function lengthMs(range: TimeRange): number {
  return Math.max(0, range.toMs - range.fromMs);
}

export function totalMs(ranges: readonly TimeRange[]): number {
  return ranges.reduce((sum, range) => sum + lengthMs(range), 0);
}

/**
 * What of `found` was not planned: `found` minus each planned range widened by `marginMs`, without leftovers shorter
 * than `shortestMs`. A found range that touches no plan is kept whatever its length.
 */
export function unplanned(
  found: readonly TimeRange[],
  planned: readonly TimeRange[],
  { marginMs, shortestMs }: { readonly marginMs: number; readonly shortestMs: number },
): TimeRange[] {
  return found.flatMap((range) => {
    const touching = planned
      .map(({ fromMs, toMs }) => ({ fromMs: fromMs - marginMs, toMs: toMs + marginMs }))
      .filter((plan) => overlaps(plan, range))
      .toSorted((a, b) => a.fromMs - b.fromMs);
    if (touching.length === 0) return [range];
    return subtract(range, touching).filter((rest) => lengthMs(rest) >= shortestMs);
  });
}

export function overlaps(a: TimeRange, b: TimeRange): boolean {
  return a.fromMs < b.toMs && b.fromMs < a.toMs;
}

/** Indexes of the segments shown during a range; an empty range names the segment at that moment. */
export function segmentsDuring(
  range: TimeRange,
  plan: {
    readonly fps: number;
    readonly segments: readonly Pick<PlannedSegment, "index" | "startFrame" | "frameCount">[];
  },
): number[] {
  const fromFrame = Math.floor((range.fromMs * plan.fps) / 1000 + 1e-6);
  const toFrame = Math.max(fromFrame + 1, Math.ceil((range.toMs * plan.fps) / 1000 - 1e-6));
  return plan.segments
    .filter((segment) => segment.startFrame < toFrame && fromFrame < segment.startFrame + segment.frameCount)
    .map((segment) => segment.index);
}

function subtract(range: TimeRange, sortedCuts: readonly TimeRange[]): TimeRange[] {
  const rest: TimeRange[] = [];
  let fromMs = range.fromMs;
  for (const cut of sortedCuts) {
    if (cut.fromMs > fromMs) rest.push({ fromMs, toMs: Math.min(cut.fromMs, range.toMs) });
    fromMs = Math.max(fromMs, cut.toMs);
    if (fromMs >= range.toMs) return rest;
  }
  rest.push({ fromMs, toMs: range.toMs });
  return rest;
}
