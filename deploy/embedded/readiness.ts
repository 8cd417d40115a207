import { Redis } from "ioredis";
import postgres from "postgres";

const ANSWER_WITHIN_MS = 2000;

/** True for a 2xx answer. */
export async function httpAnswers(url: string): Promise<boolean> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(ANSWER_WITHIN_MS) });
    await response.arrayBuffer();
    return response.ok;
  } catch {
    // Not listening yet, or too busy to answer: not ready.
    return false;
  }
}

export async function postgresqlAnswers(url: string): Promise<boolean> {
  const sql = postgres(url, { max: 1, connect_timeout: ANSWER_WITHIN_MS / 1000, onnotice: () => undefined });
  try {
    await sql`select 1`;
    return true;
  } catch {
    // Still starting or recovering: not ready.
    return false;
  } finally {
    await sql.end({ timeout: 1 });
  }
}

/** False while Redis still loads its append-only file. */
export async function redisAnswers(url: string): Promise<boolean> {
  const redis = new Redis(url, {
    lazyConnect: true,
    retryStrategy: () => null,
    connectTimeout: ANSWER_WITHIN_MS,
    enableReadyCheck: false,
    maxRetriesPerRequest: 0,
  });
  redis.on("error", () => undefined);
  try {
    await redis.connect();
    return (await redis.ping()) === "PONG";
  } catch {
    return false;
  } finally {
    redis.disconnect();
  }
}
