import { z } from "zod";

import { faultRequestOf } from "../faults.ts";

/** What a stock library or its file server can be asked to do wrong. Those of a body need a request for a file. */
export const StockFault = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("status"), status: z.int().min(400).max(599) }),
  z.strictObject({ kind: z.literal("delay"), delayMs: z.int().nonnegative() }),
  /** Bytes in the middle are turned over; type and length stay. */
  z.strictObject({ kind: z.literal("corrupt_body") }),
  /** A whole answer that holds the first bytes only. */
  z.strictObject({ kind: z.literal("truncate_body"), bytes: z.int().nonnegative() }),
  /** A page of text, under its own type or under the file's. */
  z.strictObject({ kind: z.literal("page_instead"), honest: z.boolean() }),
  z.strictObject({ kind: z.literal("endless_body") }),
  /** The line is cut after so many bytes of a longer answer. */
  z.strictObject({ kind: z.literal("drop_body_after_bytes"), bytes: z.int().nonnegative() }),
  /** A picture file of a few hundred bytes that unpacks to 60,000 × 60,000 pixels. */
  z.strictObject({ kind: z.literal("huge_picture") }),
  /** A search answered with something that is no JSON. */
  z.strictObject({ kind: z.literal("nonsense") }),
]);
export type StockFault = z.infer<typeof StockFault>;

export const StockFaultRequest = faultRequestOf(StockFault);
