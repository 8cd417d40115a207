import type { Usage } from "./video/production.ts";

/** Every way a request or a stage can fail that a person or a caller can act on; stable on the wire. */
export const ERROR_CODES = [
  "invalid_input",
  "not_found",
  "conflict",
  "unauthorized",
  "forbidden",
  "rate_limited",
  "queue_full",
  "queue_draining",
  "idempotency_mismatch",
  "grant_invalid",
  "cost_cap_reached",
  "quota_exhausted",
  "channel_not_connected",
  "channel_suspended",
  "platform_refused",
  "platform_unavailable",
  "outcome_unknown",
  "stage_timeout",
  "missing_tool",
  "disk_full",
  "media_failed",
  "render_failed",
  "quality_rejected",
  "cancelled",
  "unavailable",
  "internal",
] as const;

export type ErrorCode = (typeof ERROR_CODES)[number];

export interface AppErrorOptions {
  readonly retryable?: boolean;
  readonly cause?: unknown;
  /** The input field at fault, in the caller's spelling: `priority`, `spec.topic`. */
  readonly field?: string;
  /** What the reader can do about it, as one sentence. */
  readonly remedy?: string;
  /** Earliest moment at which a retry can help. */
  readonly retryAfterMs?: number;
  /**
   * All that was bought before it failed: it is billed all the same. `unknown`: a call may have been billed whose answer
   * never came. Left out by whoever bought nothing.
   */
  readonly usage?: readonly Usage[] | "unknown";
}

/**
 * A failure someone can act on. `code` survives the trip through Temporal and HTTP; `instanceof` does not.
 * Translated in three places only: the activity interceptor, `api/errors.ts` and `cli/main.ts`.
 */
export class AppError extends Error {
  override readonly name = "AppError";
  readonly code: ErrorCode;
  readonly retryable: boolean;
  readonly field: string | undefined;
  readonly remedy: string | undefined;
  readonly retryAfterMs: number | undefined;
  readonly usage: AppErrorOptions["usage"];

  constructor(code: ErrorCode, message: string, options: AppErrorOptions = {}) {
    super(message, { cause: options.cause });
    this.code = code;
    this.retryable = options.retryable ?? false;
    this.field = options.field;
    this.remedy = options.remedy;
    this.retryAfterMs = options.retryAfterMs;
    this.usage = options.usage;
  }
}

export function isErrorCode(value: unknown): value is ErrorCode {
  return ERROR_CODES.some((code) => code === value);
}

/** The AppError that was thrown, or that caused what a library threw around it; undefined for anything else. */
export function appErrorOf(thrown: unknown): AppError | undefined {
  for (let error = thrown; error instanceof Error; error = error.cause) if (error instanceof AppError) return error;
  return undefined;
}

/** The same failure with what was bought around it; a bug with purchases may be tried again, as one without is. */
export function withPurchases(thrown: unknown, bought: AppErrorOptions["usage"] = []): AppError {
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  const known = appErrorOf(thrown) ?? new AppError("internal", message, { retryable: true });
  const { code, retryable, field, remedy, retryAfterMs, usage = [] } = known;
  return new AppError(code, known.message, {
    retryable,
    cause: thrown,
    usage: bought === "unknown" || usage === "unknown" ? "unknown" : [...bought, ...usage],
    ...(field === undefined ? {} : { field }),
    ...(remedy === undefined ? {} : { remedy }),
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  });
}
