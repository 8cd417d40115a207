import { AppError, isErrorCode } from "../domain/errors.ts";
import { parseRecord } from "./json-record.ts";
import type { ErrorCode } from "../domain/errors.ts";

/** Codes for answers that carry none: a proxy's page, a server that is starting. */
function codeOfStatus(status: number): ErrorCode {
  if (status === 400 || status === 422 || status === 413) return "invalid_input";
  if (status === 401) return "unauthorized";
  if (status === 403) return "forbidden";
  if (status === 404) return "not_found";
  if (status === 409) return "conflict";
  if (status === 429) return "rate_limited";
  return status >= 502 && status <= 504 ? "unavailable" : "internal";
}

/** Retry-After is seconds or an HTTP date (RFC 9110 §10.2.3). */
export function retryAfterMs(header: string | null, nowMs: number): number | undefined {
  if (header === null) return undefined;
  if (/^\d+$/.test(header)) return Number(header) * 1000;
  const atMs = Date.parse(header);
  return Number.isNaN(atMs) ? undefined : Math.max(0, atMs - nowMs);
}

/** The AppError that the server named in its problem+json (RFC 9457), or the nearest one to its status. */
export async function errorOfResponse(response: Response): Promise<AppError> {
  const problem = await readProblem(response);
  const text = (name: string) => (typeof problem[name] === "string" ? problem[name] : undefined);
  const code = problem["code"];
  const waitMs = retryAfterMs(response.headers.get("retry-after"), Date.now());
  const field = text("field");
  const remedy = text("remedy");
  const requestId = text("request_id");
  const what = text("detail") ?? text("title") ?? `The API answered ${response.status} ${response.statusText}`;
  return new AppError(isErrorCode(code) ? code : codeOfStatus(response.status), what, {
    retryable: response.status === 429 || response.status >= 502,
    ...(field === undefined ? {} : { field }),
    ...(remedy === undefined ? {} : { remedy }),
    ...(waitMs === undefined ? {} : { retryAfterMs: waitMs }),
    ...(requestId === undefined ? {} : { cause: `request ${requestId}` }),
  });
}

async function readProblem(response: Response): Promise<Readonly<Record<string, unknown>>> {
  const body = await response.text();
  return parseRecord(body) ?? {};
}
