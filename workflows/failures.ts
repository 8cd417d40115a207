import { ActivityFailure, ApplicationFailure, TimeoutFailure } from "@temporalio/common";
import { isErrorCode, type ErrorCode } from "../domain/errors.ts";

/** What the activity interceptor puts into the failure's details beside the code. */
export interface FailureDetails {
  readonly remedy: string | null;
  readonly field: string | null;
  readonly retryAfterMs: number | null;
}

export interface StageFailure extends FailureDetails {
  /**
   * `lost`: the process died with the attempt. `away`: a server of our own did not answer. Neither says anything
   * about the work.
   */
  readonly kind: "failed" | "lost" | "away";
  readonly code: ErrorCode;
  readonly message: string;
  readonly retryable: boolean;
}

const NO_DETAILS: FailureDetails = { remedy: null, field: null, retryAfterMs: null };

/** Details are data from outside this code: another version, or another SDK, may have written them. */
function detailsOf(details: unknown): FailureDetails {
  if (typeof details !== "object" || details === null) return NO_DETAILS;
  const { remedy, field, retryAfterMs }: { remedy?: unknown; field?: unknown; retryAfterMs?: unknown } = details;
  return {
    remedy: typeof remedy === "string" ? remedy : null,
    field: typeof field === "string" ? field : null,
    retryAfterMs: typeof retryAfterMs === "number" ? retryAfterMs : null,
  };
}

function kindOf({ type }: ApplicationFailure): StageFailure["kind"] {
  if (type === "WorkerShutdown") return "lost";
  return type === "unavailable" ? "away" : "failed";
}

/** Reads an activity's failure; anything else is a bug of the workflow and is thrown on. */
export function stageFailureOf(error: unknown): StageFailure {
  if (!(error instanceof ActivityFailure)) throw error;
  const { cause } = error;
  if (cause instanceof TimeoutFailure) {
    const lost = cause.timeoutType === "HEARTBEAT";
    const message = lost ? "the worker stopped answering" : `${error.activityType} passed its time limit`;
    return { ...NO_DETAILS, kind: lost ? "lost" : "failed", code: "stage_timeout", message, retryable: true };
  }
  if (cause instanceof ApplicationFailure) {
    return {
      ...detailsOf(cause.details?.[0]),
      kind: kindOf(cause),
      code: isErrorCode(cause.type) ? cause.type : "internal",
      message: cause.message,
      retryable: !cause.nonRetryable,
    };
  }
  return { ...NO_DETAILS, kind: "failed", code: "internal", message: String(cause ?? error), retryable: true };
}
