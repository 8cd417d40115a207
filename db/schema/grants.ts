import { sql } from "drizzle-orm";
import { check, index, jsonb, text, uuid } from "drizzle-orm/pg-core";
import { instant, lifecycle } from "./columns.ts";
import { core } from "./schemas.ts";

/** A person's recorded decision to let one guarded act happen once; the activity that acts re-reads it. */
export const grants = core.table(
  "grants",
  {
    grantId: uuid("grant_id").primaryKey().defaultRandom(),
    /** approve_video, edit_video, reject_video, raise_cap; later pillars add theirs. */
    act: text("act").notNull(),
    subjectId: text("subject_id").notNull(),
    payload: jsonb("payload").notNull().default({}),
    reason: text("reason").notNull(),
    principalKind: text("principal_kind").notNull(),
    principalId: text("principal_id").notNull(),
    expiresAt: instant("expires_at").notNull(),
    consumedAt: instant("consumed_at"),
    /** The workflow update that spent it: repeated after a crash, the same update finds it spent by itself. */
    consumedBy: text("consumed_by"),
    ...lifecycle(),
  },
  (t) => [
    index("grants_subject").on(t.subjectId, t.act),
    check("grants_lifecycle", sql`${t.createdAt} <= ${t.updatedAt} and ${t.createdAt} < ${t.expiresAt}`),
    check("grants_consumed", sql`${t.consumedAt} is null or ${t.consumedAt} >= ${t.createdAt}`),
    check("grants_consumed_by", sql`(${t.consumedAt} is null) = (${t.consumedBy} is null)`),
  ],
);
