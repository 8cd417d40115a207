import { join } from "node:path";
import { ensureWorkflowBundle } from "../../workers/workflow-bundle.ts";
import { httpAnswers } from "./readiness.ts";
import { CHECKOUT } from "./paths.ts";
import type { ServerContext } from "./server-context.ts";
import type { ChildSpec } from "./supervised-child.ts";
import { workersPoll } from "./worker-readiness.ts";

const NODE = process.execPath;
const FAST_IMPORTS = join(CHECKOUT, "deploy/embedded/fast-imports.mjs");

/** Whatever runs ffmpeg lets the servers and the API go first, and still gets a tenth of a core that others want whole. */
const ENCODING_NICENESS = 10;

/** The first start migrates the database and declares the cluster before the API listens. */
const READY_WITHIN_MS = 120_000;

type Application = Pick<ChildSpec, "name" | "args" | "after" | "isReady" | "prepare"> & { readonly niceness?: number };

/** Longtake's own processes, as a table: adding one is adding a row. */
export function applications({ ports, env }: ServerContext): readonly ChildSpec[] {
  const uiUrl = env.LONGTAKE_UI_URL ?? "";
  const namespace = env.TEMPORAL_NAMESPACE ?? "default";
  const workerReady = (queues: readonly string[]) => (pid: number) => workersPoll({ uiUrl, namespace, queues, pid });
  const table: readonly Application[] = [
    {
      name: "sandbox",
      args: ["sandbox/main.ts"],
      after: [],
      isReady: () => httpAnswers(`http://127.0.0.1:${ports.sandbox}/_faults`),
    },
    {
      name: "platform",
      args: ["deploy/embedded/platform.ts"],
      after: ["temporal", "postgres", "redis", "sandbox"],
      isReady: () => httpAnswers(`http://127.0.0.1:${ports.api}/readyz`),
    },
    {
      name: "orchestration",
      args: ["workers/main.ts", "orchestration"],
      after: ["platform"],
      prepare: () => ensureWorkflowBundle("embedded"),
      isReady: workerReady(["orchestration"]),
    },
    {
      name: "media",
      args: ["workers/main.ts", "media", "rendering", "platforms"],
      after: ["platform"],
      niceness: ENCODING_NICENESS,
      isReady: workerReady(["media", "render-cpu", "youtube"]),
    },
  ];
  return table.map(({ args, ...row }) => {
    const [entry = "", ...roles] = args;
    return {
      ...row,
      tier: "application",
      command: NODE,
      args: ["--import", FAST_IMPORTS, join(CHECKOUT, entry), ...roles],
      env,
      cwd: CHECKOUT,
      readyWithinMs: READY_WITHIN_MS,
      stopSignal: "SIGTERM",
    };
  });
}
