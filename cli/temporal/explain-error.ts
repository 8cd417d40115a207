import { AppError, isErrorCode } from "../../domain/errors.ts";
import type { ErrorCode } from "../../domain/errors.ts";

/** gRPC status codes that people can act on (grpc.io/docs/guides/status-codes). */
const CODE_OF_GRPC: Readonly<Record<number, ErrorCode>> = {
  3: "invalid_input",
  4: "unavailable",
  5: "not_found",
  6: "conflict",
  7: "forbidden",
  8: "rate_limited",
  9: "conflict",
  12: "unavailable",
  14: "unavailable",
  16: "unauthorized",
};

const CODE_OF_ERROR: Readonly<Record<string, ErrorCode>> = {
  WorkflowNotFoundError: "not_found",
  ScheduleNotFoundError: "not_found",
  WorkflowExecutionAlreadyStartedError: "conflict",
  QueryNotRegisteredError: "invalid_input",
  QueryRejectedError: "conflict",
};

/**
 * The AppError behind an error of the Temporal client. Recognised by name: importing its classes would load the
 * client into every command. An error that is none of Temporal's comes back as it is.
 */
export function explainTemporalError(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof AppError) return error;
  if (error.name === "WorkflowFailedError" || error.name === "WorkflowUpdateFailedError") return failureOf(error);
  const grpc = grpcStatusOf(error) ?? grpcStatusOf(error.cause);
  const code = CODE_OF_ERROR[error.name] ?? (grpc === undefined ? undefined : CODE_OF_GRPC[grpc.code]);
  if (code === undefined) return error;
  const message = grpc?.details || error.message;
  return new AppError(code, grpc?.code === 12 ? `This Temporal server does not offer it: ${message}` : message, {
    cause: error,
  });
}

/** The deepest cause says what happened; an application failure carries its code as `type`. */
function failureOf(error: Error): AppError {
  let deepest = error;
  while (deepest.cause instanceof Error) deepest = deepest.cause;
  const type = "type" in deepest ? deepest.type : undefined;
  const cancelled = deepest.name === "CancelledFailure";
  const code = isErrorCode(type) ? type : cancelled ? "cancelled" : "internal";
  return new AppError(code, deepest.message, { cause: error });
}

function grpcStatusOf(error: unknown): { readonly code: number; readonly details: string } | undefined {
  if (!(error instanceof Error) || !("code" in error) || typeof error.code !== "number") return undefined;
  return { code: error.code, details: "details" in error ? String(error.details) : error.message };
}
