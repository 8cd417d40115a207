import { createHash } from "node:crypto";

import { AppError } from "../../domain/errors.ts";
import type { RedisConnection } from "../redis.ts";
import { quotaExhausted } from "./request.ts";

/** The calls that a key has left, shared by every process: a limit is the key's, not ours. */
export interface StockAllowance {
  /** Counts one call, or throws AppError `quota_exhausted` with the time until one is free. */
  take(name: string): Promise<void>;
  /** The library said so itself: nobody asks it before. */
  markSpent(forMs: number): Promise<void>;
  /** Until the oldest call leaves the window; null when none is in it. */
  windowEndsInMs(): Promise<number | null>;
}

export interface AllowanceLimit {
  readonly calls: number;
  readonly windowMs: number;
}

/** KEYS: calls, spent. ARGV: now, window, limit, name of this call. Returns 0, or the ms until a call is free. */
const TAKE = `
  local spent = redis.call("PTTL", KEYS[2])
  if spent > 0 then return spent end
  redis.call("ZREMRANGEBYSCORE", KEYS[1], "-inf", ARGV[1] - ARGV[2])
  if redis.call("ZCARD", KEYS[1]) >= tonumber(ARGV[3]) then
    local oldest = redis.call("ZRANGE", KEYS[1], 0, 0, "WITHSCORES")
    return math.max(1, oldest[2] + ARGV[2] - ARGV[1])
  end
  redis.call("ZADD", KEYS[1], ARGV[1], ARGV[4])
  redis.call("PEXPIRE", KEYS[1], ARGV[2])
  return 0`;

/** A rolling window in Redis. The key itself is never stored, only a hash of it. */
export function createStockAllowance(
  redis: RedisConnection,
  source: string,
  apiKey: string,
  { calls, windowMs }: AllowanceLimit,
): StockAllowance {
  const owner = createHash("sha256").update(apiKey).digest("hex").slice(0, 16);
  const callsKey = `stock:calls:${source}:${owner}`;
  const spentKey = `stock:spent:${source}:${owner}`;
  return {
    take: (name) =>
      asking(async () => {
        const nowMs = Date.now();
        const call = `${nowMs}-${process.pid}-${Math.random()}`;
        const waitMs = Number(await redis.eval(TAKE, 2, callsKey, spentKey, nowMs, windowMs, calls, call));
        if (waitMs > 0) throw quotaExhausted(name, waitMs);
      }),
    markSpent: (forMs) =>
      asking(async () => {
        await redis.set(spentKey, "1", "PX", Math.max(1, Math.ceil(forMs)));
      }),
    windowEndsInMs: () =>
      asking(async () => {
        const [, oldest] = await redis.zrange(callsKey, "0", "0", "WITHSCORES");
        return oldest === undefined ? null : Math.max(1_000, Number(oldest) + windowMs - Date.now());
      }),
  };
}

/** Without Redis nobody knows how much is left: better wait than run into the library's limit. */
export async function asking<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    throw new AppError("unavailable", "Redis is away, which counts the calls of stock libraries", {
      cause,
      retryable: true,
    });
  }
}
