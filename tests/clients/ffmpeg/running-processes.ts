import { readdirSync, readFileSync } from "node:fs";

export interface RunningProcess {
  readonly pid: number;
  readonly parent: number;
  /** Its arguments, each ended by a zero byte. */
  readonly command: string;
}

export function processes(): RunningProcess[] {
  return readdirSync("/proc")
    .filter((entry) => /^\d+$/.test(entry))
    .map(Number)
    .map((pid) => ({
      pid,
      parent: Number(/^PPid:\s+(\d+)/m.exec(read(`/proc/${pid}/status`))?.[1]),
      command: commandOf(pid),
    }));
}

export function commandOf(pid: number): string {
  return read(`/proc/${pid}/cmdline`);
}

/** Ends children of this process, as somebody outside would, by a word among their arguments. */
export function killChildrenWith(word: string, signal: NodeJS.Signals): void {
  for (const { pid, parent, command } of processes()) {
    if (parent === process.pid && command.includes(word)) process.kill(pid, signal);
  }
}

function read(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    // The process has ended.
    return "";
  }
}
