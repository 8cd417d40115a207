import { setTimeout as sleep } from "node:timers/promises";

import { z } from "zod";

import { AppError } from "../../domain/errors.ts";
import type { Usage } from "../../domain/video/production.ts";
import { wasNeverSent } from "../never-sent.ts";
import { type AnswerSchema, strictSchema } from "./schema.ts";

export interface LanguageModelSettings {
  /** Base of an OpenAI-compatible service: `https://api.openai.com/v1`. */
  readonly baseUrl: string;
  readonly apiKey: string;
  readonly model: string;
  /** Longest wait for one answer, in place of one that grows with it. */
  readonly timeoutMs?: number;
}

export interface ChatMessage {
  readonly role: "system" | "user" | "assistant";
  readonly content: string;
}

/** Answers that were paid for: work that is repeated after its process died asks for none of them again. */
export interface KeptAnswers {
  find(question: KeptQuestion): Promise<string | null>;
  keep(question: KeptQuestion, content: string): Promise<void>;
}

/** Everything that decides an answer beside the model. */
export interface KeptQuestion {
  readonly schema: string;
  readonly messages: readonly ChatMessage[];
}

/** One piece of work: every call adds what it used. */
export interface Session {
  readonly settings: LanguageModelSettings;
  readonly signal: AbortSignal;
  readonly usage: Usage[];
  readonly answers?: KeptAnswers | undefined;
}

const LEAST_TIMEOUT_MS = 45_000;
/** `fetch` gives up a silent service after five minutes, and does not say that it was slow. */
const MOST_TIMEOUT_MS = 290_000;
/** A model on one's own machine; answers have half of the tokens that they may have. */
const SLOWEST_TOKENS_PER_SECOND = 20;
/** Costs nothing. */
export const MODERATIONS = "moderations";
/** A wait up to this is made here; a longer one is the workflow's. */
const LONGEST_WAIT_MS = 10_000;
const TRIES = 3;

const Completion = z.object({
  choices: z
    .array(
      z.object({
        message: z.object({ content: z.string().nullish(), refusal: z.string().nullish() }),
        finish_reason: z.string().nullish(),
      }),
    )
    .min(1),
  usage: z.object({ prompt_tokens: z.int(), completion_tokens: z.int() }).nullish(),
});

/** The text of the model's answer; empty where it was cut off. AppError `platform_refused` when it refuses to write. */
export async function chat<Value>(
  session: Session,
  request: { messages: readonly ChatMessage[]; answer: AnswerSchema<Value>; mostTokens: number },
): Promise<string> {
  const { messages, answer, mostTokens } = request;
  const question = { schema: answer.name, messages };
  const kept = await session.answers?.find(question);
  if (kept !== undefined && kept !== null) return kept;
  const asked = {
    model: session.settings.model,
    messages,
    max_completion_tokens: mostTokens,
    response_format: {
      type: "json_schema",
      json_schema: { name: answer.name, strict: true, schema: strictSchema(answer) },
    },
  };
  const body = await post(session, "chat/completions", asked, (mostTokens * 1000) / SLOWEST_TOKENS_PER_SECOND);
  const completion = Completion.safeParse(body);
  if (!completion.success) {
    throw new AppError("media_failed", "the language model's service answered something that is no completion", {
      retryable: true,
      remedy: "Check that OPENAI_BASE_URL names an OpenAI-compatible service, with its /v1.",
    });
  }
  const { choices, usage } = completion.data;
  if (usage) {
    session.usage.push({ service: "openai", operation: "input", units: usage.prompt_tokens, unit: "token" });
    session.usage.push({ service: "openai", operation: "output", units: usage.completion_tokens, unit: "token" });
  }
  const { refusal, content } = choices[0]?.message ?? {};
  const end = choices[0]?.finish_reason;
  if (!refusal && end !== "content_filter") {
    const whole = end === "length" ? "" : (content ?? "");
    await session.answers?.keep(question, whole);
    return whole;
  }
  throw new AppError(
    "platform_refused",
    `the language model refuses to write this: ${(refusal ?? "filtered").slice(0, 200)}`,
    {
      field: "topic",
      remedy: "Put the topic in other words, give your own script, or choose the source template.",
    },
  );
}

