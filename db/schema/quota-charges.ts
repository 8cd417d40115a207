import { sql } from "drizzle-orm";
import { check, date, foreignKey, index, integer, text } from "drizzle-orm/pg-core";
import { QUOTA_KINDS, QUOTA_PURPOSES } from "../../domain/quota/bucket.ts";
import { instant, lifecycle, oneOf } from "./columns.ts";
import { quotaBuckets } from "./quota-buckets.ts";
import { core } from "./schemas.ts";

/** One call to a platform, written before it is made. */
export const quotaCharges = core.table(
  "quota_charges",
  {
    /** Chosen by the caller, once for each call that it makes. */
    chargeId: text("charge_id").primaryKey(),
    platform: text("platform").notNull(),
    project: text("project").notNull(),
    kind: text("kind", { enum: QUOTA_KINDS }).notNull(),
    day: date("day", { mode: "string" }).notNull(),
    method: text("method").notNull(),
    units: integer("units").notNull(),
    purpose: text("purpose", { enum: QUOTA_PURPOSES }).notNull(),
    /** Id of the principal that made the call. */
    chargedBy: text("charged_by").notNull(),
    /** The call never left, so its units are free again. */
    releasedAt: instant("released_at"),
    ...lifecycle(),
  },
  (t) => [
    foreignKey({
      name: "quota_charges_bucket",
      columns: [t.platform, t.project, t.kind, t.day],
      foreignColumns: [quotaBuckets.platform, quotaBuckets.project, quotaBuckets.kind, quotaBuckets.day],
    }).onDelete("cascade"),
    index("quota_charges_of_bucket").on(t.platform, t.project, t.kind, t.day),
    index("quota_charges_day").on(t.day),
    check("quota_charges_purpose", oneOf(t.purpose, QUOTA_PURPOSES)),
    check("quota_charges_units", sql`${t.units} > 0`),
    check("quota_charges_lifecycle", sql`${t.createdAt} <= ${t.updatedAt}`),
  ],
);
