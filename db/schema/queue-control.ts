import { sql } from "drizzle-orm";
import { boolean, check, text } from "drizzle-orm/pg-core";
import { lifecycle, oneOf } from "./columns.ts";
import { core } from "./schemas.ts";

export const QUEUE_MODES = ["active", "paused", "draining"] as const;
export type QueueMode = (typeof QUEUE_MODES)[number];

/** One row: active takes and gives, paused takes only, draining gives only. No row means active. */
export const queueControl = core.table(
  "queue_control",
  {
    onlyRow: boolean("only_row").primaryKey().default(true),
    mode: text("mode", { enum: QUEUE_MODES }).notNull(),
    reason: text("reason").notNull(),
    changedBy: text("changed_by").notNull(),
    ...lifecycle(),
  },
  (t) => [check("queue_control_only_row", sql`${t.onlyRow}`), check("queue_control_mode", oneOf(t.mode, QUEUE_MODES))],
);
