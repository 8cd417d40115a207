import type { ActivityOptions, LocalActivityOptions } from "@temporalio/workflow";

/** Timeouts and retries, grouped by what a repeated call would do. */

/** Short transactions on PostgreSQL and Redis, idempotent by their keys: retried until the database is back. */
export const transaction: LocalActivityOptions = {
  startToCloseTimeout: "10 seconds",
  retry: { initialInterval: "50 milliseconds", backoffCoefficient: 2, maximumInterval: "5 seconds" },
};

/** Reads outside systems; repeating one changes nothing. */
export const read: ActivityOptions = {
  startToCloseTimeout: "30 seconds",
  scheduleToCloseTimeout: "10 minutes",
  retry: { initialInterval: "200 milliseconds", backoffCoefficient: 2, maximumInterval: "30 seconds" },
};

/** A silent worker is given up after this; beats come every 3 seconds, so five are missed first. */
const HEARTBEAT_TIMEOUT = "15 seconds";

/** Writes that a key makes repeatable. The three retries outlast the restart of a server: 42 s together. */
export const idempotentWrite: ActivityOptions = {
  startToCloseTimeout: "1 minute",
  heartbeatTimeout: HEARTBEAT_TIMEOUT,
  retry: { initialInterval: "2 seconds", backoffCoefficient: 4, maximumInterval: "1 minute", maximumAttempts: 4 },
};

/**
 * Minutes of work, and calls that must not happen twice. One attempt each: the stage counts failures, repeats lost
 * attempts, and reserves money for both; the attempt after a call looks up what became of it before it acts.
 */
export function oneAttempt(timeoutMs: number): ActivityOptions {
  return { startToCloseTimeout: timeoutMs, heartbeatTimeout: HEARTBEAT_TIMEOUT, retry: { maximumAttempts: 1 } };
}

/** How long a video, or speech, a stage's limit is set for. */
const LIMIT_HOLDS_FOR_SECONDS = 120;
const SPOKEN_CHARACTERS_PER_SECOND = 15;

/** For work that goes through a video from beginning to end: a longer one is given as many times more. */
export function longEnoughFor(seconds: number, timeoutMs: number): ActivityOptions {
  return { startToCloseTimeout: Math.round(timeoutMs * Math.max(1, seconds / LIMIT_HOLDS_FOR_SECONDS)) };
}

/** A bought voice is asked for one sentence after the other; what was bought before, or costs nothing, takes no time. */
export function longEnoughToBuy(characters: number | undefined, timeoutMs: number): ActivityOptions {
  return longEnoughFor((characters ?? 0) / SPOKEN_CHARACTERS_PER_SECOND, timeoutMs);
}
