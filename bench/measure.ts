import type { Figure } from "./figure.ts";

export interface Goal {
  /** The most that `of` may be. */
  readonly limit: number;
  readonly of: "median" | "p95";
}

/** Minimum, median, p95 and maximum of the values; the goal, if any, stands beside the one that it is about. */
export function spread(figure: string, values: readonly number[], unit: string, goal?: Goal): readonly Figure[] {
  const named = {
    minimum: quantile(values, 0),
    median: quantile(values, 0.5),
    p95: quantile(values, 0.95),
    maximum: quantile(values, 1),
  };
  return Object.entries(named).map(([name, value]) => {
    const row = { figure: `${figure}, ${name} of ${values.length}`, value, unit };
    if (goal === undefined || name !== goal.of) return { ...row, goal: "", ok: true };
    return { ...row, goal: `≤ ${goal.limit}`, ok: value <= goal.limit };
  });
}

/** The smallest value that at least this fraction of the values does not pass; NaN of nothing. */
export function quantile(values: readonly number[], fraction: number): number {
  const sorted = values.toSorted((left, right) => left - right);
  return sorted[Math.max(0, Math.ceil(fraction * sorted.length) - 1)] ?? Number.NaN;
}

/** A count that must be exactly so many: lost, doubled, refused, identical. */
export function exactly(figure: string, value: number, wanted: number, unit: string): Figure {
  return { figure, value, unit, goal: String(wanted), ok: value === wanted };
}

/** A number shown without being judged. */
export function shown(figure: string, value: number, unit: string): Figure {
  return { figure, value, unit, goal: "", ok: true };
}

/** Milliseconds that the work took, and what it gave. */
export async function timed<T>(work: () => Promise<T>): Promise<{ readonly ms: number; readonly result: T }> {
  const startedMs = performance.now();
  const result = await work();
  return { ms: performance.now() - startedMs, result };
}
