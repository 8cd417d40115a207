import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { canonicalJson } from "../../domain/audit.ts";
import type { OutsideCall } from "./outside-calls.ts";

const Line = z.looseObject({ kind: z.string() });
const Entry = z.looseObject({
  at: z.string(),
  path: z.string().optional(),
  method: z.string().optional(),
  status: z.number().optional(),
  /** What would be billed: units by name (OpenAI), or characters (the speech services); YouTube counts quota. */
  units: z
    .record(z.string(), z.number())
    .or(z.number().transform((): Record<string, number> => ({})))
    .optional(),
  characters: z.number().optional(),
  request: z.unknown().optional(),
  textSha256: z.string().optional(),
  voice: z.string().optional(),
});
export type LogEntry = z.infer<typeof Entry>;

/** Every request that a stand-in keeps in its own durable log, in order. */
export function requestsOf(dataFolder: string, standIn: OutsideCall["standIn"]): readonly LogEntry[] {
  const path = join(dataFolder, "sandbox", standIn, "log.jsonl");
  if (!existsSync(path)) return [];
  // The last line may be half written.
  const lines = readFileSync(path, "utf8").split("\n").slice(0, -1);
  // YouTube's keeps its whole state there; only requests have this shape.
  return lines
    .map((line) => Line.parse(JSON.parse(line)))
    .flatMap((line) => (line.kind === "request" ? [Entry.parse(line)] : []));
}

export function isOf({ method, path }: OutsideCall, entry: LogEntry): boolean {
  return (entry.method ?? "GET") === method && new RegExp(path).test(entry.path ?? "");
}

/** Whether the stand-in would send a bill for it: its work was done, heard or not. */
export function isBilled({ units, characters, status }: LogEntry): boolean {
  const wasRefused = status !== undefined && status >= 400;
  return !wasRefused && (Object.keys(units ?? {}).length > 0 || (characters ?? 0) > 0);
}

/** How many times something was bought that had been bought before in these entries. */
export function boughtAgain(entries: readonly LogEntry[]): number {
  const bought = entries.filter(isBilled).map(({ path, request, textSha256, voice }) => {
    const what = textSha256 ?? request ?? null;
    return canonicalJson({ path: path ?? "", what, voice: voice ?? "" });
  });
  return bought.length - new Set(bought).size;
}

/** Units of a kind on the stand-in's bill. */
export function billedUnits(entries: readonly LogEntry[], unit: string): number {
  return entries
    .filter(isBilled)
    .reduce((sum, { units, characters }) => sum + (units?.[unit] ?? (unit === "character" ? (characters ?? 0) : 0)), 0);
}
