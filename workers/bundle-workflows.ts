import { mkdir, rename, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { type Logger, bundleWorkflowCode } from "@temporalio/worker";
import { createTemporalPlugin } from "../clients/temporal-plugin.ts";
import { ROOT, workflowBundlePath } from "./workflow-bundle.ts";

const startedAtMs = Date.now();
const path = await workflowBundlePath();
const quiet = () => {};
const warn = (message: string) => process.stderr.write(`${message}\n`);
const logger: Logger = { log: quiet, trace: quiet, debug: quiet, info: quiet, warn, error: warn };
// The codec's keys play no part in the bundle; the failure converter does.
const plugins = [createTemporalPlugin(`bundle:${Buffer.alloc(32).toString("base64")}`)];
const { code } = await bundleWorkflowCode({ workflowsPath: `${ROOT}/workflows/index.ts`, plugins, logger });
await mkdir(dirname(path), { recursive: true });
await writeFile(`${path}.${process.pid}`, code);
await rename(`${path}.${process.pid}`, path);
process.stdout.write(`workflow bundle: ${Math.round(code.length / 1024)} KiB in ${Date.now() - startedAtMs} ms\n`);
