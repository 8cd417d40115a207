import { OpenaiError } from "./errors.ts";

const WINDOW_MS = 60_000;
const REQUESTS = 10_000;
const TOKENS = 2_000_000;

/** Requests and tokens of the running minute, as the headers of every answer tell them. */
export class RateLimit {
  #windowFromMs = Date.now();
  #requests = 0;
  #tokens = 0;

  spend(units: Readonly<Record<string, number>> = {}): void {
    this.#turn();
    this.#requests += 1;
    this.#tokens += (units["input_token"] ?? 0) + (units["output_token"] ?? 0);
  }

  refusal(): OpenaiError | null {
    this.#turn();
    if (this.#requests < REQUESTS && this.#tokens < TOKENS) return null;
    const kind = this.#requests < REQUESTS ? "tokens" : "requests";
    return new OpenaiError(429, `Rate limit reached on ${kind} per min`, {
      type: kind,
      code: "rate_limit_exceeded",
      headers: { "retry-after": String(Math.ceil(this.#resetMs() / 1000)) },
    });
  }

  headers(): Readonly<Record<string, string>> {
    const reset = `${Math.ceil(this.#resetMs() / 1000)}s`;
    return {
      "x-ratelimit-limit-requests": String(REQUESTS),
      "x-ratelimit-limit-tokens": String(TOKENS),
      "x-ratelimit-remaining-requests": String(Math.max(0, REQUESTS - this.#requests)),
      "x-ratelimit-remaining-tokens": String(Math.max(0, TOKENS - this.#tokens)),
      "x-ratelimit-reset-requests": reset,
      "x-ratelimit-reset-tokens": reset,
    };
  }

  #resetMs(): number {
    return Math.max(0, this.#windowFromMs + WINDOW_MS - Date.now());
  }

  #turn(): void {
    if (Date.now() - this.#windowFromMs < WINDOW_MS) return;
    this.#windowFromMs = Date.now();
    this.#requests = 0;
    this.#tokens = 0;
  }
}
