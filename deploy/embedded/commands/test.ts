import { spawn } from "node:child_process";
import { existsSync, mkdtempSync } from "node:fs";
import { constants, tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { AppError } from "../../../domain/errors.ts";
import { removePlatformFiles, startPlatform } from "../embedded-platform.ts";
import { inheritedVariables } from "../environment.ts";
import { cacheFolder, CHECKOUT } from "../paths.ts";
import { waitForStopSignal } from "../stop-signal.ts";
import { requireTools } from "../system-packages.ts";
import { installS3Server, installSchemathesis } from "../test-tools.ts";
import { countTests, summaryLine } from "../test-summary.ts";

/** `npm test [-- vitest arguments]`: real servers on a temporary data folder, all suites, everything removed again. */
export async function test(args: readonly string[]): Promise<number> {
  const stopSignal = waitForStopSignal();
  await installTools();
  const cache = cacheFolder(process.env);
  // One test wants it, late, and waits for it: the others need not.
  let isBuilding = true;
  void installS3Server(cache, onLine)
    .catch((error: unknown) => onLine(String(error)))
    .finally(() => (isBuilding = false));
  const pythonPackages = await installSchemathesis(cache, onLine);
  const platform = await startPlatform({
    dataDir: mkdtempSync(join(tmpdir(), "longtake-test-")),
    only: ["temporal", "postgres", "redis"],
    env: { LONGTAKE_ENV: "test" },
    onLine,
    signal: stopSignal.signal,
  });
  const report = join(platform.paths.data, "vitest.json");
  const inherited = inheritedVariables(process.env);
  let summary = "No test report: vitest did not finish.";
  try {
    return await runVitest(args, report, {
      ...inherited,
      ...platform.env,
      ...pythonVariables(inherited, pythonPackages),
    });
  } finally {
    if (existsSync(report)) summary = summaryLine(countTests(report));
    await platform.stop();
    removePlatformFiles(platform.paths);
    if (isBuilding) onLine("The S3 server of the tests is still being built, for the next time; this ends with it.");
    onLine(summary);
  }
}

function onLine(line: string): void {
  console.log(line);
}

/** What only tests need beside the platform's own tools. Without a browser the tests of pages say so themselves. */
async function installTools(): Promise<void> {
  await requireTools(["ffmpeg", "ffprobe", "espeak-ng", "fc-list"], onLine);
  try {
    await requireTools(["chromium"], onLine);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    onLine(`${error.message}. ${error.remedy ?? ""}`);
  }
}

function pythonVariables(inherited: NodeJS.ProcessEnv, packages: string | null): Record<string, string> {
  if (packages === null) return {};
  return {
    PYTHONPATH: searchPath(packages, inherited.PYTHONPATH),
    PATH: searchPath(join(packages, "bin"), inherited.PATH),
  };
}

function searchPath(first: string, rest: string | undefined): string {
  return rest === undefined ? first : first + delimiter + rest;
}

function runVitest(args: readonly string[], report: string, env: NodeJS.ProcessEnv): Promise<number> {
  const vitest = join(CHECKOUT, "node_modules", ".bin", "vitest");
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
  const child = spawn(vitest, ["run", ...reporters, ...args], { cwd: CHECKOUT, env, stdio: "inherit" });
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code, signal) => resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal])));
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, () => child.kill(signal));
  });
}
