#!/usr/bin/env node
// The `longtake` command from any Node from 20 on: starts the bundled Node 24 on cli/main.ts. Beside a running
// embedded platform, its addresses and first admin key stand in for variables that are not set.
import { spawn } from "node:child_process";
import { existsSync, readFileSync, realpathSync } from "node:fs";
import { constants } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const CHECKOUT = dirname(dirname(realpathSync(fileURLToPath(import.meta.url))));

const bundled = join(CHECKOUT, "node_modules", ".bin", "node");
const node = existsSync(bundled) ? bundled : process.execPath;
if (node === process.execPath && Number.parseInt(process.versions.node, 10) < 24) {
  console.error("longtake needs its packages: run `npm ci` in the checkout, or use Node 24.");
  process.exit(1);
}
const child = spawn(node, [join(CHECKOUT, "cli", "main.ts"), ...process.argv.slice(2)], {
  stdio: "inherit",
  env: { ...environmentOfRunningPlatform(), ...process.env },
});
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
child.on("error", (error) => {
  console.error(`Node could not be started: ${error.message}`);
  process.exit(1);
});
child.on("exit", (code, signal) => process.exit(code ?? 128 + (constants.signals[signal] ?? 0)));

function environmentOfRunningPlatform() {
  const file = join(process.env.LONGTAKE_DATA_DIR ?? join(CHECKOUT, ".longtake"), "environment.json");
  if (!existsSync(file)) return {};
  const { pid, environment } = JSON.parse(readFileSync(file, "utf8"));
  return isRunning(pid) ? environment : {};
}

/** Signal 0 only asks; EPERM means another user's process, which is running all the same. */
function isRunning(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === "EPERM";
  }
}
