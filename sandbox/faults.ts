import { z } from "zod";

/** What a test or a person can ask a stand-in to do wrong. */
export const Fault = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("status"),
    status: z.int().min(400).max(599),
    reason: z.string().optional(),
    message: z.string().optional(),
    retryAfterSeconds: z.int().nonnegative().optional(),
  }),
  /** The socket closes after so many bytes of the request's body. */
  z.strictObject({ kind: z.literal("drop_connection_after_bytes"), bytes: z.int().nonnegative() }),
  /** The work is done and durable; the caller never hears of it. */
  z.strictObject({ kind: z.literal("reply_lost_after_commit") }),
  /** The upload session is forgotten: 404 from now on. */
  z.strictObject({ kind: z.literal("lose_session") }),
  /** The upload session forgets its bytes and answers 308 without a Range. */
  z.strictObject({ kind: z.literal("308_without_range") }),
  z.strictObject({ kind: z.literal("delay"), delayMs: z.int().nonnegative() }),
  /** The work is done and durable at once; its answer takes its time. */
  z.strictObject({ kind: z.literal("delay_reply"), delayMs: z.int().nonnegative() }),
  /** `legacy` is 403 quotaExceeded, `granular` the 429 that a spent bucket of its own sends since 2026. */
  z.strictObject({ kind: z.literal("quota_exceeded"), shape: z.enum(["legacy", "granular"]).default("legacy") }),
  z.strictObject({ kind: z.literal("expire_token") }),
  /** The owner withdraws the app's access: the access token dies and every refresh answers invalid_grant. */
  z.strictObject({ kind: z.literal("revoke_token") }),
]);
export type Fault = z.infer<typeof Fault>;

const Match = z.strictObject({
  method: z.string().optional(),
  /** Regular expression over path and query. */
  path: z.string().optional(),
  /** Regular expression over the Content-Range header. */
  contentRange: z.string().optional(),
});

/** A request for one of a stand-in's own faults. */
export function faultRequestOf<Kind extends z.ZodType>(fault: Kind) {
  return z.strictObject({
    match: Match,
    fault,
    /** How many matching requests meet it. */
    times: z.int().positive().default(1),
    /** How many matching requests pass before. */
    skip: z.int().nonnegative().default(0),
  });
}

export const FaultRequest = faultRequestOf(Fault);
export type FaultRequest = z.infer<typeof FaultRequest>;

/** A fault that was asked for and whom it meets. */
export interface PendingFault<Kind> {
  readonly match: z.infer<typeof Match>;
  readonly fault: Kind;
  times: number;
  skip: number;
}

export interface RequestFacts {
  readonly method: string;
  readonly pathAndQuery: string;
  readonly contentRange: string | undefined;
}

/** Faults in the order they were asked for; a request meets the first that matches. Kept in memory only. */
export class FaultList<Kind = Fault> {
  #pending: PendingFault<Kind>[] = [];

  add(request: PendingFault<Kind>): void {
    this.#pending.push({ ...request });
  }

  clear(): void {
    this.#pending = [];
  }

  list(): readonly PendingFault<Kind>[] {
    return this.#pending;
  }

  take(facts: RequestFacts): Kind | null {
    for (const request of this.#pending) {
      if (!matches(request.match, facts)) continue;
      if (request.skip > 0) {
        request.skip -= 1;
        continue;
      }
      request.times -= 1;
      if (request.times === 0) this.#pending = this.#pending.filter((other) => other !== request);
      return request.fault;
    }
    return null;
  }
}

function matches(match: z.infer<typeof Match>, facts: RequestFacts): boolean {
  if (match.method !== undefined && match.method !== facts.method) return false;
  if (match.path !== undefined && !new RegExp(match.path).test(facts.pathAndQuery)) return false;
  return match.contentRange === undefined || new RegExp(match.contentRange).test(facts.contentRange ?? "");
}
