import { z } from "zod";

/** What the stand-in can be asked to do wrong: the line's faults, and those of a model's answer. */
export const OpenaiFault = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("status"),
    status: z.int().min(400).max(599),
    message: z.string().optional(),
    code: z.string().optional(),
    retryAfterSeconds: z.int().nonnegative().optional(),
  }),
  z.strictObject({ kind: z.literal("delay"), delayMs: z.int().nonnegative() }),
  /** The work is done and durable at once; its answer takes its time. */
  z.strictObject({ kind: z.literal("delay_reply"), delayMs: z.int().nonnegative() }),
  /** The socket closes before the work begins. */
  z.strictObject({ kind: z.literal("connection_dropped") }),
  /** The work is done, durable and billed; the caller never hears of it. */
  z.strictObject({ kind: z.literal("reply_lost_after_commit") }),
  /** The answer's text ends in the middle of its JSON. */
  z.strictObject({ kind: z.literal("broken_json") }),
  /** JSON that breaks the schema that was asked for. */
  z.strictObject({ kind: z.literal("schema_violation") }),
  /** The model says no, in the field that structured outputs have for it. */
  z.strictObject({ kind: z.literal("refusal") }),
  /** Far more words than were asked for. */
  z.strictObject({ kind: z.literal("over_budget") }),
  /** Claims that no careful writer would make without a source. */
  z.strictObject({ kind: z.literal("wild_claims") }),
  /** A moderation that flags what it is shown. */
  z.strictObject({ kind: z.literal("flagged") }),
]);
export type OpenaiFault = z.infer<typeof OpenaiFault>;

export const OpenaiFaultRequest = z.strictObject({
  match: z.strictObject({
    method: z.string().optional(),
    /** Regular expression over the path after `/openai`. */
    path: z.string().optional(),
  }),
  fault: OpenaiFault,
  /** How many matching requests meet it. */
  times: z.int().positive().default(1),
  /** How many matching requests pass before. */
  skip: z.int().nonnegative().default(0),
});
export type OpenaiFaultRequest = z.infer<typeof OpenaiFaultRequest>;

/** Faults in the order they were asked for; a request meets the first that matches. Kept in memory only. */
export class OpenaiFaultList {
  #pending: OpenaiFaultRequest[] = [];

  add(request: OpenaiFaultRequest): void {
    this.#pending.push({ ...request });
  }

  clear(): void {
    this.#pending = [];
  }

  list(): readonly OpenaiFaultRequest[] {
    return this.#pending;
  }

  take(method: string, path: string): OpenaiFault | null {
    for (const request of this.#pending) {
      if (request.match.method !== undefined && request.match.method !== method) continue;
      if (request.match.path !== undefined && !new RegExp(request.match.path).test(path)) continue;
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
