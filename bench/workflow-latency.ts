import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Client, Connection } from "@temporalio/client";
import { DefaultLogger, NativeConnection, Runtime, Worker, bundleWorkflowCode } from "@temporalio/worker";
import { createTemporalPlugin } from "../clients/temporal/temporal-plugin.ts";
import { loadSettings, settingsPath } from "../config.ts";
import { removePlatformFiles, startPlatform } from "../deploy/embedded/embedded-platform.ts";
import type { BenchContext, Figure } from "./figure.ts";
import { spread, timed } from "./measure.ts";
import type { Steps, threeLocalSteps, threeOrdinarySteps } from "./three-steps/index.ts";

const WARM_UP = 20;
const ROUNDS = 3;
const RUNS_A_ROUND = 100;
const LOCAL_LIMIT_MS = 40;
const TASK_QUEUE = "bench-three-steps";

type Kind = "threeLocalSteps" | "threeOrdinarySteps";

/** What a workflow of three steps costs by itself: start to result, one after the other, payloads encrypted. */
export async function run({ onLine }: BenchContext): Promise<readonly Figure[]> {
  const dataDir = mkdtempSync(join(tmpdir(), "longtake-bench-workflow-"));
  const platform = await startPlatform({ dataDir, only: ["temporal"] });
  const address = platform.env.TEMPORAL_ADDRESS ?? "";
  const plugins = [createTemporalPlugin(platform.env.LONGTAKE_PAYLOAD_KEYS ?? "")];
  Runtime.install({ logger: new DefaultLogger("WARN"), shutdownSignals: [] });
  const connection = await NativeConnection.connect({ address });
  const clientConnection = await Connection.connect({ address });
  try {
    const worker = await createWorker(connection, plugins);
    const client = new Client({ connection: clientConnection, plugins });
    return await worker.runUntil(async () => {
      const local: number[] = [];
      const ordinary: number[] = [];
      for (let round = 0; round <= ROUNDS; round += 1) {
        onLine(round === 0 ? "warming up" : `round ${round} of ${ROUNDS}`);
        const runs = round === 0 ? WARM_UP : RUNS_A_ROUND;
        const [localMs, ordinaryMs] = [
          await latencies(client, "threeLocalSteps", round, runs),
          await latencies(client, "threeOrdinarySteps", round, runs),
        ];
        if (round === 0) continue;
        local.push(...localMs);
        ordinary.push(...ordinaryMs);
      }
      return [
        ...spread("three local steps", local, "ms", { limit: LOCAL_LIMIT_MS, of: "median" }),
        ...spread("three ordinary steps", ordinary, "ms"),
      ];
    });
  } finally {
    await clientConnection.close();
    await connection.close();
    await platform.stop();
    removePlatformFiles(platform.paths);
  }
}

/** With the settings of the orchestration role (workers/worker.ts). */
async function createWorker(
  connection: NativeConnection,
  plugins: ReturnType<typeof createTemporalPlugin>[],
): Promise<Worker> {
  const limits = loadSettings(settingsPath({})).taskQueues.orchestration;
  const workflowsPath = fileURLToPath(new URL("three-steps/index.ts", import.meta.url));
  const activities: Steps = { step: () => Promise.resolve() };
  return Worker.create({
    connection,
    taskQueue: TASK_QUEUE,
    activities,
    plugins,
    workflowBundle: await bundleWorkflowCode({ workflowsPath, plugins, logger: new DefaultLogger("WARN") }),
    maxConcurrentWorkflowTaskExecutions: limits.workflowSlots ?? 40,
    maxConcurrentWorkflowTaskPolls: 4,
    maxConcurrentLocalActivityExecutions: limits.activitySlots,
    maxConcurrentActivityTaskExecutions: limits.activitySlots,
    maxConcurrentActivityTaskPolls: 2,
    maxCachedWorkflows: limits.cachedWorkflows ?? 200,
    maxEagerActivityReservationsPerWorkflowTask: 0,
  });
}

async function latencies(client: Client, kind: Kind, round: number, runs: number): Promise<readonly number[]> {
  const measured: number[] = [];
  for (let n = 0; n < runs; n += 1) {
    const workflowId = `bench/${kind}/${round}/${n}`;
    const start = () =>
      client.workflow.execute<typeof threeLocalSteps | typeof threeOrdinarySteps>(kind, {
        taskQueue: TASK_QUEUE,
        workflowId,
      });
    measured.push((await timed(start)).ms);
  }
  return measured;
}
