import { index, text } from "drizzle-orm/pg-core";
import { instant } from "./columns.ts";
import { analytics } from "./schemas.ts";

/** Videos already in their channel's counters. */
export const countedVideos = analytics.table(
  "counted_videos",
  {
    videoId: text("video_id").primaryKey(),
    channelId: text("channel_id").notNull(),
    countedAt: instant("counted_at").notNull().defaultNow(),
  },
  (t) => [index("counted_videos_channel").on(t.channelId)],
);
