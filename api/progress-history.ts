import { setTimeout as sleep } from "node:timers/promises";
import { isGrpcCancelledError, isGrpcDeadlineError, type Client } from "@temporalio/client";

import { AppError } from "../domain/errors.ts";
import { createTranslator, type RunEvent, type Translation } from "./progress-vocabulary.ts";
import { fromTemporal } from "./temporal-errors.ts";

/** What is known of one run's history; grows until `closing` or `failure` is set. */
export interface RunHistory {
  readonly workflowId: string;
  readonly runId: string;
  readonly events: readonly RunEvent[];
  readonly closing: Translation["closing"];
  readonly failure: Error | undefined;
  /** Called after each change. */
  readonly listeners: Set<() => void>;
}

interface OpenHistory extends RunHistory {
  readonly events: RunEvent[];
  closing: Translation["closing"];
  failure: Error | undefined;
  readonly stop: AbortController;
  holders: number;
}

/** The server answers a long poll after 20 s at the latest; beyond this the connection is dead. */
const POLL_DEADLINE_MS = 60_000;
const RETRY_MS = 1_000;

/** Histories being followed: one long poll per run id, history by everyone who holds it, closed when the last releases it. */
export function createRunHistories(client: Client, onError: (error: unknown, workflowId: string) => void) {
  const open = new Map<string, OpenHistory>();

  async function read(history: OpenHistory): Promise<void> {
    const translate = createTranslator(history.runId, client.options.loadedDataConverter, (error) =>
      onError(error, history.workflowId),
    );
    let nextPageToken: Uint8Array = new Uint8Array();
    let readEventId = 0;
    while (!history.stop.signal.aborted && !history.closing) {
      try {
        const page = await poll(history, nextPageToken);
        for (const event of page.history?.events ?? []) {
          // After a broken poll the history is read from its start again.
          if (Number(event.eventId) <= readEventId) continue;
          const translation = await translate(event);
          readEventId = Number(event.eventId);
          if (translation) history.events.push(translation.event);
          if (translation?.closing) history.closing = translation.closing;
        }
        nextPageToken = page.nextPageToken ?? new Uint8Array();
        for (const listener of history.listeners) listener();
      } catch (error) {
        if (history.stop.signal.aborted) return;
        if (isUnknownRun(error)) {
          history.failure = new AppError("not_found", `There is no run ${history.runId} of ${history.workflowId}.`, {
            cause: error,
          });
          for (const listener of history.listeners) listener();
          return;
        }
        if (!isGrpcDeadlineError(error) && !isGrpcCancelledError(error)) onError(error, history.workflowId);
        nextPageToken = new Uint8Array();
        await sleep(RETRY_MS, undefined, { signal: history.stop.signal }).catch(() => undefined);
      }
    }
  }

  function poll({ workflowId, runId, stop }: OpenHistory, nextPageToken: Uint8Array) {
    return client.connection.withAbortSignal(stop.signal, () =>
      client.connection.withDeadline(Date.now() + POLL_DEADLINE_MS, () =>
        client.workflowService.getWorkflowExecutionHistory({
          namespace: client.options.namespace,
          execution: { workflowId, runId },
          waitNewEvent: true,
          skipArchival: true,
          nextPageToken,
        }),
      ),
    );
  }

  return {
    /** Shares the history of a run, or starts to read it; every `acquire` needs its `release`. */
    acquire(workflowId: string, runId: string): RunHistory {
      const key = keyOf({ workflowId, runId });
      let history = open.get(key);
      if (!history) {
        const start = {
          workflowId,
          runId,
          events: [],
          closing: undefined,
          failure: undefined,
          listeners: new Set<() => void>(),
        };
        history = { ...start, stop: new AbortController(), holders: 0 };
        open.set(key, history);
        void read(history);
      }
      history.holders += 1;
      return history;
    },
    release(held: RunHistory): void {
      const history = open.get(keyOf(held));
      if (!history || history !== held) return;
      history.holders -= 1;
      if (history.holders > 0) return;
      history.stop.abort();
      open.delete(keyOf(held));
    },
    /** Runs whose history is being read. */
    openCount: () => open.size,
  };
}

function keyOf({ workflowId, runId }: { workflowId: string; runId: string }): string {
  return `${workflowId}\n${runId}`;
}

/** Also an id that no run can have: the server calls it invalid. */
export function isUnknownRun(error: unknown): boolean {
  const code = fromTemporal(error)?.code;
  return code === "not_found" || code === "invalid_input";
}
