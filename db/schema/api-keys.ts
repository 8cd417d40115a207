import { sql } from "drizzle-orm";
import { type AnyPgColumn, check, index, integer, text } from "drizzle-orm/pg-core";
import { ROLES } from "../../domain/principal.ts";
import { instant, lifecycle, oneOf } from "./columns.ts";
import { core } from "./schemas.ts";
import { users } from "./users.ts";

/** A key of a program; only its SHA-256 is kept. Rotation makes a successor and lets the old one run out. */
export const apiKeys = core.table(
  "api_keys",
  {
    keyId: text("key_id").primaryKey(),
    name: text("name").notNull(),
    /** SHA-256 of the whole key, in hex: keys are random, so no slow hash is needed. */
    keyHash: text("key_hash").notNull().unique("api_keys_key_hash_unique"),
    role: text("role", { enum: ROLES }).notNull(),
    channelIds: text("channel_ids").array(),
    /** Null: as many as the setting gives every caller. */
    requestsPerMinute: integer("requests_per_minute"),
    ownerUserId: text("owner_user_id").references(() => users.userId, { onDelete: "cascade" }),
    createdBy: text("created_by").notNull(),
    rotatedFrom: text("rotated_from").references((): AnyPgColumn => apiKeys.keyId, { onDelete: "set null" }),
    expiresAt: instant("expires_at"),
    revokedAt: instant("revoked_at"),
    lastUsedAt: instant("last_used_at"),
    ...lifecycle(),
  },
  (t) => [
    index("api_keys_owner").on(t.ownerUserId),
    check("api_keys_role", oneOf(t.role, ROLES)),
    check("api_keys_requests_per_minute", sql`${t.requestsPerMinute} > 0`),
    check("api_keys_lifecycle", sql`${t.createdAt} <= ${t.updatedAt}`),
  ],
);
