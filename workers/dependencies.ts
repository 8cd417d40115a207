import type { Client } from "@temporalio/client";
import type { Logger } from "pino";
import { createProgressBus, type ProgressBus } from "../clients/progress/progress.ts";
import { connectRedis, type RedisConnection } from "../clients/redis.ts";
import { createObjectStore, type ObjectStore } from "../clients/storage/storage.ts";
import { objectStoreSettings } from "../clients/storage/storage-settings.ts";
import { connectTemporal } from "../clients/temporal/temporal.ts";
import type { Environment, Settings } from "../config.ts";
import { type Database, connectDatabase } from "../db/client.ts";

/** What a worker process holds for all of its roles. */
export interface Dependencies {
  readonly environment: Environment;
  readonly settings: Settings;
  readonly logger: Logger;
  readonly db: Database;
  readonly redis: RedisConnection;
  readonly temporal: Client;
  readonly storage: ObjectStore;
  readonly progress: ProgressBus;
}

export interface OpenDependencies extends Dependencies {
  /** Closes what was opened, the database last. */
  close(): Promise<void>;
}

const CONNECTIONS_MIN = 6;

export async function openDependencies(
  environment: Environment,
  settings: Settings,
  logger: Logger,
): Promise<OpenDependencies> {
  const warn = (what: string) => (error: Error) => logger.warn({ error: error.message }, what);
  // Opening an upload holds one connection and counts the call on another: two more than uploads at once, or all wait.
  const max = Math.max(CONNECTIONS_MIN, settings.taskQueues.youtube.activitySlots + 2);
  const database = connectDatabase(environment.DATABASE_URL, { max, applicationName: `longtake-${process.pid}` });
  const redis = connectRedis(environment.REDIS_URL, warn("redis is away"));
  const temporal = await connectTemporal(environment);
  const progress = createProgressBus(redis, { onError: warn("progress was not sent") });
  const storage = createObjectStore(objectStoreSettings(environment));
  return {
    ...{ environment, settings, logger, redis, temporal, storage, progress },
    db: database.db,
    async close() {
      await progress.close();
      redis.disconnect();
      await temporal.connection.close();
      await database.close();
    },
  };
}
