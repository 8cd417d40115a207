import { setTimeout as wait } from "node:timers/promises";
import { AppError } from "../domain/errors.ts";
import { camelCase, snakeCase, snakeWord } from "../domain/spelling.ts";
import { errorOfResponse } from "./problem.ts";

export type QueryValue = string | number | boolean | undefined;

export interface ApiRequest {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** Absolute path with every part URL-encoded: `/pipeline/queue`. */
  readonly path: string;
  /** camelCase; sent as snake_case. */
  readonly query?: Readonly<Record<string, QueryValue>>;
  /** camelCase; sent as snake_case. */
  readonly body?: Readonly<Record<string, unknown>>;
  /** A file's bytes in place of a body, opened anew for each attempt. */
  readonly bytes?: () => ReadableStream<Uint8Array>;
  /** The same key twice starts the work once; needed wherever a POST starts something. */
  readonly idempotencyKey?: string;
}

export interface ApiClient {
  readonly url: string;
  /** The answer with camelCase names; throws the AppError that the server named. */
  readonly call: <Answer>(request: ApiRequest) => Promise<Answer>;
  /** The raw response, for downloads and streams; errors are thrown as by `call`. */
  readonly open: (request: ApiRequest, headers?: Readonly<Record<string, string>>) => Promise<Response>;
  /** For `wss:` URLs and their header. */
  readonly authorization: () => Readonly<Record<string, string>>;
}

const ATTEMPTS = 3;
/** A longer Retry-After is the caller's to plan for. */
const WAIT_MAX_MS = 30_000;

/** A client of the HTTP API. Honours Retry-After of `rate_limited` and `unavailable` answers up to half a minute. */
export function createApiClient(options: {
  readonly url: string;
  readonly apiKey: string | undefined;
  readonly signal: AbortSignal;
}): ApiClient {
  const base = options.url.replace(/\/+$/, "");
  const authorization = (): Record<string, string> =>
    options.apiKey === undefined ? {} : { authorization: `Bearer ${options.apiKey}` };

  async function once(request: ApiRequest, headers: Readonly<Record<string, string>>): Promise<Response> {
    const url = new URL(base + request.path);
    for (const [name, value] of Object.entries(request.query ?? {})) {
      if (value !== undefined) url.searchParams.set(snakeWord(name), String(value));
    }
    const key = request.idempotencyKey;
    const response = await fetch(url, {
      method: request.method,
      headers: {
        accept: "application/json",
        ...authorization(),
        ...(request.body === undefined ? {} : { "content-type": "application/json" }),
        ...(request.bytes === undefined ? {} : { "content-type": "application/octet-stream" }),
        ...(key === undefined ? {} : { "idempotency-key": key }),
        ...headers,
      },
      signal: options.signal,
      ...(request.body === undefined ? {} : { body: JSON.stringify(snakeCase(request.body)) }),
      // Half duplex: the answer is read after the whole body was sent, which is all that fetch can do with a stream.
      ...(request.bytes === undefined ? {} : { body: request.bytes(), duplex: "half" as const }),
    }).catch((cause: unknown) => {
      if (options.signal.aborted) throw cause;
      throw new AppError("unavailable", `The API at ${base} does not answer`, {
        cause,
        retryable: true,
        remedy: "Start the platform (npm start), or name another one with --api-url or LONGTAKE_API_URL.",
      });
    });
    if (!response.ok) throw await errorOfResponse(response);
    return response;
  }

  async function open(request: ApiRequest, headers: Readonly<Record<string, string>> = {}): Promise<Response> {
    const repeatable = request.method !== "POST" || request.idempotencyKey !== undefined;
    for (let attempt = 1; ; attempt++) {
      try {
        return await once(request, headers);
      } catch (error) {
        const waitMs = attempt < ATTEMPTS ? waitBeforeRetryMs(error, repeatable, attempt) : undefined;
        if (waitMs === undefined) throw error;
        await wait(waitMs, undefined, { signal: options.signal });
      }
    }
  }

  return {
    url: base,
    authorization,
    open,
    async call<Answer>(request: ApiRequest): Promise<Answer> {
      const response = await open(request);
      const body = await response.text();
      // The caller names the answer's shape; the API's own tests hold it to its OpenAPI document.
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion
      return (body === "" ? {} : camelCase(JSON.parse(body))) as Answer;
    },
  };
}

/** A refused request (429) never ran, so it may be repeated whatever it is; a lost one only if repeating is safe. */
function waitBeforeRetryMs(error: unknown, repeatable: boolean, attempt: number): number | undefined {
  if (!(error instanceof AppError)) return undefined;
  const waitMs = error.retryAfterMs ?? 250 * 2 ** attempt;
  if (waitMs > WAIT_MAX_MS) return undefined;
  if (error.code === "rate_limited") return waitMs;
  return error.code === "unavailable" && repeatable ? waitMs : undefined;
}
