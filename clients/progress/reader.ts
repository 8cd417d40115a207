import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { Redis } from "ioredis";

import type { ProgressEntry } from "./progress.ts";

export interface StreamWatcher {
  onEntry(entry: ProgressEntry): void;
  /** The reader was closed; nothing more comes. */
  onClose(): void;
}

interface WatchedStream {
  /** Id of the last entry read. */
  lastId: string;
  readonly watchers: Set<StreamWatcher>;
  /** What a later watcher needs to catch up without reading Redis again. */
  readonly newest: Map<string, ProgressEntry>;
}

const BLOCK_MS = 60_000;
const WAKE_KEPT_SECONDS = 3_600;
/** Stages of one run are few; a run that invents names must not grow the process. */
const STAGES_MAX = 64;

/**
 * One blocking XREAD for all watched streams of the process, on a connection of its own, however many watchers.
 * A private stream wakes it when the set changes: unlike CLIENT UNBLOCK, that cannot fall between two reads.
 */
export function createStreamReader(redis: Redis, onError: (error: Error) => void) {
  const streams = new Map<string, WatchedStream>();
  const wakeKey = `progress-wake:${randomUUID()}`;
  let wakeLastId = "0";
  let connection: Redis | undefined;
  let reading: Promise<void> | undefined;
  const closing = new AbortController();

  async function readUntilUnwatched(): Promise<void> {
    connection ??= redis.duplicate({ maxRetriesPerRequest: null, connectionName: `progress-reader-${process.pid}` });
    while (streams.size > 0 && !closing.signal.aborted) {
      const keys = [...streams.keys()];
      const ids = keys.map((key) => streams.get(key)?.lastId ?? "0");
      try {
        const results = await connection.xread("BLOCK", BLOCK_MS, "STREAMS", wakeKey, ...keys, wakeLastId, ...ids);
        for (const [key, entries] of (results ?? []) as [string, [string, string[]][]][]) {
          if (key === wakeKey) wakeLastId = entries.at(-1)?.[0] ?? wakeLastId;
          else for (const [id, fields] of entries) deliver(key, id, fields);
        }
      } catch (error) {
        if (closing.signal.aborted) return;
        onError(error instanceof Error ? error : new Error(String(error)));
        await sleep(1_000);
      }
    }
  }

  function deliver(key: string, id: string, fields: string[]): void {
    const stream = streams.get(key);
    if (!stream) return;
    stream.lastId = id;
    const entry = entryOf(id, fields);
    if (!stream.newest.has(entry.stage) && stream.newest.size === STAGES_MAX) {
      stream.newest.delete(stream.newest.keys().next().value ?? "");
    }
    stream.newest.set(entry.stage, entry);
    for (const watcher of stream.watchers) watcher.onEntry(entry);
  }

  function readChangedSet(): void {
    if (reading) {
      redis
        .multi()
        .xadd(wakeKey, "MAXLEN", 1, "*", "watched", String(streams.size))
        .expire(wakeKey, WAKE_KEPT_SECONDS)
        .exec()
        .catch((error: unknown) => onError(error instanceof Error ? error : new Error(String(error))));
      return;
    }
    reading = readUntilUnwatched().finally(() => {
      reading = undefined;
      // A watcher may have come between the last look at the set and this line.
      if (streams.size > 0 && !closing.signal.aborted) readChangedSet();
    });
  }

  return {
    /** Delivers the newest entry of every stage, then every entry as it is written. Returns the way to stop. */
    watch(key: string, watcher: StreamWatcher): () => void {
      if (closing.signal.aborted) {
        watcher.onClose();
        return () => undefined;
      }
      const known = streams.get(key);
      const stream: WatchedStream = known ?? { lastId: "0", watchers: new Set(), newest: new Map() };
      stream.watchers.add(watcher);
      if (known) {
        for (const entry of known.newest.values()) watcher.onEntry(entry);
      } else {
        streams.set(key, stream);
        readChangedSet();
      }
      return () => {
        stream.watchers.delete(watcher);
        // A later watcher of the same run may already have opened a fresh entry under this key.
        if (stream.watchers.size === 0 && streams.get(key) === stream) streams.delete(key);
      };
    },
    /** Streams being read now; 0 when nobody watches. */
    watchedCount: () => streams.size,
    async close(): Promise<void> {
      closing.abort();
      for (const { watchers } of streams.values()) for (const watcher of watchers) watcher.onClose();
      streams.clear();
      connection?.disconnect();
      await reading;
    },
  };
}

function entryOf(id: string, fields: readonly string[]): ProgressEntry {
  const values: Record<string, string> = {};
  for (let index = 0; index + 1 < fields.length; index += 2) values[fields[index] ?? ""] = fields[index + 1] ?? "";
  return {
    id,
    stage: values["stage"] ?? "",
    fraction: Number(values["fraction"] ?? 0),
    message: values["message"] ?? "",
    at: new Date(Number(id.split("-")[0])).toISOString(),
  };
}
