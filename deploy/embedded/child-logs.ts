import { closeSync, existsSync, fstatSync, mkdirSync, openSync, readSync, renameSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";

const KEPT_LOGS = 3;
const TAIL_BYTES = 16_384;

/** Moves the logs of earlier starts one place up (`api.log` → `api.log.1`) and returns the path of the new one. */
export function rotateLog(folder: string, child: string): string {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, `${child}.log`);
  for (let age = KEPT_LOGS; age >= 1; age--) {
    const younger = age === 1 ? path : `${path}.${age - 1}`;
    if (existsSync(younger)) renameSync(younger, `${path}.${age}`);
  }
  return path;
}

/** The last lines of a log, for the message of a child that will not start. JSON lines are reduced to their message. */
export function lastLines(path: string, count: number): readonly string[] {
  if (!existsSync(path)) return [];
  const file = openSync(path, "r");
  try {
    const size = fstatSync(file).size;
    const buffer = Buffer.alloc(Math.min(size, TAIL_BYTES));
    readSync(file, buffer, 0, buffer.length, size - buffer.length);
    const lines = buffer.toString("utf8").split("\n");
    return lines
      .filter((line) => line.trim() !== "")
      .slice(-count)
      .map(readable);
  } finally {
    closeSync(file);
  }
}

const LogLine = z.object({ msg: z.string(), err: z.object({ message: z.string() }).optional() });

function readable(line: string): string {
  if (!line.startsWith("{")) return line;
  try {
    const { msg, err } = LogLine.parse(JSON.parse(line));
    return err === undefined || msg.includes(err.message) ? msg : `${msg}: ${err.message}`;
  } catch {
    // Not a line of pino: shown as it is.
    return line;
  }
}
