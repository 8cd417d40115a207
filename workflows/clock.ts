import { condition, sleep } from "@temporalio/workflow";
import type { ClockInput } from "../domain/video/generation.ts";

/** The longest single timer; longer waits are cut so that a clock change is noticed within a day of business time. */
const LONGEST_TIMER_MS = 30 * 24 * 3_600_000;

/**
 * The only source of waiting. Business time runs `timeScale` times as fast as the wall clock, so that a lifecycle of
 * years can be tried in a minute; production keeps the scale at 1.
 */
export class Clock {
  readonly #epochMs: number;
  readonly #startedAtMs: number;
  readonly #timeScale: number;

  constructor(input: ClockInput | undefined) {
    const nowMs = Date.now();
    this.#epochMs = input ? Date.parse(input.epoch) : nowMs;
    this.#startedAtMs = input ? Date.parse(input.startedAt) : nowMs;
    this.#timeScale = input?.timeScale ?? 1;
  }

  /** Business time in milliseconds since 1970. */
  nowMs(): number {
    return this.#epochMs + (Date.now() - this.#startedAtMs) * this.#timeScale;
  }

  /** For the run that this one continues as; undefined where business time is real time. */
  carry(): ClockInput | undefined {
    if (this.#timeScale === 1) return undefined;
    const epoch = new Date(this.nowMs()).toISOString();
    return { epoch, startedAt: new Date(Date.now()).toISOString(), timeScale: this.#timeScale };
  }

  /** Waits for a business instant; `summary` labels the timer in the Web UI. */
  async waitUntil(instantMs: number, summary: string): Promise<void> {
    for (let leftMs = instantMs - this.nowMs(); leftMs > 0; leftMs = instantMs - this.nowMs()) {
      await sleep(this.#realMs(Math.min(leftMs, LONGEST_TIMER_MS)), { summary });
    }
  }

  /** Waits for `fact` to become true, at most until a business instant. Says whether it did. */
  async waitFor(fact: () => boolean, instantMs: number | null, summary: string): Promise<boolean> {
    if (instantMs === null) {
      await condition(fact);
      return true;
    }
    for (let leftMs = instantMs - this.nowMs(); leftMs > 0; leftMs = instantMs - this.nowMs()) {
      if (await condition(fact, this.#realMs(Math.min(leftMs, LONGEST_TIMER_MS)), { summary })) return true;
    }
    return fact();
  }

  #realMs(businessMs: number): number {
    return Math.max(1, Math.ceil(businessMs / this.#timeScale));
  }
}
