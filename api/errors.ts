import type { Context } from "hono";
import { HTTPException } from "hono/http-exception";
import { z } from "zod";
import { AppError, appErrorOf, type ErrorCode } from "../domain/errors.ts";
import type { ApiDependencies, ApiEnv } from "./dependencies.ts";
import { InputError, type FieldError } from "./input-errors.ts";
import { snakePath } from "../domain/spelling.ts";
import { fromTemporal } from "./temporal-errors.ts";

/** Every code has one status, so a caller may act on either. */
export const STATUS_OF_CODE = {
  invalid_input: 422,
  not_found: 404,
  conflict: 409,
  unauthorized: 401,
  forbidden: 403,
  rate_limited: 429,
  queue_full: 429,
  queue_draining: 503,
  idempotency_mismatch: 422,
  grant_invalid: 403,
  cost_cap_reached: 409,
  quota_exhausted: 429,
  channel_not_connected: 409,
  channel_suspended: 409,
  platform_refused: 502,
  platform_unavailable: 503,
  outcome_unknown: 502,
  stage_timeout: 504,
  missing_tool: 503,
  disk_full: 507,
  media_failed: 409,
  render_failed: 409,
  quality_rejected: 409,
  cancelled: 409,
  unavailable: 503,
  internal: 500,
} as const satisfies Record<ErrorCode, number>;

type ProblemStatus = (typeof STATUS_OF_CODE)[ErrorCode] | 400 | 405 | 413 | 415 | 416;

export interface Problem {
  type: string;
  title: string;
  status: number;
  detail: string;
  code: ErrorCode;
  field?: string;
  remedy?: string;
  errors?: FieldError[];
  request_id: string;
}

/** Answers with RFC 9457 problem+json. `status` overrides that of the code where HTTP has a more exact one. */
export function problemResponse(c: Context<ApiEnv>, error: AppError, status?: ProblemStatus): Response {
  const code = error.code;
  const answered = status ?? STATUS_OF_CODE[code];
  const problem: Problem = {
    type: `https://longtake.dev/problems/${code}`,
    title: titleOf(code),
    status: answered,
    detail: error.message,
    code,
    request_id: c.get("requestId"),
  };
  if (error.field !== undefined) problem.field = snakePath(error.field);
  if (error.remedy !== undefined) problem.remedy = error.remedy;
  if (error instanceof InputError && error.errors.length > 1) problem.errors = [...error.errors];
  const headers: Record<string, string> = { "content-type": "application/problem+json" };
  if (error.retryAfterMs !== undefined)
    headers["retry-after"] = String(Math.max(1, Math.ceil(error.retryAfterMs / 1000)));
  if (answered === 401) headers["www-authenticate"] = 'Bearer realm="longtake"';
  return c.body(JSON.stringify(problem), answered, headers);
}

/** The last resort of every route: a known failure keeps its words, an unknown one is logged and told as `internal`. */
export function createErrorHandler(deps: Pick<ApiDependencies, "log">) {
  return (thrown: Error, c: Context<ApiEnv>): Response => {
    if (thrown instanceof HTTPException) return ofHttpException(c, thrown);
    const known = knownError(thrown);
    if (known && known.code !== "internal") return problemResponse(c, known);
    deps.log.error({ err: thrown, requestId: c.get("requestId"), path: c.req.path }, "request failed");
    const told = new AppError("internal", "Longtake failed to answer this request.", {
      remedy: "Repeat it; if it fails again, report the request_id.",
    });
    return problemResponse(c, told);
  };
}

function knownError(thrown: Error): AppError | undefined {
  if (thrown instanceof z.ZodError) return InputError.fromIssues(thrown.issues);
  return appErrorOf(thrown) ?? fromTemporal(thrown);
}

const HTTP_PROBLEMS = {
  400: { message: "The request body is not valid JSON.", remedy: "Send one JSON object." },
  413: { message: "The request body is too large.", remedy: "Send a smaller body." },
  415: {
    message: "This route does not take bodies of that content type.",
    remedy: "Send the content type that /openapi.json names for this route.",
  },
};

function ofHttpException(c: Context<ApiEnv>, { status, message }: HTTPException): Response {
  if (status !== 400 && status !== 413 && status !== 415) {
    return problemResponse(c, new AppError("invalid_input", message || "The request cannot be answered."));
  }
  const { message: words, remedy } = HTTP_PROBLEMS[status];
  return problemResponse(c, new AppError("invalid_input", words, { remedy }), status);
}

function titleOf(code: ErrorCode): string {
  const words = code.replaceAll("_", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** Answers of middleware that stops a request before any route sees it. */
export function refuseBody(c: Context<ApiEnv>): Response {
  const error = new AppError("invalid_input", "The request body is too large.", { remedy: "Send a smaller body." });
  return problemResponse(c, error, 413);
}

export function refuseMethod(c: Context<ApiEnv>, allowed: string[]): Response {
  const methods = allowed.join(", ");
  const error = new AppError("invalid_input", `This address takes ${methods} only.`, { remedy: `Use ${methods}.` });
  const response = problemResponse(c, error, 405);
  response.headers.set("allow", methods);
  return response;
}
