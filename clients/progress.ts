import type { Redis } from "ioredis";

import { createStreamReader } from "./progress-reader.ts";
import { createThrottle } from "./progress-throttle.ts";

/** How far one stage of a run is. */
export interface ProgressReport {
  readonly stage: string;
  /** 0–1. */
  readonly fraction: number;
  /** One line for people; no secrets, it lives in Redis in clear. */
  readonly message: string;
}

export interface ProgressEntry extends ProgressReport {
  /** Id in the Redis stream, `<ms>-<n>`; grows within a run. */
  readonly id: string;
  /** ISO instant at which the report was written. */
  readonly at: string;
}

export interface ProgressBus {
  /** Reports at most four times a second per run and stage; the last value of a burst is always sent. Never blocks. */
  publish(workflowId: string, report: ProgressReport): void;
  /**
   * The newest entry of every stage after `afterId` (`"0"`: from the start), then each change as it comes, until `signal` aborts.
   * A reader that is slower than the writer misses intermediate values, never the last one of a stage.
   */
  follow(workflowId: string, afterId: string, signal: AbortSignal): AsyncIterable<ProgressEntry>;
  /** Sends what is still held back and ends every `follow`. */
  close(): Promise<void>;
}

const KEPT_ENTRIES = 1_000;
const KEPT_SECONDS = 24 * 60 * 60;
const INTERVAL_MS = 250;

export function progressKey(workflowId: string): string {
  return `progress:${workflowId}`;
}

/**
 * Percentages of running work through one Redis stream per run: transport only, nothing depends on an entry arriving.
 * Errors of Redis go to `onError`; by default they become process warnings.
 */
export function createProgressBus(
  redis: Redis,
  { onError = (error) => process.emitWarning(error) }: { onError?: (error: Error) => void } = {},
): ProgressBus {
  const reader = createStreamReader(redis, onError);
  const throttle = createThrottle<{ workflowId: string; report: ProgressReport }>(INTERVAL_MS, write);

  async function write({ workflowId, report }: { workflowId: string; report: ProgressReport }): Promise<void> {
    const key = progressKey(workflowId);
    const fields = ["stage", report.stage, "fraction", String(report.fraction), "message", report.message];
    try {
      const results = await redis
        .multi()
        .xadd(key, "MAXLEN", "~", KEPT_ENTRIES, "*", ...fields)
        .expire(key, KEPT_SECONDS)
        .exec();
      for (const [error] of results ?? []) if (error) throw error;
    } catch (error) {
      onError(error instanceof Error ? error : new Error(String(error)));
    }
  }

  return {
    publish(workflowId, report) {
      const fraction = Math.min(1, Math.max(0, report.fraction));
      throttle.offer(`${workflowId}\n${report.stage}`, { workflowId, report: { ...report, fraction } });
    },
    follow: (workflowId, afterId, signal) => newestPerStage(reader, progressKey(workflowId), afterId, signal),
    async close() {
      await throttle.flush();
      await reader.close();
    },
  };
}

/** Holds one entry per stage for a client, so a slow client costs no memory. */
async function* newestPerStage(
  reader: ReturnType<typeof createStreamReader>,
  key: string,
  afterId: string,
  signal: AbortSignal,
): AsyncGenerator<ProgressEntry> {
  const waiting = new Map<string, ProgressEntry>();
  let wake = Promise.withResolvers<void>();
  const ended = new AbortController();
  const end = () => {
    ended.abort();
    wake.resolve();
  };
  if (signal.aborted) return;
  const stop = reader.watch(key, {
    onEntry(entry) {
      if (!isAfter(entry.id, afterId)) return;
      waiting.set(entry.stage, entry);
      wake.resolve();
    },
    onClose: end,
  });
  signal.addEventListener("abort", end, { once: true });
  try {
    while (!ended.signal.aborted) {
      for (const [stage, entry] of waiting) {
        waiting.delete(stage);
        yield entry;
      }
      if (waiting.size === 0 && !ended.signal.aborted) await wake.promise;
      wake = Promise.withResolvers<void>();
    }
  } finally {
    signal.removeEventListener("abort", end);
    stop();
  }
}

/** Stream ids are `<ms>-<n>`; a missing `<n>` counts as 0. */
function isAfter(id: string, otherId: string): boolean {
  const [ms = 0, count = 0] = id.split("-").map(Number);
  const [otherMs = 0, otherCount = 0] = otherId.split("-").map(Number);
  return ms > otherMs || (ms === otherMs && count > otherCount);
}
