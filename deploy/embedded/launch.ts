import { spawn, type ChildProcess } from "node:child_process";
import { closeSync, existsSync, openSync, writeFileSync } from "node:fs";
import { dyingWithParent } from "../../clients/ffmpeg/parent-death.ts";

export interface Launch {
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  /** The system account to run as; only root can change it. */
  readonly account?: string | undefined;
  /** Added to the scheduling priority: 10 lets everything else go first. */
  readonly niceness?: number | undefined;
}

/**
 * Starts a process in a group of its own, its output appended to `logFile`. Where the kernel offers it, the
 * process is killed together with its parent, so that nothing outlives a supervisor that was killed.
 */
export function launch(what: Launch, logFile: string): ChildProcess {
  const [command = "", ...args] = commandLine(what);
  const log = openSync(logFile, "a", 0o600);
  try {
    const child = spawn(command, args, { cwd: what.cwd, env: what.env, detached: true, stdio: ["ignore", log, log] });
    if (what.niceness !== undefined && child.pid !== undefined) giveWay(child.pid, what.niceness);
    return child;
  } finally {
    closeSync(log);
  }
}

/** Kernels with autogroups share the cores between sessions first: niceness counts inside one only (sched(7)). */
function giveWay(sessionPid: number, niceness: number): void {
  const autogroup = `/proc/${sessionPid}/autogroup`;
  if (existsSync(autogroup)) writeFileSync(autogroup, String(niceness));
}

function commandLine({ command, args, account, niceness }: Launch): string[] {
  const line = [command, ...args];
  if (niceness !== undefined) line.unshift("nice", "-n", String(niceness));
  return dyingWithParent(line, account === undefined ? [] : ["--reuid", account, "--regid", account, "--init-groups"]);
}

/** Ends what a process left behind in its group, such as an encoder that it had started. */
export function killGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch {
    // ESRCH: the group is empty, which is what was wanted.
  }
}
