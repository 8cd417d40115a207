import {
  isGrpcServiceError,
  QueryNotRegisteredError,
  QueryRejectedError,
  ScheduleNotFoundError,
  WorkflowExecutionAlreadyStartedError,
  WorkflowFailedError,
  WorkflowNotFoundError,
  WorkflowUpdateFailedError,
} from "@temporalio/client";
import { ApplicationFailure, CancelledFailure } from "@temporalio/common";
import { AppError, isErrorCode, type ErrorCode } from "../domain/errors.ts";

/** gRPC status numbers, https://grpc.io/docs/guides/status-codes/ */
const GRPC = {
  cancelled: 1,
  invalidArgument: 3,
  deadlineExceeded: 4,
  notFound: 5,
  alreadyExists: 6,
  exhausted: 8,
  failedPrecondition: 9,
  unavailable: 14,
};

const CODE_OF_GRPC = new Map<number, ErrorCode>([
  // The server's own end of a call whose deadline passes may come first.
  [GRPC.cancelled, "unavailable"],
  [GRPC.invalidArgument, "invalid_input"],
  [GRPC.deadlineExceeded, "unavailable"],
  [GRPC.notFound, "not_found"],
  [GRPC.alreadyExists, "conflict"],
  [GRPC.exhausted, "unavailable"],
  [GRPC.failedPrecondition, "conflict"],
  [GRPC.unavailable, "unavailable"],
]);

/** What Temporal said, in our codes; undefined for anything that Temporal did not say. */
export function fromTemporal(thrown: unknown): AppError | undefined {
  if (thrown instanceof WorkflowNotFoundError) {
    return new AppError("not_found", "There is no such open run.", { cause: thrown });
  }
  if (thrown instanceof ScheduleNotFoundError) {
    return new AppError("not_found", "There is no such schedule.", { cause: thrown });
  }
  if (thrown instanceof WorkflowExecutionAlreadyStartedError) {
    return new AppError("conflict", `A run with the id ${thrown.workflowId} exists already.`, {
      cause: thrown,
      field: "workflow_id",
      remedy: "Choose another id, or read the run that exists.",
    });
  }
  if (thrown instanceof QueryNotRegisteredError || thrown instanceof QueryRejectedError) {
    return new AppError("conflict", thrown.message, { cause: thrown });
  }
  return fromApplicationFailure(thrown) ?? fromGrpc(thrown) ?? fromEnd(thrown);
}

/** A run or update that ended badly for a reason that has no code of ours: cancelled, terminated, timed out. */
function fromEnd(thrown: unknown): AppError | undefined {
  if (!(thrown instanceof WorkflowFailedError) && !(thrown instanceof WorkflowUpdateFailedError)) return undefined;
  const cancelled = thrown.cause instanceof CancelledFailure;
  return new AppError(cancelled ? "cancelled" : "conflict", thrown.cause?.message ?? thrown.message, { cause: thrown });
}

/** Handlers of workflows throw ApplicationFailures whose type is one of our codes. */
function fromApplicationFailure(thrown: unknown): AppError | undefined {
  for (let error: unknown = thrown; error instanceof Error; error = error.cause) {
    if (!(error instanceof ApplicationFailure) || !isErrorCode(error.type)) continue;
    const [details] = error.details ?? [];
    // `internal` here is the run's failure, not this request's.
    const code = error.type === "internal" ? "conflict" : error.type;
    return new AppError(code, error.message, { ...optionsOf(details), cause: thrown });
  }
  return undefined;
}

function optionsOf(details: unknown) {
  if (typeof details !== "object" || details === null) return {};
  const field: unknown = Reflect.get(details, "field");
  const remedy: unknown = Reflect.get(details, "remedy");
  const retryAfterMs: unknown = Reflect.get(details, "retryAfterMs");
  return {
    ...(typeof field === "string" ? { field } : {}),
    ...(typeof remedy === "string" ? { remedy } : {}),
    ...(typeof retryAfterMs === "number" ? { retryAfterMs } : {}),
  };
}

function fromGrpc(thrown: unknown): AppError | undefined {
  for (let error = thrown; error instanceof Error; error = error.cause) {
    const code = isGrpcServiceError(error) ? CODE_OF_GRPC.get(error.code) : undefined;
    if (code === "unavailable") return unavailable(thrown);
    if (code !== undefined) return new AppError(code, messageOf(error), { cause: thrown });
  }
  return undefined;
}

/** gRPC puts its number before the sentence: `3 INVALID_ARGUMENT: invalid query`. */
function messageOf(error: Error): string {
  return error.message.replace(/^\d+ [A-Z_]+: /, "");
}

function unavailable(cause: unknown): AppError {
  return new AppError("unavailable", "Temporal did not answer in time.", {
    cause,
    retryable: true,
    retryAfterMs: 2_000,
    remedy: "Repeat the request.",
  });
}
