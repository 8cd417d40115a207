import { sql } from "drizzle-orm";
import { check, index, text, uuid } from "drizzle-orm/pg-core";
import { ACTIONS } from "../../domain/principal.ts";
import { channels } from "./channels.ts";
import { instant, lifecycle, oneOf } from "./columns.ts";
import { core } from "./schemas.ts";
import { users } from "./users.ts";

const RIGHTS = [...ACTIONS, "review", "sign"] as const;

/** A dated right of a person beyond the role: reviewer, signer, or an action on one channel. */
export const permissions = core.table(
  "permissions",
  {
    permissionId: uuid("permission_id").primaryKey().defaultRandom(),
    userId: text("user_id")
      .notNull()
      .references(() => users.userId, { onDelete: "cascade" }),
    right: text("right", { enum: RIGHTS }).notNull(),
    /** Null means every channel the person may touch. */
    channelId: text("channel_id").references(() => channels.channelId, { onDelete: "cascade" }),
    grantedBy: text("granted_by").notNull(),
    reason: text("reason").notNull(),
    validFrom: instant("valid_from").notNull().defaultNow(),
    /** Null means until revoked. */
    validUntil: instant("valid_until"),
    revokedAt: instant("revoked_at"),
    ...lifecycle(),
  },
  (t) => [
    index("permissions_user").on(t.userId, t.right),
    check("permissions_right", oneOf(t.right, RIGHTS)),
    check("permissions_validity", sql`${t.validUntil} is null or ${t.validFrom} <= ${t.validUntil}`),
    check("permissions_lifecycle", sql`${t.createdAt} <= ${t.updatedAt}`),
  ],
);
