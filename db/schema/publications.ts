import { sql } from "drizzle-orm";
import { check, index, primaryKey, text, unique } from "drizzle-orm/pg-core";
import { instant, lifecycle, oneOf } from "./columns.ts";
import { core } from "./schemas.ts";
import { videos } from "./videos.ts";

export const PROCESSING_STATES = ["processing", "processed", "failed", "gone"] as const;

/** A video on an outside platform: once per video and platform. */
export const publications = core.table(
  "publications",
  {
    videoId: text("video_id")
      .notNull()
      .references(() => videos.videoId),
    platform: text("platform").notNull(),
    platformVideoId: text("platform_video_id").notNull(),
    url: text("url").notNull(),
    publishedAt: instant("published_at").notNull().defaultNow(),
    /** What the platform made of the file; it says so minutes or hours after the upload. */
    processing: text("processing", { enum: PROCESSING_STATES }).notNull().default("processing"),
    processingReason: text("processing_reason"),
    checkedAt: instant("checked_at"),
    /** Who may see it as the platform says; null until it was read back. */
    privacy: text("privacy"),
    /** In what that differs from what was asked; null where it does not. */
    visibilityReason: text("visibility_reason"),
    ...lifecycle(),
  },
  (t) => [
    primaryKey({ columns: [t.videoId, t.platform] }),
    unique("publications_platform_video").on(t.platform, t.platformVideoId),
    index("publications_processing")
      .on(t.checkedAt)
      .where(sql`${t.processing} = 'processing'`),
    check("publications_processing_state", oneOf(t.processing, PROCESSING_STATES)),
    check("publications_lifecycle", sql`${t.createdAt} <= ${t.updatedAt}`),
  ],
);
