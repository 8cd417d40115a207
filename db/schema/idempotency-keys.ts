import { sql } from "drizzle-orm";
import { check, index, integer, jsonb, primaryKey, text } from "drizzle-orm/pg-core";
import { instant, lifecycle } from "./columns.ts";
import { core } from "./schemas.ts";

/** The first answer to a POST with an `Idempotency-Key`, given again for 24 h to the same principal. */
export const idempotencyKeys = core.table(
  "idempotency_keys",
  {
    principalId: text("principal_id").notNull(),
    key: text("key").notNull(),
    /** SHA-256 in hex of method, path and body: another body under the same key is a mismatch. */
    requestHash: text("request_hash").notNull(),
    /** Null while the first request is still being answered. */
    responseStatus: integer("response_status"),
    responseHeaders: jsonb("response_headers").$type<Record<string, string>>(),
    responseBody: jsonb("response_body"),
    expiresAt: instant("expires_at").notNull(),
    ...lifecycle(),
  },
  (t) => [
    primaryKey({ columns: [t.principalId, t.key] }),
    index("idempotency_keys_expires_at").on(t.expiresAt),
    check("idempotency_keys_status", sql`${t.responseStatus} between 100 and 599`),
    check("idempotency_keys_lifecycle", sql`${t.createdAt} <= ${t.updatedAt} and ${t.createdAt} < ${t.expiresAt}`),
  ],
);
