import { spawnSync } from "node:child_process";

let found: boolean | undefined;

/** Where util-linux' setpriv can ask the kernel to kill a process together with its parent. */
export function hasSetpriv(): boolean {
  found ??= spawnSync("setpriv", ["--pdeathsig", "KILL", "true"], { stdio: "ignore" }).status === 0;
  return found;
}

/**
 * The command line of a process that must not outlive this one, however this one ends; `options` go to setpriv.
 * The wish survives exec (`nice`, `env`) and not fork, so the command must be the worker itself.
 */
export function dyingWithParent(line: readonly string[], options: readonly string[] = []): string[] {
  return hasSetpriv() ? ["setpriv", ...options, "--pdeathsig", "KILL", "--", ...line] : [...line];
}
