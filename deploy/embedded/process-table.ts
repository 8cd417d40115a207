import { readFileSync } from "node:fs";
import { isSystemError } from "./system-error.ts";

/** A process by pid and start time, so that a later process with the same pid is another one. */
export interface ProcessIdentity {
  readonly pid: number;
  /** Clock ticks since boot (/proc/<pid>/stat, field 22); null where there is no /proc. */
  readonly startTicks: string | null;
}

/** True while the process runs; a zombie that nobody has reaped yet counts as gone. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return isSystemError(error, "EPERM");
  }
  return statOf(pid)?.state !== "Z";
}

export function identityOf(pid: number): ProcessIdentity {
  return { pid, startTicks: statOf(pid)?.startTicks ?? null };
}

export function isSameProcess(identity: ProcessIdentity): boolean {
  return isRunning(identity.pid) && identityOf(identity.pid).startTicks === identity.startTicks;
}

function statOf(pid: number): { readonly state: string; readonly startTicks: string } | null {
  let line: string;
  try {
    line = readFileSync(`/proc/${pid}/stat`, "utf8");
  } catch {
    // No /proc (macOS), or the process has just gone: signal 0 has the say.
    return null;
  }
  // The second field is the command in brackets and may hold blanks, so count from its end.
  const fields = line.slice(line.lastIndexOf(")") + 2).split(" ");
  return { state: fields[0] ?? "", startTicks: fields[19] ?? "" };
}
