import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import type { Variables } from "./environment.ts";
import { isRunning } from "./process-table.ts";
import { isSystemError } from "./system-error.ts";

const RunningPlatform = z.object({ pid: z.int(), environment: z.record(z.string(), z.string()) });
export type RunningPlatform = z.infer<typeof RunningPlatform>;

function environmentFile(data: string): string {
  return join(data, "environment.json");
}

/** Written while the platform runs, for the `longtake` command beside it; private, as it holds the admin key. */
export function announcePlatform(data: string, environment: Variables): void {
  withdrawPlatform(data);
  const text = JSON.stringify({ pid: process.pid, environment }, null, 2);
  writeFileSync(environmentFile(data), `${text}\n`, { mode: 0o600 });
}

export function withdrawPlatform(data: string): void {
  rmSync(environmentFile(data), { force: true });
}

/** The platform that runs on the data folder; null when none does, whatever a killed one left behind. */
export function readRunningPlatform(data: string): RunningPlatform | null {
  try {
    const platform = RunningPlatform.parse(JSON.parse(readFileSync(environmentFile(data), "utf8")));
    return isRunning(platform.pid) ? platform : null;
  } catch (error) {
    if (isSystemError(error, "ENOENT")) return null;
    throw error;
  }
}
