export interface Pace {
  readonly requestsPerSecond: number;
  /** So many may leave at once after a pause. */
  readonly burst: number;
}

export interface Turn {
  readonly waitMs: number;
  /** When the requests so far would be done at the even pace; goes into the next call. */
  readonly dueAtMs: number;
}

/** A token bucket without its tokens (the generic cell rate algorithm). `dueAtMs` is the former turn's, 0 at first. */
export function takeTurn(dueAtMs: number, nowMs: number, { requestsPerSecond, burst }: Pace): Turn {
  const gapMs = 1000 / requestsPerSecond;
  const dueMs = Math.max(dueAtMs, nowMs) + gapMs;
  return { dueAtMs: dueMs, waitMs: Math.max(0, dueMs - burst * gapMs - nowMs) };
}
