import { sql } from "drizzle-orm";
import { check, index, integer, jsonb, text, unique, uuid } from "drizzle-orm/pg-core";
import { instant, lifecycle, oneOf } from "./columns.ts";
import { core } from "./schemas.ts";

export const ERROR_STATES = ["waiting", "redriven", "resolved"] as const;

export interface QueuedError {
  readonly code: string;
  readonly message: string;
}

/** Events that failed three times, kept whole until somebody drives them again. */
export const errorQueue = core.table(
  "error_queue",
  {
    errorId: uuid("error_id").primaryKey().defaultRandom(),
    /** Which consumer failed: `recordVideoCompleted`, … */
    source: text("source").notNull(),
    eventId: text("event_id").notNull(),
    payload: jsonb("payload").notNull(),
    error: jsonb("error").$type<QueuedError>().notNull(),
    state: text("state", { enum: ERROR_STATES }).notNull().default("waiting"),
    /** Times the event has come here. */
    failures: integer("failures").notNull().default(1),
    /** Null until the alert has left: a sweep sends what is missing. */
    alertedAt: instant("alerted_at"),
    redrivenAt: instant("redriven_at"),
    ...lifecycle(),
  },
  (t) => [
    unique("error_queue_event").on(t.source, t.eventId),
    index("error_queue_state").on(t.state, t.createdAt),
    check("error_queue_state_word", oneOf(t.state, ERROR_STATES)),
    check("error_queue_failures", sql`${t.failures} >= 1`),
    check("error_queue_lifecycle", sql`${t.createdAt} <= ${t.updatedAt}`),
  ],
);
