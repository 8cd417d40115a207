import { sql } from "drizzle-orm";
import { check, jsonb, primaryKey, text } from "drizzle-orm/pg-core";
import { channels } from "./channels.ts";
import { instant, lifecycle, oneOf } from "./columns.ts";
import { core } from "./schemas.ts";

/** What the platform calls the connected account. */
export interface ConnectedAccount {
  readonly accountId: string;
  readonly title: string;
}

/** A channel's account on an outside platform; the token is encrypted by the application, `key_id` names the key. */
export const channelConnections = core.table(
  "channel_connections",
  {
    channelId: text("channel_id")
      .notNull()
      .references(() => channels.channelId, { onDelete: "cascade" }),
    platform: text("platform").notNull(),
    status: text("status", { enum: ["connected", "revoked"] }).notNull(),
    /** Null once revoked. */
    encryptedToken: text("encrypted_token"),
    keyId: text("key_id"),
    account: jsonb("account").$type<ConnectedAccount>().notNull(),
    connectedAt: instant("connected_at").notNull().defaultNow(),
    revokedAt: instant("revoked_at"),
    ...lifecycle(),
  },
  (t) => [
    primaryKey({ columns: [t.channelId, t.platform] }),
    check("channel_connections_status", oneOf(t.status, ["connected", "revoked"])),
    check(
      "channel_connections_token",
      sql`(${t.status} = 'connected') = (${t.encryptedToken} is not null and ${t.keyId} is not null)`,
    ),
    check("channel_connections_lifecycle", sql`${t.createdAt} <= ${t.updatedAt}`),
  ],
);
