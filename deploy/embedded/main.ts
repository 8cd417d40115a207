import { enableCompileCache } from "node:module";
import { join } from "node:path";
import { AppError } from "../../domain/errors.ts";
import { cacheFolder } from "./paths.ts";

// What Node compiled once, types stripped, it need not compile at the next start; inherited by every process.
process.env.NODE_COMPILE_CACHE ??= join(cacheFolder(process.env), "node-compile-cache");
enableCompileCache(process.env.NODE_COMPILE_CACHE);

/** The commands behind the npm scripts. Each returns the exit code; loaded when called, so that `check` starts fast. */
const COMMANDS: Readonly<Record<string, () => Promise<(args: readonly string[]) => Promise<number>>>> = {
  start: async () => (await import("./commands/start.ts")).start,
  demo: async () => (await import("./commands/demo.ts")).demo,
  doctor: async () => (await import("./commands/doctor.ts")).doctor,
  test: async () => (await import("./commands/test.ts")).test,
  bench: async () => (await import("../../bench/main.ts")).bench,
  check: async () => (await import("./commands/check.ts")).check,
};

async function main([name = "", ...args]: readonly string[]): Promise<number> {
  const load = COMMANDS[name];
  if (load === undefined) {
    console.error(`Expected one of ${Object.keys(COMMANDS).join(", ")}, got "${name}".`);
    return 2;
  }
  const command = await load();
  return command(args);
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  process.exitCode = explain(error);
}

function explain(error: unknown): number {
  if (error instanceof AppError && error.code === "cancelled") return 130;
  if (error instanceof Error && error.name === "AbortError") return 130;
  if (!(error instanceof AppError)) {
    console.error(error);
    return 1;
  }
  console.error(error.remedy === undefined ? error.message : `${error.message}\n${error.remedy}`);
  return 1;
}
