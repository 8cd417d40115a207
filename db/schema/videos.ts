import { sql } from "drizzle-orm";
import { type AnyPgColumn, bigint, check, index, integer, jsonb, text } from "drizzle-orm/pg-core";
import { DEFAULT_CAP_MICRO_USD } from "../../domain/cost/cost.ts";
import type { VideoSpec } from "../../domain/video/video.ts";
import { channels } from "./channels.ts";
import { instant, lifecycle, microUsd, oneOf } from "./columns.ts";
import { core } from "./schemas.ts";

export const PUBLISH_STATUSES = ["unpublished", "scheduled", "published", "removed"] as const;
export type PublishStatus = (typeof PUBLISH_STATUSES)[number];

/** A video and what was made of it; where it stands in production is its row in `video_queue`. */
export const videos = core.table(
  "videos",
  {
    videoId: text("video_id").primaryKey(),
    channelId: text("channel_id")
      .notNull()
      .references(() => channels.channelId),
    workflowId: text("workflow_id").notNull().unique("videos_workflow_id_unique"),
    /** The video that this one replaces or localises. */
    parentVideoId: text("parent_video_id").references((): AnyPgColumn => videos.videoId),
    topic: text("topic").notNull(),
    title: text("title"),
    spec: jsonb("spec").$type<VideoSpec>().notNull(),
    /** Object keys by name: `videoKey`, `thumbnailKey`, `reportKey`, … */
    artifacts: jsonb("artifacts").$type<Record<string, string>>().notNull().default({}),
    sha256: text("sha256"),
    bytes: bigint("bytes", { mode: "number" }),
    durationMs: bigint("duration_ms", { mode: "number" }),
    /** 0–100 (GEN-8). */
    qualityScore: integer("quality_score"),
    /** GEN-10: $3.00 unless an admin granted the video its own. */
    capMicroUsd: microUsd("cap_micro_usd").notNull().default(DEFAULT_CAP_MICRO_USD),
    /** When an admin granted the video its own cap; stage caps then hold no longer. */
    capRaisedAt: instant("cap_raised_at"),
    publishStatus: text("publish_status", { enum: PUBLISH_STATUSES }).notNull().default("unpublished"),
    scheduledFor: instant("scheduled_for"),
    publishedAt: instant("published_at"),
    createdBy: text("created_by").notNull(),
    ...lifecycle(),
  },
  (t) => [
    index("videos_channel_created").on(t.channelId, t.createdAt),
    index("videos_created").on(t.createdAt, t.videoId),
    index("videos_parent")
      .on(t.parentVideoId)
      .where(sql`${t.parentVideoId} is not null`),
    check("videos_publish_status", oneOf(t.publishStatus, PUBLISH_STATUSES)),
    check("videos_quality_score", sql`${t.qualityScore} between 0 and 100`),
    check("videos_measures", sql`${t.bytes} >= 0 and ${t.durationMs} >= 0 and ${t.capMicroUsd} >= 0`),
    check("videos_published_at", sql`${t.publishedAt} is null or ${t.publishStatus} in ('published', 'removed')`),
    check("videos_scheduled_for", sql`${t.scheduledFor} is null or ${t.scheduledFor} >= ${t.createdAt}`),
    check("videos_lifecycle", sql`${t.createdAt} <= ${t.updatedAt}`),
  ],
);
