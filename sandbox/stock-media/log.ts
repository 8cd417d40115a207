import { join } from "node:path";

import { type DurableLog, openDurableLog } from "../durable-log.ts";

/** One request, in the log before its answer leaves. Keys are kept as hashes. */
export interface StockEvent {
  readonly kind: "request";
  readonly at: string;
  readonly path: string;
  readonly status: number;
  /** Hash of the key whose limit it counted against; absent for files and refused keys. */
  readonly countedFor?: string;
  readonly fault?: string;
}

export interface StockLog {
  readonly path: string;
  readonly folder: string;
  /** What the log held when it was opened: limits outlive a restart. */
  readonly past: readonly StockEvent[];
  append(event: StockEvent): Promise<void>;
  close(): Promise<void>;
}

export async function openStockLog(folder: string): Promise<StockLog> {
  const path = join(folder, "log.jsonl");
  const { log, entries }: { log: DurableLog<StockEvent>; entries: StockEvent[] } = await openDurableLog(path, isEvent);
  return { path, folder, past: entries, append: (event) => log.append(event), close: () => log.close() };
}

function isEvent(value: unknown): value is StockEvent {
  return typeof value === "object" && value !== null && "path" in value && "status" in value;
}
