import { spawnSync } from "node:child_process";

let found: boolean | undefined;

/** Where util-linux' chrt may put a process into the class that runs only on an idle core. */
function hasIdleClass(): boolean {
  found ??= spawnSync("chrt", ["--idle", "0", "true"], { stdio: "ignore" }).status === 0;
  return found;
}

/**
 * The command line of work that gives way to everything else at once. A nice process keeps its core for the rest of its
 * slice (3 ms), and an answer that crosses four processes waits for that many times over.
 */
export function inBackground(line: readonly string[]): string[] {
  return hasIdleClass() ? ["chrt", "--idle", "0", ...line] : ["nice", "-n", "10", ...line];
}
