import { sql } from "drizzle-orm";
import { check, index, text } from "drizzle-orm/pg-core";
import { instant, lifecycle } from "./columns.ts";
import { core } from "./schemas.ts";
import { users } from "./users.ts";

/** A signed-in browser; the cookie's and the CSRF token's SHA-256 are kept, never the values. */
export const sessions = core.table(
  "sessions",
  {
    sessionHash: text("session_hash").primaryKey(),
    userId: text("user_id")
      .notNull()
      .references(() => users.userId, { onDelete: "cascade" }),
    csrfHash: text("csrf_hash").notNull(),
    /** Last time the person proved who they are; guarded acts ask for a recent one. */
    authenticatedAt: instant("authenticated_at").notNull().defaultNow(),
    lastSeenAt: instant("last_seen_at").notNull().defaultNow(),
    expiresAt: instant("expires_at").notNull(),
    revokedAt: instant("revoked_at"),
    ...lifecycle(),
  },
  (t) => [
    index("sessions_user").on(t.userId),
    index("sessions_expires_at").on(t.expiresAt),
    check("sessions_lifecycle", sql`${t.createdAt} <= ${t.updatedAt} and ${t.createdAt} < ${t.expiresAt}`),
  ],
);
