import { join } from "node:path";

import { type DurableLog, openDurableLog } from "../durable-log.ts";

/** One request with what was answered: the bill of the stand-in. Keys are never kept. */
export interface OpenaiEvent {
  readonly kind: "request";
  readonly at: string;
  readonly requestId: string;
  readonly method: string;
  /** After `/openai`: `/v1/chat/completions`. */
  readonly path: string;
  /** 0: the caller heard nothing. */
  readonly status: number;
  readonly fault?: string;
  readonly model?: string;
  /** What would be billed, by unit: `input_token`, `output_token`, `character`. */
  readonly units?: Readonly<Record<string, number>>;
  /** The request's and the answer's JSON; bytes stand as their SHA-256. */
  readonly request?: unknown;
  readonly answer?: unknown;
}

/** What a route leaves for the log. */
export type OpenaiWork = Pick<OpenaiEvent, "model" | "units" | "request" | "answer">;

export interface OpenaiStore {
  readonly folder: string;
  readonly logPath: string;
  /** Resolves when the event is on disk. */
  commit(event: OpenaiEvent): Promise<void>;
  close(): Promise<void>;
}

export async function openOpenaiStore(folder: string): Promise<OpenaiStore> {
  const logPath = join(folder, "log.jsonl");
  const { log }: { log: DurableLog<OpenaiEvent> } = await openDurableLog(logPath, isOpenaiEvent);
  return { folder, logPath, commit: (event) => log.append(event), close: () => log.close() };
}

function isOpenaiEvent(value: unknown): value is OpenaiEvent {
  return typeof value === "object" && value !== null && "requestId" in value && "path" in value && "status" in value;
}
