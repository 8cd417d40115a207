import { ActivityFailure, ApplicationFailure, TimeoutFailure } from "@temporalio/common";
import { isErrorCode, type ErrorCode } from "../domain/errors.ts";
import type { Usage } from "../domain/video/production.ts";

/** What a failure tells beside its code, in its details. */
export interface FailureDetails {
  readonly remedy: string | null;
  readonly field: string | null;
  readonly retryAfterMs: number | null;
}

/** As the activity interceptor writes them. */
export interface ActivityFailureDetails extends FailureDetails {
  /** All that the attempt had bought; null where nobody can say. */
  readonly usage: readonly Usage[] | null;
}

export interface StageFailure extends ActivityFailureDetails {
  /**
   * `lost`: the process died with the attempt. `away`: a server of our own did not answer. Neither says anything
   * about the work.
   */
  readonly kind: "failed" | "lost" | "away";
  readonly code: ErrorCode;
  readonly message: string;
  readonly retryable: boolean;
}

const NO_DETAILS: ActivityFailureDetails = { remedy: null, field: null, retryAfterMs: null, usage: null };

/** Details are data from outside this code: another version, or another SDK, may have written them. */
function detailsOf(details: unknown): ActivityFailureDetails {
  if (typeof details !== "object" || details === null) return NO_DETAILS;
  const { remedy, field, retryAfterMs, usage }: { [Name in keyof ActivityFailureDetails]?: unknown } = details;
  return {
    remedy: typeof remedy === "string" ? remedy : null,
    field: typeof field === "string" ? field : null,
    retryAfterMs: typeof retryAfterMs === "number" ? retryAfterMs : null,
    usage: Array.isArray(usage) && usage.every(isUsage) ? usage : null,
  };
}

function isUsage(value: unknown): value is Usage {
  if (typeof value !== "object" || value === null) return false;
  const { service, operation, units, unit }: { [Name in keyof Usage]?: unknown } = value;
  const isNamed = [service, operation, unit].every((name) => typeof name === "string");
  return isNamed && typeof units === "number" && units >= 0;
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