/** One request; its answer's JSON, null where it is none. A refusal for haste is waited out when the wait is short. */
export async function post(session: Session, path: string, body: unknown, mayTakeMs = 0): Promise<unknown> {
  const timeoutMs = Math.min(MOST_TIMEOUT_MS, Math.max(LEAST_TIMEOUT_MS, mayTakeMs));
  for (let tries = 1; ; tries += 1) {
    const response = await send(session, path, body, timeoutMs);
    const text = await received(session, path, response.text());
    if (response.ok) return jsonOf(text);
    const refused = refusalOf(response, text);
    const waitMs = refused.retryAfterMs ?? 1_000 * tries;
    if (refused.code !== "rate_limited" || tries === TRIES || waitMs > LONGEST_WAIT_MS) throw refused;
    await sleep(waitMs, undefined, { signal: session.signal });
  }
}

async function send({ settings, signal }: Session, path: string, body: unknown, timeoutMs: number): Promise<Response> {
  signal.throwIfAborted();
  const timeout = AbortSignal.timeout(settings.timeoutMs ?? timeoutMs);
  try {
    return await fetch(`${settings.baseUrl.replace(/\/+$/u, "")}/${path}`, {
      method: "POST",
      headers: { authorization: `Bearer ${settings.apiKey}`, "content-type": "application/json" },
      body: JSON.stringify(body),
      signal: AbortSignal.any([signal, timeout]),
    });
  } catch (cause) {
    throw unreachable(signal, path, cause);
  }
}

/** The body may stop in the middle as well. */
async function received<Body>({ signal }: Session, path: string, reading: Promise<Body>): Promise<Body> {
  try {
    return await reading;
  } catch (cause) {
    throw unreachable(signal, path, cause);
  }
}

/** Being cancelled is no fault of the service and passes on as it is. What an unheard answer cost, nobody knows. */
function unreachable(signal: AbortSignal, path: string, cause: unknown): AppError {
  signal.throwIfAborted();
  const isSlow = cause instanceof Error && cause.name === "TimeoutError";
  return new AppError(
    "platform_unavailable",
    isSlow ? "the language model did not answer in time" : "the language model's service cannot be reached",
    {
      cause,
      retryable: true,
      remedy: "Check OPENAI_BASE_URL and the service behind it, then resume the run.",
      ...(path === MODERATIONS || wasNeverSent(cause) ? {} : { usage: "unknown" }),
    },
  );
}

const ErrorBody = z.object({ error: z.object({ message: z.string(), code: z.string().nullish() }) });

function refusalOf(response: Response, text: string): AppError {
  const { status, headers } = response;
  const parsed = ErrorBody.safeParse(jsonOf(text));
  const detail = parsed.success ? parsed.data.error.message : text.slice(0, 300);
  const code = parsed.success ? parsed.data.error.code : null;
  const message = `the language model answered ${status}: ${detail}`;
  if (status === 401 || status === 403) {
    return new AppError("unauthorized", message, { remedy: "Set a valid OPENAI_API_KEY, then resume the run." });
  }
  if (status === 404) {
    return new AppError("platform_refused", message, {
      remedy: "Check OPENAI_BASE_URL (with its /v1) and OPENAI_MODEL, then resume the run.",
    });
  }
  if (status === 429 && code === "insufficient_quota") {
    return new AppError("platform_refused", message, {
      remedy: "Raise the limit of the language model's account, then resume the run.",
    });
  }
  if (status === 429) {
    const retryAfterMs = waitOf(headers);
    return new AppError("rate_limited", message, { retryable: true, ...(retryAfterMs > 0 ? { retryAfterMs } : {}) });
  }
  const isTheirs = status >= 500 || status === 408;
  const retryAfterMs = isTheirs ? waitOf(headers) : 0;
  return new AppError(isTheirs ? "platform_unavailable" : "platform_refused", message, {
    retryable: isTheirs,
    ...(retryAfterMs > 0 ? { retryAfterMs } : {}),
  });
}

/** `retry-after` in seconds or as a date; 0 when there is none. */
function waitOf(headers: Headers): number {
  const value = headers.get("retry-after");
  if (value === null) return 0;
  const seconds = Number(value);
  const waitMs = Number.isNaN(seconds) ? Date.parse(value) - Date.now() : seconds * 1000;
  return Number.isNaN(waitMs) ? 0 : Math.max(0, waitMs);
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
