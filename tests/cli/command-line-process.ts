import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, afterEach, beforeAll, vi } from "vitest";
import type { Answer } from "./contract-server.ts";
import { startContractServer } from "./contract-server.ts";

const MAIN = fileURLToPath(new URL("../../cli/main.ts", import.meta.url));
export const KEY = "lt_test_0123456789abcdef";

/** The real command line as a process, in a folder of its own, against a server that holds it to the API's contract. */
export function commandLineProcess() {
  // Each case starts a Node process, which takes seconds on a busy machine.
  vi.setConfig({ testTimeout: 60_000 });
  let folder = "";
  let server: Awaited<ReturnType<typeof startContractServer>> | undefined;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "longtake-cli-"));
  });
  afterEach(async () => {
    await server?.close();
    server = undefined;
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  /** The real process, in a pipe, knowing nothing but the server of the case. */
  function start(args: readonly string[], variables: Readonly<Record<string, string>> = {}) {
    const child = spawn(process.execPath, [MAIN, ...args], {
      cwd: folder,
      env: {
        PATH: process.env["PATH"],
        LONGTAKE_CLI_CONFIG: join(folder, "cli.json"),
        LONGTAKE_API_URL: server?.url,
        LONGTAKE_API_KEY: KEY,
        ...variables,
      },
    });
    let stdout = "";
    let stderr = "";
    child.stdout.on("data", (chunk: Buffer) => (stdout += chunk.toString()));
    child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
    const ended = once(child, "close").then(([exitCode]: unknown[]) => ({ exitCode, stdout, stderr }));
    return { child, ended, stderrSoFar: () => stderr };
  }

  const serve = async (
    routes: Readonly<Record<string, readonly Answer[]>>,
    streams?: Readonly<Record<string, readonly (readonly object[])[]>>,
  ) => (server = await startContractServer(routes, streams));

  return {
    path: (name: string) => join(folder, name),
    serve,
    start,
    longtake: (args: readonly string[], variables?: Readonly<Record<string, string>>) => start(args, variables).ended,
  };
}
