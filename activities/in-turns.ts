import { setImmediate as nextTurn } from "node:timers/promises";

import type { Steps } from "../domain/steps.ts";

/** Longest computing without a pause; a heartbeat or an answer waits no longer than this. */
const TURN_MS = 20;

/** Drives long computing to its end and lets heartbeats, cancellation and other activities in between its steps. */
export async function inTurns<Result>(steps: Steps<Result>, signal: AbortSignal): Promise<Result> {
  signal.throwIfAborted();
  for (let begunMs = performance.now(); ;) {
    const step = steps.next();
    if (step.done === true) return step.value;
    if (performance.now() - begunMs < TURN_MS) continue;
    await nextTurn();
    signal.throwIfAborted();
    begunMs = performance.now();
  }
}
