import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { Client, Connection } from "@temporalio/client";
import { NativeConnection, type Logger, Runtime, Worker, bundleWorkflowCode } from "@temporalio/worker";
import { applyCluster } from "../../clients/cluster/cluster.ts";
import { createTemporalPlugin } from "../../clients/temporal/temporal-plugin.ts";
import { loadSettings, settingsPath } from "../../config.ts";
import { ActivityErrors } from "../../workers/app-errors.ts";
import { ensureWorkflowBundle } from "../../workers/workflow-bundle.ts";

/** Published on purpose: kept histories must be readable by everyone. */
export const TEST_PAYLOAD_KEYS = `test:${Buffer.alloc(32, 7).toString("base64")}`;
export const settings = loadSettings(settingsPath({}));

const quiet = () => {};
const loud = (message: string, meta?: object) => process.stderr.write(`${message} ${JSON.stringify(meta)}\n`);
/** A failing workflow task never fails a run, so its reason must be seen here. */
const logger: Logger = { log: quiet, trace: quiet, debug: quiet, info: quiet, warn: loud, error: loud };

export interface TestNamespace {
  readonly client: Client;
  /** A worker on one queue of this namespace, already running; `stop` waits for it. */
  work(options: {
    taskQueue: string;
    activities: object;
    workflowBundle?: { code: string };
  }): Promise<{ stop(): Promise<void> }>;
  /** With KEEP_HISTORIES set, writes the run's history to `histories/<name>.json` for the replay test. */
  keepHistory(workflowId: string, name: string): Promise<void>;
  close(): Promise<void>;
}

/** A namespace of its own on the server that TEMPORAL_ADDRESS names: fixed workflow ids cannot meet. */
export async function createTestNamespace(): Promise<TestNamespace> {
  const address = process.env["TEMPORAL_ADDRESS"];
  if (!address) throw new Error("TEMPORAL_ADDRESS is not set: run the tests with `npm test`");
  Runtime.install({ logger, shutdownSignals: [] });
  const namespace = `test-${randomBytes(6).toString("hex")}`;
  const plugins = [createTemporalPlugin(TEST_PAYLOAD_KEYS)];
  const connection = await Connection.connect({ address });
  const nativeConnection = await NativeConnection.connect({ address });
  const client = new Client({ connection, namespace, plugins });
  await applyCluster({ temporal: client, settings: { ...settings, schedules: {} } });
  const running: { stop(): Promise<void> }[] = [];
  return {
    client,
    async work(options) {
      const worker = await Worker.create({
        ...options,
        connection: nativeConnection,
        namespace,
        plugins,
        interceptors: { activity: [(context) => ({ inbound: new ActivityErrors(context) })] },
        maxHeartbeatThrottleInterval: "1 second",
      });
      const run = worker.run();
      const handle = {
        async stop() {
          if (worker.getState() === "RUNNING") worker.shutdown();
          await run;
        },
      };
      running.push(handle);
      return handle;
    },
    async keepHistory(workflowId, name) {
      if (!process.env["KEEP_HISTORIES"]) return;
      const show = ["workflow", "show", "--workflow-id", workflowId, "--output", "json"];
      const { stdout } = await promisify(execFile)("temporal", [
        ...show,
        "--namespace",
        namespace,
        "--address",
        address,
      ]);
      await writeFile(new URL(`histories/${name}.json`, import.meta.url), stdout);
    },
    async close() {
      await Promise.all(running.map((worker) => worker.stop()));
      await connection.close();
      await nativeConnection.close();
    },
  };
}

/** Bundles `tests/workflows/<folder>/index.ts`; the house's own workflows are bundled once for all files, as workers do. */
export async function bundleWorkflows(folder?: string): Promise<{ code: string }> {
  if (folder === undefined) return { code: await readFile(await ensureWorkflowBundle("test"), "utf8") };
  const workflowsPath = fileURLToPath(new URL(`${folder}/index.ts`, import.meta.url));
  return bundleWorkflowCode({ workflowsPath, plugins: [createTemporalPlugin(TEST_PAYLOAD_KEYS)], logger });
}
