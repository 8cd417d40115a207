import { loadClientConnectConfig } from "@temporalio/envconfig";
import { NativeConnection, Runtime } from "@temporalio/worker";
import { type Logger, pino } from "pino";
import { startApi } from "../../api/server.ts";
import { applyCluster } from "../../clients/cluster/cluster.ts";
import { readPriceBook } from "../../clients/price-book.ts";
import { readQualityPolicy } from "../../clients/quality-policy.ts";
import { EXIT_CODE_CONFIG, loadEnvironment, loadSettings, settingsPath } from "../../config.ts";
import { migrateDatabase } from "../../db/migrate.ts";
import { AppError } from "../../domain/errors.ts";
import { dataRole } from "../../workers/data.ts";
import { openDependencies } from "../../workers/dependencies.ts";
import { temporalLogger } from "../../workers/temporal-logger.ts";
import { createQueueWorker, runWorkers } from "../../workers/worker.ts";
import { openClickhouse } from "./clickhouse.ts";

/** Requests in flight get this long; with the worker's own grace a stop stays under ten seconds. */
const API_GRACE_MS = 3000;

/** The embedded platform in one process: the API, the `data` role, and the owner of chDB, whose folder only one may open. */
async function main(logger: Logger): Promise<void> {
  const environment = loadEnvironment(process.env);
  const settings = loadSettings(settingsPath(environment));
  const stop = new AbortController();
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, () => stop.abort());

  await migrateDatabase(environment.DATABASE_URL);
  const dependencies = await openDependencies(environment, settings, logger);
  const clickhouse = await openClickhouse(environment);
  try {
    const changes = await applyCluster({ temporal: dependencies.temporal, settings });
    if (changes.length > 0) logger.info({ changes: changes.length }, "the cluster was brought to the settings");

    Runtime.install({ logger: temporalLogger(logger), shutdownSignals: [] });
    const { connectionOptions, namespace = "default" } = loadClientConnectConfig();
    const connection = await NativeConnection.connect(connectionOptions);
    const queues = await dataRole(clickhouse)(dependencies);
    const workers = await Promise.all(
      queues.map((queue) => createQueueWorker(connection, namespace, dependencies, queue)),
    );
    const { policyFile } = settings.quality;
    const assets = { priceBook: await readPriceBook(), qualityPolicy: await readQualityPolicy(policyFile) };
    const api = await startApi({ ...dependencies, ...assets, log: logger });
    const stopApi = once(() => api.stop(API_GRACE_MS));
    stop.signal.addEventListener("abort", () => void stopApi(), { once: true });
    try {
      await runWorkers(workers, stop.signal);
    } finally {
      await stopApi();
      await connection.close();
    }
  } finally {
    await clickhouse.close();
    await dependencies.close();
  }
}

function once(run: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | null = null;
  return () => (running ??= run());
}

const logger = pino({ level: process.env.LONGTAKE_LOG_LEVEL ?? "info", base: { process: "platform" } });
try {
  await main(logger);
} catch (error) {
  logger.fatal(error instanceof AppError ? error.message : error);
  process.exitCode = error instanceof AppError && error.code === "invalid_input" ? EXIT_CODE_CONFIG : 1;
}
