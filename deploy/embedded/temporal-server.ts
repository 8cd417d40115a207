import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { httpAnswers } from "./readiness.ts";
import type { ServerContext } from "./server-context.ts";
import type { ChildSpec } from "./supervised-child.ts";
import { temporalBinary } from "./temporal-binary.ts";

/**
 * With the defaults a task waits 40 ms for the next poll and no timer is shorter than 1 s; kill -9 is safe under
 * WAL with synchronous=NORMAL, a power loss may cost the last moments.
 */
const SQLITE_PRAGMAS = ["journal_mode=WAL", "synchronous=NORMAL"];
const DYNAMIC_CONFIG = [
  "history.transferProcessorMaxPollRPS=2000",
  "history.timerProcessorMaxPollRPS=2000",
  'history.timerProcessorMaxTimeShift="5ms"',
  "matching.useNewMatcher=true",
  "matching.enableFairness=true",
  // What `worker list` and the Web UI's page of workers read.
  "frontend.WorkerHeartbeatsEnabled=true",
  "frontend.ListWorkersEnabled=true",
];

/** Temporal's development server with its Web UI, on an SQLite file. */
export async function temporalServer({ paths, ports, secrets, env, onLine }: ServerContext): Promise<ChildSpec> {
  const folder = join(paths.data, "temporal");
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const codecEndpoint = `http://127.0.0.1:${ports.api}/codec/${secrets.LONGTAKE_CODEC_TOKEN}`;
  return {
    name: "temporal",
    tier: "server",
    after: [],
    command: await temporalBinary(paths.cache, onLine),
    args: [
      ["server", "start-dev", "--ip", "127.0.0.1", "--log-level", "warn"],
      ["--port", String(ports.temporal), "--ui-port", String(ports.temporalUi)],
      ["--metrics-port", String(ports.temporalMetrics)],
      ["--db-filename", join(folder, "temporal.db"), "--ui-codec-endpoint", codecEndpoint],
      ...SQLITE_PRAGMAS.map((pragma) => ["--sqlite-pragma", pragma]),
      ...DYNAMIC_CONFIG.map((setting) => ["--dynamic-config-value", setting]),
    ].flat(),
    env,
    cwd: folder,
    // The Web UI asks the frontend, so an answer means that both are up.
    isReady: () => httpAnswers(`http://127.0.0.1:${ports.temporalUi}/api/v1/namespaces/default`),
    readyWithinMs: 60_000,
    stopSignal: "SIGTERM",
  };
}
