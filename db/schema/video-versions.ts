import { sql } from "drizzle-orm";
import { check, integer, jsonb, primaryKey, text } from "drizzle-orm/pg-core";
import type { VideoSpec } from "../../domain/video/video.ts";
import { instant } from "./columns.ts";
import { core } from "./schemas.ts";
import { videos } from "./videos.ts";

/** What a video was made of each time it was rendered; never updated. */
export const videoVersions = core.table(
  "video_versions",
  {
    videoId: text("video_id")
      .notNull()
      .references(() => videos.videoId, { onDelete: "cascade" }),
    /** From 1. */
    version: integer("version").notNull(),
    spec: jsonb("spec").$type<VideoSpec>().notNull(),
    /** The edit that led from the version before to this one; null for the first. */
    edit: jsonb("edit"),
    /** Object keys by name, as in `videos.artifacts`. */
    artifacts: jsonb("artifacts").$type<Record<string, string>>().notNull().default({}),
    qualityScore: integer("quality_score"),
    createdBy: text("created_by").notNull(),
    createdAt: instant("created_at").notNull().defaultNow(),
  },
  (t) => [
    primaryKey({ columns: [t.videoId, t.version] }),
    check("video_versions_version", sql`${t.version} >= 1`),
    check("video_versions_quality_score", sql`${t.qualityScore} between 0 and 100`),
  ],
);
