import { NativeConnection, Runtime } from "@temporalio/worker";
import { loadClientConnectConfig } from "@temporalio/envconfig";
import { type Logger, pino } from "pino";
import { EXIT_CODE_CONFIG, loadEnvironment, loadSettings, settingsPath } from "../config.ts";
import { AppError } from "../domain/errors.ts";
import { openDependencies } from "./dependencies.ts";
import { media } from "./media.ts";
import { orchestration } from "./orchestration.ts";
import { platforms } from "./platforms.ts";
import { rendering } from "./rendering.ts";
import type { Role } from "./role.ts";
import { temporalLogger } from "./temporal-logger.ts";
import { createQueueWorker, runWorkers } from "./worker.ts";

const ROLES: Readonly<Record<string, Role>> = { orchestration, media, rendering, platforms };

/** `node workers/main.ts <role…>`: one process for the named roles. */
async function main(names: readonly string[], logger: Logger): Promise<void> {
  const roles = names.map((name) => {
    const role = ROLES[name];
    if (role) return role;
    throw new AppError("invalid_input", `unknown role ${name}: expected ${Object.keys(ROLES).join(", ")}`);
  });
  if (roles.length === 0) throw new AppError("invalid_input", `name a role: ${Object.keys(ROLES).join(", ")}`);
  const environment = loadEnvironment(process.env);
  const settings = loadSettings(settingsPath(environment));
  const stop = new AbortController();
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, () => stop.abort());

  Runtime.install({ logger: temporalLogger(logger), shutdownSignals: [] });
  const { connectionOptions, namespace = "default" } = loadClientConnectConfig();
  const connection = await NativeConnection.connect(connectionOptions);
  const dependencies = await openDependencies(environment, settings, logger);
  try {
    const queues = (await Promise.all(roles.map((role) => role(dependencies)))).flat();
    const create = (queue: (typeof queues)[number]) => createQueueWorker(connection, namespace, dependencies, queue);
    const workers = await Promise.all(queues.map(create));
    logger.info({ roles: names, taskQueues: queues.map(({ taskQueue }) => taskQueue) }, "working");
    await runWorkers(workers, stop.signal);
  } finally {
    await dependencies.close();
    await connection.close();
  }
}

const logger = pino({ level: process.env["LONGTAKE_LOG_LEVEL"] ?? "info", base: { process: "workers" } });
try {
  await main(process.argv.slice(2), logger);
} catch (error) {
  logger.fatal(error instanceof AppError ? error.message : error);
  process.exitCode = error instanceof AppError && error.code === "invalid_input" ? EXIT_CODE_CONFIG : 1;
}
