import { readFileSync, readdirSync } from "node:fs";

/** The process and all that descend from it. PostgreSQL's backends, for one, are processes of their own. */
export function processTree(pid: number): readonly number[] {
  const childrenOf = new Map<number, number[]>();
  for (const entry of readdirSync("/proc")) {
    if (!/^\d+$/.test(entry)) continue;
    const parent = Number(statFields(Number(entry))[1] ?? Number.NaN);
    childrenOf.set(parent, [...(childrenOf.get(parent) ?? []), Number(entry)]);
  }
  const below = (parent: number): readonly number[] => [parent, ...(childrenOf.get(parent) ?? []).flatMap(below)];
  return below(pid);
}

/** Proportional set size: a page that several processes share is divided among them, so that the sum is honest. */
export function pssMebibytes(pid: number): number {
  const kibibytes = /^Pss:\s+(\d+) kB/m.exec(readProc(`/proc/${pid}/smaps_rollup`))?.[1];
  return Number(kibibytes ?? 0) / 1024;
}

/** The most that was resident at once since the process began. */
export function peakRssMebibytes(pid: number): number {
  const kibibytes = /^VmHWM:\s+(\d+) kB/m.exec(readProc(`/proc/${pid}/status`))?.[1];
  return Number(kibibytes ?? 0) / 1024;
}

export function commandOf(pid: number): string {
  return readProc(`/proc/${pid}/comm`).trim();
}

/** User and system time of a process and of its ended children; the kernel counts in hundredths of a second. */
export function processorSecondsOf(pid: number): number {
  const hundredths = statFields(pid).slice(11, 15).map(Number);
  return hundredths.reduce((total, value) => total + value, 0) / 100;
}

/** What follows the name in `/proc/<pid>/stat`: state, parent, …; none of a process that has ended. */
function statFields(pid: number): readonly string[] {
  const stat = readProc(`/proc/${pid}/stat`);
  return stat === "" ? [] : stat.slice(stat.lastIndexOf(")") + 2).split(" ");
}

function readProc(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    // The process has just ended: it weighs nothing.
    return "";
  }
}
