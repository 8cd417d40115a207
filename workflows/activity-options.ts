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
