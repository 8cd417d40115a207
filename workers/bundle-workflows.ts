import { glob, mkdir, rename, rm, stat, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { type Logger, bundleWorkflowCode } from "@temporalio/worker";
import { createTemporalPlugin } from "../clients/temporal/temporal-plugin.ts";
import { ROOT, workflowBundlePath } from "./workflow-bundle.ts";

const KEEP_BUNDLES_MS = 24 * 3_600_000;

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
await removeOldBundles(path);
process.stdout.write(`workflow bundle: ${Math.round(code.length / 1024)} KiB in ${Date.now() - startedAtMs} ms\n`);

/** A bundle of other sources may still be loaded by a worker that restarts; after a day none is. */
async function removeOldBundles(current: string): Promise<void> {
  const folder = dirname(current);
  for await (const name of glob("workflow-bundle-*.js*", { cwd: folder })) {
    if (name === basename(current)) continue;
    const bundle = join(folder, name);
    if (Date.now() - (await stat(bundle)).mtimeMs > KEEP_BUNDLES_MS) await rm(bundle, { force: true });
  }
}
