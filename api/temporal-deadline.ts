import { isGrpcCancelledError } from "@temporalio/client";
import type { ApiDependencies } from "./dependencies.ts";

type Deps = Pick<ApiDependencies, "temporal">;

/** A worker or server that is being restarted is back by then; a caller repeats with the same Idempotency-Key. */
const ANSWER_MS = 15_000;

/** Asks Temporal and gives up in time to answer the caller; without a limit its client retries for half a minute. */
export function withinTime<Answer>({ temporal }: Deps, ask: () => Promise<Answer>, ms = ANSWER_MS): Promise<Answer> {
  return temporal.withDeadline(Date.now() + ms, ask);
}

/** Asks for something that may take for ever, and stops asking after `ms`: then undefined. */
export async function forAWhile<Answer>(
  { temporal }: Deps,
  ask: () => Promise<Answer>,
  ms: number,
): Promise<{ readonly value: Answer } | undefined> {
  const limit = AbortSignal.timeout(ms);
  try {
    return { value: await temporal.withAbortSignal(limit, ask) };
  } catch (error) {
    if (limit.aborted && isCancelledCall(error)) return undefined;
    throw error;
  }
}

function isCancelledCall(thrown: unknown): boolean {
  return isGrpcCancelledError(thrown) || (thrown instanceof Error && isCancelledCall(thrown.cause));
}
