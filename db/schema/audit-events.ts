import { sql } from "drizzle-orm";
import { check, index, text, uuid } from "drizzle-orm/pg-core";
import { instant } from "./columns.ts";
import { audit } from "./schemas.ts";

/** One row a state change, written in the change's transaction; a trigger forbids update, delete and truncate. */
export const auditEvents = audit.table(
  "audit_events",
  {
    eventId: uuid("event_id").primaryKey(),
    /** To the millisecond, so that the hashed text and the stored instant are the same. */
    at: instant("at").notNull(),
    principalKind: text("principal_kind").notNull(),
    principalId: text("principal_id").notNull(),
    /** `video.enqueued`, `cap.raised`, … */
    action: text("action").notNull(),
    /** `video/<id>`, `channel/<id>`, … */
    subject: text("subject").notNull(),
    /** Canonical JSON as text: jsonb would rewrite what the hash covers. */
    details: text("details").notNull(),
  },
  (t) => [
    index("audit_events_subject").on(t.subject, t.at),
    index("audit_events_at").using("brin", t.at),
    check("audit_events_at_ms", sql`${t.at} = date_trunc('milliseconds', ${t.at})`),
  ],
);
