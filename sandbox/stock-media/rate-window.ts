import type { StockEvent } from "./log.ts";

/** Calls of each key within a rolling window. */
export class RateWindow {
  readonly limit: number;
  readonly windowMs: number;
  readonly #calls = new Map<string, number[]>();

  constructor(limit: number, windowMs: number, past: readonly StockEvent[]) {
    this.limit = limit;
    this.windowMs = windowMs;
    for (const { countedFor, at } of past) if (countedFor !== undefined) this.#add(countedFor, Date.parse(at));
  }

  /** False when the window is full: such a call does not count. */
  take(key: string, nowMs: number): boolean {
    if (this.remaining(key, nowMs) === 0) return false;
    this.#add(key, nowMs);
    return true;
  }

  remaining(key: string, nowMs: number): number {
    return Math.max(0, this.limit - this.#within(key, nowMs).length);
  }

  /** Until the oldest call leaves the window; the whole window when there is none. */
  resetsInMs(key: string, nowMs: number): number {
    const [oldest] = this.#within(key, nowMs);
    return oldest === undefined ? this.windowMs : oldest + this.windowMs - nowMs;
  }

  #within(key: string, nowMs: number): number[] {
    const calls = (this.#calls.get(key) ?? []).filter((at) => at > nowMs - this.windowMs);
    this.#calls.set(key, calls);
    return calls;
  }

  #add(key: string, atMs: number): void {
    this.#calls.set(key, [...(this.#calls.get(key) ?? []), atMs]);
  }
}
