import { sql } from "drizzle-orm";
import { bigint, check, text } from "drizzle-orm/pg-core";
import { channels } from "./channels.ts";
import { lifecycle, microUsd } from "./columns.ts";
import { analytics } from "./schemas.ts";

/** Totals of a channel's completed videos; `counted_videos` keeps each from counting twice. */
export const channelCounters = analytics.table(
  "channel_counters",
  {
    channelId: text("channel_id")
      .primaryKey()
      .references(() => channels.channelId, { onDelete: "cascade" }),
    videosCompleted: bigint("videos_completed", { mode: "number" }).notNull().default(0),
    durationMs: bigint("duration_ms", { mode: "number" }).notNull().default(0),
    costMicroUsd: microUsd("cost_micro_usd").notNull().default(0),
    latestVideoId: text("latest_video_id"),
    ...lifecycle(),
  },
  (t) => [
    check(
      "channel_counters_totals",
      sql`${t.videosCompleted} >= 0 and ${t.durationMs} >= 0 and ${t.costMicroUsd} >= 0`,
    ),
    check("channel_counters_lifecycle", sql`${t.createdAt} <= ${t.updatedAt}`),
  ],
);
