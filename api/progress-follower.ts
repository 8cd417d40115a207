import type { Client } from "@temporalio/client";

import type { ProgressBus, ProgressEntry } from "../clients/progress/progress.ts";
import { AppError } from "../domain/errors.ts";
import { createRunHistories, isUnknownRun, type RunHistory } from "./progress-history.ts";
import type { RunEvent, RunEventType } from "./progress-vocabulary.ts";

export type RunUpdate =
  | { readonly kind: "event"; readonly event: RunEvent }
  | { readonly kind: "progress"; readonly entry: ProgressEntry }
  /** The run is closed and no other run continues it. */
  | { readonly kind: "end"; readonly runId: string; readonly status: RunEventType };

/** A place in the chain of runs of one workflow: everything after it is still to come. */
export interface RunPosition {
  readonly workflowId: string;
  readonly runId: string;
  readonly afterEvent: number;
}

export interface ProgressFollower {
  /**
   * Where a client goes on: after the `<run id>:<event id>` it got last, or (null) with the first event of the current run.
   * Throws when the workflow is unknown, and AppError `invalid_input` for a malformed `lastEventId`.
   */
  locate(workflowId: string, lastEventId: string | null): Promise<RunPosition>;
  /**
   * What happens after `position`, run after run, with the percentages, until the workflow is closed or `signal` aborts.
   * Pull-based: a slow reader holds an index into the shared history, never a queue.
   */
  follow(position: RunPosition, signal: AbortSignal): AsyncGenerator<RunUpdate, void, undefined>;
  /** Run histories being read, and clients reading them. */
  load(): { histories: number; clients: number };
  /** Ends every `follow`. */
  close(): void;
}

export interface ProgressFollowerDeps {
  readonly temporal: Client;
  readonly progress: Pick<ProgressBus, "follow">;
  /** What went wrong while following goes on: Temporal away for a moment, an undecodable payload. */
  readonly onError: (error: unknown, workflowId: string) => void;
}

/** Follows runs for any number of clients, reading each run's history once. */
export function createProgressFollower({ temporal, progress, onError }: ProgressFollowerDeps): ProgressFollower {
  const histories = createRunHistories(temporal, onError);
  const closing = new AbortController();
  let clients = 0;

  async function latestRun(workflowId: string): Promise<{ runId: string; firstRunId: string }> {
    const { runId, raw } = await temporal.workflow.getHandle(workflowId).describe();
    return { runId, firstRunId: raw.workflowExecutionInfo?.firstRunId ?? runId };
  }

  /** A reset terminates a run without naming its successor; both share their first run. */
  async function successor({ workflowId, runId, closing: closed }: RunHistory): Promise<string | null> {
    if (closed?.continuedTo) return closed.continuedTo;
    if (closed?.status !== "terminated") return null;
    const latest = await latestRun(workflowId);
    if (latest.runId === runId) return null;
    const { raw } = await temporal.workflow.getHandle(workflowId, runId).describe();
    return raw.workflowExecutionInfo?.firstRunId === latest.firstRunId ? latest.runId : null;
  }

  async function* run({ workflowId, runId, afterEvent }: RunPosition, signal: AbortSignal) {
    const percentages = openPercentages(workflowId, signal);
    let seenEvent = afterEvent;
    let history = histories.acquire(workflowId, runId);
    history.listeners.add(percentages.wake);
    try {
      let index = 0;
      while (!signal.aborted) {
        for (; index < history.events.length; index++) {
          const event = history.events[index];
          if (event && eventNumber(event.id) > seenEvent) yield { kind: "event" as const, event };
          if (signal.aborted) return;
        }
        yield* percentages.take();
        if (history.failure) throw history.failure;
        if (history.closing && index === history.events.length) {
          const nextRunId = await successor(history);
          yield* percentages.take();
          if (nextRunId === null) {
            yield { kind: "end" as const, runId: history.runId, status: history.closing.status };
            return;
          }
          const next = histories.acquire(workflowId, nextRunId);
          next.listeners.add(percentages.wake);
          release();
          history = next;
          seenEvent = 0;
          index = 0;
          continue;
        }
        if (index === history.events.length) await percentages.changed();
      }
    } finally {
      release();
    }

    function release(): void {
      history.listeners.delete(percentages.wake);
      histories.release(history);
    }
  }

  async function locate(workflowId: string, lastEventId: string | null): Promise<RunPosition> {
    const latest = await latestRun(workflowId);
    const current = { workflowId, runId: latest.runId, afterEvent: 0 };
    if (lastEventId === null) return current;
    const position = { workflowId, ...parseEventId(lastEventId) };
    if (position.runId === latest.runId) return position;
    try {
      await temporal.workflow.getHandle(workflowId, position.runId).describe();
      return position;
    } catch (error) {
      // Retention may have removed the run the client last saw: what is left starts with the current one.
      if (isUnknownRun(error)) return current;
      throw error;
    }
  }

  /** The newest percentage of every stage, and the one bell that history and percentages both ring. */
  function openPercentages(workflowId: string, signal: AbortSignal) {
    const waiting = new Map<string, ProgressEntry>();
    let bell = Promise.withResolvers<void>();
    const wake = () => bell.resolve();
    signal.addEventListener("abort", wake, { once: true });
    void (async () => {
      try {
        for await (const entry of progress.follow(workflowId, "0", signal)) {
          waiting.set(entry.stage, entry);
          wake();
        }
      } catch (error) {
        onError(error, workflowId);
      }
    })();
    return {
      wake,
      async changed() {
        if (!signal.aborted) await bell.promise;
        bell = Promise.withResolvers<void>();
      },
      *take() {
        for (const [stage, entry] of waiting) {
          waiting.delete(stage);
          yield { kind: "progress" as const, entry };
        }
      },
    };
  }

  return {
    locate,
    async *follow(position, signal) {
      const left = new AbortController();
      clients += 1;
      try {
        yield* run(position, AbortSignal.any([signal, closing.signal, left.signal]));
      } finally {
        clients -= 1;
        left.abort();
      }
    },
    load: () => ({ histories: histories.openCount(), clients }),
    close: () => closing.abort(),
  };
}

function eventNumber(id: string): number {
  return Number(id.slice(id.lastIndexOf(":") + 1));
}

/** `<run id>:<event id>`; the id of an `end` message, `<run id>:end`, stands after every event. */
export function parseEventId(id: string): { runId: string; afterEvent: number } {
  const match = /^([0-9a-f-]{36}):(\d{1,9}|end)$/.exec(id);
  if (!match?.[1] || !match[2]) {
    throw new AppError("invalid_input", `expected "<run id>:<event id>", got ${JSON.stringify(id.slice(0, 100))}`, {
      field: "Last-Event-ID",
    });
  }
  return { runId: match[1], afterEvent: match[2] === "end" ? Number.MAX_SAFE_INTEGER : Number(match[2]) };
}
