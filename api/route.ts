import { OpenAPIHono, z } from "@hono/zod-openapi";
import { ERROR_CODES } from "../domain/errors.ts";
import type { ApiEnv } from "./dependencies.ts";
import { refuseInvalidInput } from "./input-errors.ts";

/** An empty route group whose wrong input ends as problem+json. */
export function createRoutes(): OpenAPIHono<ApiEnv> {
  return new OpenAPIHono<ApiEnv>({ defaultHook: refuseInvalidInput });
}

const FieldErrorSchema = z.object({ field: z.string(), detail: z.string(), remedy: z.string() });

export const ProblemSchema = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    code: z.enum(ERROR_CODES),
    field: z.string().optional(),
    remedy: z.string().optional(),
    errors: z.array(FieldErrorSchema).optional(),
    request_id: z.string(),
  })
  .openapi("Problem", {
    example: {
      type: "https://longtake.dev/problems/invalid_input",
      title: "Invalid input",
      status: 422,
      detail: "priority: Too big: expected number to be <=10",
      code: "invalid_input",
      field: "priority",
      remedy: "Send at most 10.",
      request_id: "1b671a64-40d5-491e-99b0-da01ff1f3341",
    },
  });

const PROBLEMS = {
  400: "The body is not valid JSON.",
  401: "No, or wrong, credentials.",
  403: "The principal may not do this.",
  404: "There is nothing by this name in the principal's channels.",
  409: "The state of the thing does not allow this now.",
  413: "The body is larger than the limit.",
  415: "The content type is not taken here.",
  416: "The range lies outside the file.",
  422: "A field is wrong; the problem names it.",
  429: "Too many requests (`rate_limited`), a full queue (`queue_full`) or a spent quota (`quota_exhausted`); wait for `Retry-After`.",
  502: "An outside system refused, or its outcome is not known.",
  503: "A part of Longtake is away or draining; wait for `Retry-After`.",
  504: "The answer took too long.",
} as const;

type ProblemStatus = keyof typeof PROBLEMS;

interface ProblemResponse {
  description: string;
  content: { "application/problem+json": { schema: typeof ProblemSchema } };
}

function problems<const Statuses extends readonly ProblemStatus[]>(
  statuses: Statuses,
): { [Status in Statuses[number]]: ProblemResponse } {
  const content = { "application/problem+json": { schema: ProblemSchema } };
  const entries = statuses.map((status) => [status, { description: PROBLEMS[status], content }]);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- fromEntries forgets which keys it was given
  return Object.fromEntries(entries) as { [Status in Statuses[number]]: ProblemResponse };
}

/** Of every route that needs a principal. */
export function readProblems<const More extends readonly ProblemStatus[] = []>(...more: More) {
  return problems([401, 403, 422, 429, 503, ...more]);
}

/** Of every route with a body. */
export function writeProblems<const More extends readonly ProblemStatus[] = []>(...more: More) {
  return problems([400, 401, 403, 413, 415, 422, 429, 503, ...more]);
}

export function json<Schema extends z.ZodType>(schema: Schema, description: string) {
  return { description, content: { "application/json": { schema } } };
}

export function jsonBody<Schema extends z.ZodType>(schema: Schema) {
  return { required: true as const, content: { "application/json": { schema } } };
}
