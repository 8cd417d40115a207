import type { LogLevel, Logger } from "@temporalio/worker";
import type { Level, Logger as PinoLogger } from "pino";

const LEVELS: Readonly<Record<LogLevel, Level>> = {
  TRACE: "trace",
  DEBUG: "debug",
  INFO: "info",
  WARN: "warn",
  ERROR: "error",
};

/** The SDK's log lines in our format; its routine lines about each task are debug. */
export function temporalLogger(logger: PinoLogger): Logger {
  const write = (level: LogLevel, message: string, meta?: object) => logger[LEVELS[level]](meta ?? {}, message);
  return {
    log: write,
    trace: (message, meta) => write("TRACE", message, meta),
    debug: (message, meta) => write("DEBUG", message, meta),
    info: (message, meta) => write("DEBUG", message, meta),
    warn: (message, meta) => write("WARN", message, meta),
    error: (message, meta) => write("ERROR", message, meta),
  };
}
