import { WorkflowFailedError, WorkflowNotFoundError } from "@temporalio/client";
import { ApplicationFailure, CancelledFailure, TerminatedFailure } from "@temporalio/common";
import type { Draft } from "../../db/queries/drafts.ts";
import { AppError, isErrorCode } from "../../domain/errors.ts";
import { ledgerStageOf, type MakeStageResult } from "../../domain/video/stage-run.ts";
import type { makeStage } from "../../workflows/make-stage.ts";
import { withinTime } from "../temporal-deadline.ts";
import type { StageDeps } from "./start.ts";

export interface StageOutcome {
  readonly status: "running" | "completed" | "failed" | "cancelled";
  readonly error: AppError | null;
  readonly result: MakeStageResult | null;
}

/** Between the draft and its workflow lies one call to Temporal. */
const STARTS_WITHIN_MS = 60_000;

/** Where a stage stands: Temporal knows while it keeps the run, then the draft's own record does. */
export async function outcomeOf(deps: Pick<StageDeps, "temporal">, draft: Draft): Promise<StageOutcome> {
  const handle = deps.temporal.workflow.getHandle<typeof makeStage>(draft.workflowId);
  const status = await withinTime(deps, async () => {
    try {
      return (await handle.describe()).status.name;
    } catch (error) {
      if (error instanceof WorkflowNotFoundError) return null;
      throw error;
    }
  });
  if (status === null) return outcomeOnRecord(draft);
  if (status === "RUNNING" || status === "PAUSED") return { status: "running", error: null, result: null };
  try {
    return { status: "completed", error: null, result: await withinTime(deps, () => handle.result()) };
  } catch (error) {
    // Anything else is an outage of this moment, not how the stage ended.
    if (!(error instanceof WorkflowFailedError)) throw error;
    const ended = status === "CANCELLED" || status === "TERMINATED" ? "cancelled" : "failed";
    return { status: ended, error: failureOf(error), result: null };
  }
}

/** What the run says of its own end; one that was ended from outside says nothing. */
function failureOf(error: WorkflowFailedError): AppError {
  const { cause } = error;
  if (cause instanceof ApplicationFailure && isErrorCode(cause.type)) {
    const details: unknown = cause.details?.[0];
    const remedy: unknown = typeof details === "object" && details !== null ? Reflect.get(details, "remedy") : null;
    return new AppError(cause.type, cause.message, typeof remedy === "string" ? { remedy } : {});
  }
  const code = cause instanceof CancelledFailure || cause instanceof TerminatedFailure ? "cancelled" : "internal";
  return new AppError(code, cause?.message ?? error.message);
}

function outcomeOnRecord({ stage, attempts, createdAt }: Draft): StageOutcome {
  // What came before the stage says nothing of how it ended.
  const last = attempts.findLast((each) => each.stage === ledgerStageOf(stage));
  if (last?.status === "completed") return { status: "completed", error: null, result: null };
  if (last !== undefined) {
    const code = isErrorCode(last.errorCode) ? last.errorCode : "internal";
    const error = new AppError(code, last.errorMessage ?? `the attempt was ${last.status}`);
    return { status: last.status === "cancelled" ? "cancelled" : "failed", error, result: null };
  }
  if (Date.now() - Date.parse(createdAt) < STARTS_WITHIN_MS) return { status: "running", error: null, result: null };
  const remedy = "Send the request again.";
  return {
    status: "failed",
    error: new AppError("unavailable", "the stage was never started", { remedy }),
    result: null,
  };
}
