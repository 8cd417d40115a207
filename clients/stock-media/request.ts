import type { z } from "zod";

import { AppError } from "../../domain/errors.ts";
import type { StockAllowance } from "./allowance.ts";

const REQUEST_TIMEOUT_MS = 20_000;
const ANSWER_BYTES_AT_MOST = 4 * 2 ** 20;
/** When a library says that its limit is spent and not until when. */
const USUAL_WAIT_MS = 15 * 60_000;

export interface StockRequest<Schema extends z.ZodType> {
  readonly library: StockService;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly schema: Schema;
  readonly signal: AbortSignal;
}

export interface StockService {
  /** As people write it. */
  readonly name: string;
  /** Variable that holds the key. */
  readonly keyName: string;
  readonly allowance: StockAllowance;
  /** Wait that a refused or spent answer asks for; null when it says nothing. */
  resetAfterMs(answer: Response): number | null;
  /** A refusal of the key that comes under another status than 401 and 403. */
  refusesKey?(status: number, text: string): boolean;
}

/** Sends one search within the allowance and reads its answer; null for a page beyond the last. */
export async function requestStock<Schema extends z.ZodType>(
  request: StockRequest<Schema>,
): Promise<z.infer<Schema> | null> {
  const { library, url, headers, schema, signal } = request;
  await library.allowance.take(library.name);
  const timeout = AbortSignal.timeout(REQUEST_TIMEOUT_MS);
  const answer = await fetch(url, { headers, signal: AbortSignal.any([signal, timeout]), redirect: "error" }).catch(
    (cause: unknown) => {
      signal.throwIfAborted();
      throw unavailable(library, "could not be reached", cause);
    },
  );
  const text = await boundedText(answer, library, signal);
  if (!answer.ok) return refuse(library, answer, text);
  // The last call that the limit allowed succeeds; the next one would not.
  if (answer.headers.get("x-ratelimit-remaining") === "0") {
    const resetMs = library.resetAfterMs(answer);
    if (resetMs !== null) await library.allowance.markSpent(resetMs);
  }
  const parsed = schema.safeParse(jsonOf(text));
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw unavailable(library, `answered something else than expected: ${issue?.path.join(".")}: ${issue?.message}`);
}

async function refuse(library: StockService, answer: Response, text: string): Promise<null> {
  const { status } = answer;
  const said = `${library.name} answered ${status}: ${text.replaceAll(/\s+/g, " ").slice(0, 200)}`;
  if (status === 401 || status === 403 || library.refusesKey?.(status, text)) {
    throw new AppError("unauthorized", said, {
      field: library.keyName,
      remedy: `Set a valid ${library.keyName}, or take ${library.name} out of media.sources; then resume the run.`,
    });
  }
  if (status === 429) {
    const retryAfterMs = library.resetAfterMs(answer) ?? (await library.allowance.windowEndsInMs()) ?? USUAL_WAIT_MS;
    await library.allowance.markSpent(retryAfterMs);
    throw quotaExhausted(library.name, retryAfterMs);
  }
  if (status === 408 || status >= 500) throw unavailable(library, said);
  if (status === 400 && /out of valid range/i.test(text)) return null;
  throw new AppError("platform_refused", said, {
    remedy: `Report it: the search is not what ${library.name} expects.`,
  });
}

export function quotaExhausted(name: string, retryAfterMs: number): AppError {
  return new AppError("quota_exhausted", `the request limit of ${name} is spent`, {
    retryAfterMs: Math.max(1_000, Math.ceil(retryAfterMs)),
    remedy: `Nothing to do: the run goes on when the limit of ${name} resets.`,
  });
}

function unavailable({ name }: StockService, what: string, cause?: unknown): AppError {
  return new AppError("platform_unavailable", what.startsWith(name) ? what : `${name} ${what}`, {
    retryable: true,
    cause,
  });
}

/** An answer that never ends must not fill the memory. */
async function boundedText(answer: Response, library: StockService, signal: AbortSignal): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  try {
    for await (const chunk of answer.body ?? []) {
      bytes += chunk.length;
      if (bytes > ANSWER_BYTES_AT_MOST) throw unavailable(library, "sent an answer without end");
      chunks.push(chunk);
    }
  } catch (cause) {
    signal.throwIfAborted();
    throw cause instanceof AppError ? cause : unavailable(library, "broke off in the middle of an answer", cause);
  }
  return Buffer.concat(chunks).toString("utf8");
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Not JSON is as good as empty: the schema then names what is missing.
    return null;
  }
}
