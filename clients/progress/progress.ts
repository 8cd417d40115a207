import type { Redis } from "ioredis";

import { createStreamReader } from "./reader.ts";
import { createThrottle } from "./throttle.ts";

/** How far one stage of a run is. */
export interface ProgressReport {
  readonly stage: string;
  /** 0–1. */
  readonly fraction: number;
  /** One line for people; no secrets, it lives in Redis in clear. */
  readonly message: string;
}

/** Work that makes up a stage together with others, at the same time and on other hosts. */
export interface StagePart {
  readonly name: string;
  /** Of the stage, 0–1; all parts of a stage together are 1. */
  readonly share: number;
}

export interface ProgressEntry extends ProgressReport {
  /** Id in the Redis stream, `<ms>-<n>`; grows within a run. */
  readonly id: string;
  /** ISO instant at which the report was written. */
  readonly at: string;
}

export interface ProgressBus {
  /**
   * Reports at most four times a second per run and stage; the last value of a burst is always sent. Never blocks.
   * With a part, the fraction is that of the part, and followers see the sum of the stage's parts, which never falls.
   */
  publish(workflowId: string, report: ProgressReport, part?: StagePart): void;
  /**
   * The newest entry of every stage after `afterId` (`"0"`: from the start), then each change as it comes, until `signal` aborts.
   * A reader that is slower than the writer misses intermediate values, never the last one of a stage.
   */
  follow(workflowId: string, afterId: string, signal: AbortSignal): AsyncIterable<ProgressEntry>;
  /** Sends what is still held back and ends every `follow`. */
  close(): Promise<void>;
}

interface Publication {
  readonly workflowId: string;
  readonly report: ProgressReport;
  readonly part: StagePart | undefined;
}

const KEPT_ENTRIES = 1_000;
const KEPT_SECONDS = 24 * 60 * 60;
const INTERVAL_MS = 250;

/** Keeps the most of each part, and appends the sum of all. Keys: parts, stream. */
const ADD_PART = `
local done = math.max(tonumber(redis.call('HGET', KEYS[1], ARGV[2]) or '0'), tonumber(ARGV[3]))
redis.call('HSET', KEYS[1], ARGV[2], done)
local sum = 0
for _, part in ipairs(redis.call('HVALS', KEYS[1])) do sum = sum + tonumber(part) end
local fields = { 'stage', ARGV[1], 'fraction', string.format('%.4f', math.min(1, sum)), 'message', ARGV[4] }
redis.call('XADD', KEYS[2], 'MAXLEN', '~', ARGV[5], '*', unpack(fields))
redis.call('EXPIRE', KEYS[1], ARGV[6])
redis.call('EXPIRE', KEYS[2], ARGV[6])`;

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
  const throttle = createThrottle<Publication>(INTERVAL_MS, write);

  async function write({ workflowId, report, part }: Publication): Promise<void> {
    const key = progressKey(workflowId);
    const { stage, fraction, message } = report;
    const fields = ["stage", stage, "fraction", String(fraction), "message", message];
    try {
      if (part) {
        const keys = [`${key}:parts:${stage}`, key];
        const done = String(fraction * part.share);
        await redis.eval(ADD_PART, keys.length, ...keys, stage, part.name, done, message, KEPT_ENTRIES, KEPT_SECONDS);
        return;
      }
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
    publish(workflowId, report, part) {
      const fraction = Math.min(1, Math.max(0, report.fraction));
      const lane = `${workflowId}\n${report.stage}\n${part?.name ?? ""}`;
      throttle.offer(lane, { workflowId, report: { ...report, fraction }, part });
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
