import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { glob, readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { AppError } from "../domain/errors.ts";

export const ROOT = fileURLToPath(new URL("..", import.meta.url));
const SOURCES = ["workflows/**/*.ts", "domain/**/*.ts", "clients/temporal/failure-converter.ts", "package-lock.json"];

/** Where the bundle of exactly these sources and packages lies; a changed line is another file. */
export async function workflowBundlePath(): Promise<string> {
  const hash = createHash("sha256");
  const files = await Array.fromAsync(glob(SOURCES, { cwd: ROOT }));
  for (const file of files.toSorted())
    hash
      .update(file)
      .update("\0")
      .update(await readFile(`${ROOT}/${file}`));
  return `${ROOT}/build/workflow-bundle-${hash.digest("hex").slice(0, 16)}.js`;
}

/**
 * The prebuilt bundle. Missing in production it stops the start; elsewhere it is built by a process of its own,
 * because a bundler that stays loaded costs a worker 100 MB.
 */
export async function ensureWorkflowBundle(longtakeEnv: string): Promise<string> {
  const path = await workflowBundlePath();
  if (existsSync(path)) return path;
  if (longtakeEnv === "production") {
    const remedy = "Run `node workers/bundle-workflows.ts` when building the image.";
    throw new AppError("internal", `the workflow bundle ${path} is missing`, { remedy });
  }
  await promisify(execFile)(process.execPath, [`${ROOT}/workers/bundle-workflows.ts`]);
  return path;
}
