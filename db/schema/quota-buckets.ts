import { sql } from "drizzle-orm";
import { check, date, integer, primaryKey, text } from "drizzle-orm/pg-core";
import { QUOTA_KINDS } from "../../domain/quota/bucket.ts";
import { instant, lifecycle, oneOf } from "./columns.ts";
import { core } from "./schemas.ts";

/** What a project has spent of one platform's quota in a day of that platform. */
export const quotaBuckets = core.table(
  "quota_buckets",
  {
    platform: text("platform").notNull(),
    /** The platform's own name for whom it counts: a project of Google Cloud. */
    project: text("project").notNull(),
    kind: text("kind", { enum: QUOTA_KINDS }).notNull(),
    /** Calendar date in the platform's zone. */
    day: date("day", { mode: "string" }).notNull(),
    /** Always the sum of the charges that were not released. */
    spentUnits: integer("spent_units").notNull().default(0),
    /** When the platform said that nothing is left, and the limit that we knew then. */
    refusedAt: instant("refused_at"),
    refusedUnits: integer("refused_units"),
    ...lifecycle(),
  },
  (t) => [
    primaryKey({ columns: [t.platform, t.project, t.kind, t.day] }),
    check("quota_buckets_kind", oneOf(t.kind, QUOTA_KINDS)),
    check("quota_buckets_units", sql`${t.spentUnits} >= 0 and ${t.refusedUnits} >= 0`),
    check("quota_buckets_refused", sql`(${t.refusedAt} is null) = (${t.refusedUnits} is null)`),
    check("quota_buckets_lifecycle", sql`${t.createdAt} <= ${t.updatedAt}`),
  ],
);
