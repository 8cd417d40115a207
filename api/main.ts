import { pino } from "pino";
import { readPriceBook } from "../clients/price-book.ts";
import { createProgressBus } from "../clients/progress/progress.ts";
import { readQualityPolicy } from "../clients/quality-policy.ts";
import { connectRedis } from "../clients/redis.ts";
import { objectStoreSettings } from "../clients/storage/storage-settings.ts";
import { createObjectStore } from "../clients/storage/storage.ts";
import { connectTemporal } from "../clients/temporal/temporal.ts";
import { EXIT_CODE_CONFIG, loadEnvironment, loadSettings, settingsPath } from "../config.ts";
import { connectDatabase } from "../db/client.ts";
import { startApi } from "./server.ts";

export { startApi } from "./server.ts";

/** Queries are short; this many run side by side before requests wait for each other. */
const DATABASE_CONNECTIONS = 10;

if (import.meta.main) await run();

async function run(): Promise<void> {
  const { environment, settings, qualityPolicy } = await configuration();
  const log = pino({ name: "api", level: environment.LONGTAKE_LOG_LEVEL });
  const warn = (what: string) => (error: Error) => log.warn({ err: error }, what);
  const database = connectDatabase(environment.DATABASE_URL, { max: DATABASE_CONNECTIONS, applicationName: "api" });
  const redis = connectRedis(environment.REDIS_URL, warn("redis is away"));
  const temporal = await connectTemporal(environment);
  const progress = createProgressBus(redis, { onError: warn("progress was not read") });
  const storage = createObjectStore(objectStoreSettings(environment));
  const api = await startApi({
    ...{ environment, settings, db: database.db, redis, temporal, storage, progress, log },
    priceBook: await readPriceBook(),
    qualityPolicy,
  });

  const signal = await new Promise<NodeJS.Signals>((resolve) => {
    for (const name of ["SIGTERM", "SIGINT"] as const) process.once(name, resolve);
  });
  log.info({ signal }, "API stops");
  await api.stop();
  await progress.close();
  redis.disconnect();
  await temporal.connection.close();
  await database.close();
}

async function configuration() {
  try {
    const environment = loadEnvironment(process.env);
    const settings = loadSettings(settingsPath(environment));
    return { environment, settings, qualityPolicy: await readQualityPolicy(settings.quality.policyFile) };
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    return process.exit(EXIT_CODE_CONFIG);
  }
}
