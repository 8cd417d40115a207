import { mkdir, open, readFile } from "node:fs/promises";
import type { FileHandle } from "node:fs/promises";
import { dirname } from "node:path";

/** An append-only file of JSON lines. What `append` has resolved for is on disk and survives kill −9. */
export interface DurableLog<Entry> {
  /** Resolves after the fsync that covers these entries; appends that wait together share one. */
  append(...entries: Entry[]): Promise<void>;
  close(): Promise<void>;
}

/** Opens the log, returns what it holds, and cuts off a last line that a crash left unfinished. */
export async function openDurableLog<Entry>(
  path: string,
  isEntry: (value: unknown) => value is Entry,
): Promise<{ log: DurableLog<Entry>; entries: Entry[] }> {
  await mkdir(dirname(path), { recursive: true });
  const file = await open(path, "a+");
  const bytes = await readFile(path);
  const wholeBytes = bytes.lastIndexOf(0x0a) + 1;
  if (wholeBytes < bytes.length) {
    await file.truncate(wholeBytes);
    await file.datasync();
  }
  const lines = bytes.subarray(0, wholeBytes).toString("utf8").split("\n");
  const entries = lines.filter((line) => line !== "").map((line): unknown => JSON.parse(line));
  if (!entries.every(isEntry)) throw new Error(`${path} holds lines that are not this log's`);
  return { log: new LogFile<Entry>(file), entries };
}

class LogFile<Entry> implements DurableLog<Entry> {
  readonly #file: FileHandle;
  #waiting = "";
  #written: Promise<void> = Promise.resolve();
  #scheduled: Promise<void> | null = null;

  constructor(file: FileHandle) {
    this.#file = file;
  }

  append(...entries: Entry[]): Promise<void> {
    for (const entry of entries) this.#waiting += `${JSON.stringify(entry)}\n`;
    this.#scheduled ??= this.#written.then(() => this.#flush());
    return this.#scheduled;
  }

  async #flush(): Promise<void> {
    const lines = this.#waiting;
    this.#waiting = "";
    this.#written = this.#write(lines);
    this.#scheduled = null;
    await this.#written;
  }

  async #write(lines: string): Promise<void> {
    await this.#file.appendFile(lines);
    await this.#file.datasync();
  }

  async close(): Promise<void> {
    await (this.#scheduled ?? this.#written);
    await this.#file.close();
  }
}
