import { setTimeout as sleep } from "node:timers/promises";

import { z } from "zod";

import { AppError } from "../../domain/errors.ts";
import type { SpeechService } from "../../domain/speech/voices.ts";
import { wasNeverSent } from "../never-sent.ts";

const TIMEOUT_MS = 60_000;
/** A wait up to this is made here; a longer one is the workflow's. */
const LONGEST_WAIT_MS = 15_000;
const TRIES = 3;

export interface SpeechCall {
  readonly service: SpeechService;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
  readonly voice: string;
  /** What the service bills for it; counted in full where no answer says whether it did. */
  readonly characters: number;
  /** Name of the variable that holds the key. */
  readonly keyVariable: string;
  readonly signal: AbortSignal;
}

/** Error bodies of the three services: `error` of OpenAI and Google, `detail` of ElevenLabs. */
const ErrorBody = z.object({
  error: z
    .object({ message: z.string(), code: z.union([z.string(), z.number()]).nullish(), status: z.string().nullish() })
    .optional(),
  detail: z.union([z.object({ status: z.string(), message: z.string() }), z.unknown()]).optional(),
});
const Detail = z.object({ status: z.string(), message: z.string() });

/** Sends one request and returns its good answer. A refusal for haste is waited out: it was not billed. */
export async function callSpeech(call: SpeechCall): Promise<Response> {
  for (let tries = 1; ; tries += 1) {
    const response = await send(call);
    if (response.ok) return response;
    const refusal = await refused(call, response);
    const waitMs = refusal.retryAfterMs ?? 1_000 * tries;
    if (refusal.code !== "rate_limited" || tries === TRIES || waitMs > LONGEST_WAIT_MS) throw refusal;
    await sleep(waitMs, undefined, { signal: call.signal });
  }
}

/** The answer's body; a line that breaks in the middle is as good as no answer. */
export async function bodyOf<T>(call: SpeechCall, reading: Promise<T>): Promise<T> {
  try {
    return await reading;
  } catch (cause) {
    call.signal.throwIfAborted();
    throw unreachable(call, cause);
  }
}

async function send(call: SpeechCall): Promise<Response> {
  call.signal.throwIfAborted();
  try {
    return await fetch(call.url, {
      method: "POST",
      headers: { "content-type": "application/json", ...call.headers },
      body: JSON.stringify(call.body),
      redirect: "error",
      signal: AbortSignal.any([call.signal, AbortSignal.timeout(TIMEOUT_MS)]),
    });
  } catch (cause) {
    call.signal.throwIfAborted();
    throw unreachable(call, cause);
  }
}

function unreachable({ service, characters }: SpeechCall, cause: unknown): AppError {
  const usage = { service: "tts", operation: service, units: characters, unit: "character" };
  return new AppError("platform_unavailable", `the speech service ${service} did not answer`, {
    retryable: true,
    cause,
    usage: wasNeverSent(cause) ? [] : [usage],
  });
}

async function refused(call: SpeechCall, response: Response): Promise<AppError> {
  const { service, voice, keyVariable } = call;
  const { reason, message } = explained(await bodyOf({ ...call, characters: 0 }, response.text()));
  const said = `${service} answered ${response.status}${reason === "" ? "" : ` ${reason}`}: ${message}`;
  const { status } = response;
  if (/quota_exceeded|insufficient_quota/.test(reason)) {
    return new AppError("platform_refused", said, {
      remedy: `Add credit to the ${service} account, or choose another voice, then resume the run.`,
    });
  }
  if (status === 401 || status === 403 || /API key not valid/i.test(message)) {
    return new AppError("unauthorized", said, { remedy: `Set a valid ${keyVariable}, then resume the run.` });
  }
  if (status === 429) {
    const seconds = Number(response.headers.get("retry-after") ?? Number.NaN);
    const retryAfterMs = Number.isFinite(seconds) ? { retryAfterMs: Math.max(0, seconds * 1000) } : {};
    return new AppError("rate_limited", said, { retryable: true, ...retryAfterMs });
  }
  if (status === 408 || status >= 500) return new AppError("platform_unavailable", said, { retryable: true });
  if (/voice/i.test(`${reason} ${message}`)) {
    return new AppError("invalid_input", `${service} has no voice "${voice}": ${message}`, {
      field: "voice",
      remedy: `Choose one of the account's voices, as in ${service}:<voice>.`,
    });
  }
  return new AppError("platform_refused", said);
}

function explained(text: string): { reason: string; message: string } {
  const plain = { reason: "", message: text.slice(0, 300) };
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    // A proxy's page, or nothing at all: its beginning says what there is to say.
    return plain;
  }
  const parsed = ErrorBody.safeParse(json);
  if (!parsed.success) return plain;
  const { error, detail } = parsed.data;
  if (error !== undefined) return { reason: String(error.status ?? error.code ?? ""), message: error.message };
  const known = Detail.safeParse(detail);
  return known.success ? { reason: known.data.status, message: known.data.message } : plain;
}
