import { Redis } from "ioredis";

export type RedisConnection = Redis;

/**
 * A connection that keeps trying; while Redis is away a command fails after one reconnection attempt instead of hanging.
 * Errors of the connection go to `onError`, else they would end the process.
 */
export function connectRedis(url: string, onError: (error: Error) => void): RedisConnection {
  const redis = new Redis(url, {
    maxRetriesPerRequest: 1,
    retryStrategy: (attempt) => Math.min(attempt * 100, 2_000),
  });
  redis.on("error", onError);
  return redis;
}
