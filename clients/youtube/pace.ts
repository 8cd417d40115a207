import { setTimeout as sleep } from "node:timers/promises";

import { type Pace, takeTurn } from "../../domain/quota/pace.ts";

export type { Pace } from "../../domain/quota/pace.ts";

/** Waits until the next request may leave. */
export function createTurns(pace: Pace): (signal?: AbortSignal) => Promise<void> {
  let dueAtMs = 0;
  return async (signal) => {
    const turn = takeTurn(dueAtMs, performance.now(), pace);
    dueAtMs = turn.dueAtMs;
    if (turn.waitMs > 0) await sleep(turn.waitMs, undefined, signal === undefined ? {} : { signal });
  };
}
