import { z } from "zod";

import { faultRequestOf } from "../faults.ts";

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

export const OpenaiFaultRequest = faultRequestOf(OpenaiFault);
export type OpenaiFaultRequest = z.infer<typeof OpenaiFaultRequest>;
