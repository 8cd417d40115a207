import { sql } from "drizzle-orm";
import { boolean, check, index, integer, jsonb, primaryKey, text } from "drizzle-orm/pg-core";
import type { SpecLayer } from "../../domain/channel/defaults.ts";
import { channels } from "./channels.ts";
import { instant, lifecycle, oneOf } from "./columns.ts";
import { core } from "./schemas.ts";

export const TOPIC_SOURCES = ["list", "trend", "feed"] as const;

/** When a channel gets its next video and what about (GEN-16); Temporal's Schedule of the same id does the waiting. */
export const productionSchedules = core.table(
  "production_schedules",
  {
    scheduleId: text("schedule_id").primaryKey(),
    channelId: text("channel_id")
      .notNull()
      .references(() => channels.channelId),
    isActive: boolean("is_active").notNull().default(true),
    /** Cron line of five fields, in `timeZone`. */
    cadence: text("cadence").notNull(),
    timeZone: text("time_zone").notNull().default("UTC"),
    /** Unit: videos per day in `timeZone`, of this schedule alone. */
    dailyVideosMax: integer("daily_videos_max").notNull().default(1),
    /** Work begins only between these hours of the day, 0–24, in `timeZone`; equal hours are no limit. */
    offPeakFromHour: integer("off_peak_from_hour").notNull().default(0),
    offPeakToHour: integer("off_peak_to_hour").notNull().default(0),
    topicSource: text("topic_source", { enum: TOPIC_SOURCES }).notNull(),
    /** Topics of a list, the address of a feed, or the country of trends; its shape goes with the source. */
    topics: jsonb("topics").$type<Readonly<Record<string, unknown>>>().notNull().default({}),
    /** How many topics of the list were used. */
    position: integer("position").notNull().default(0),
    /** Settings of every video it asks for, over the channel's. */
    spec: jsonb("spec").$type<SpecLayer>().notNull().default({}),
    /** 1–10, 10 first. */
    priority: integer("priority").notNull().default(5),
    lastRunAt: instant("last_run_at"),
    lastVideoId: text("last_video_id"),
    createdBy: text("created_by").notNull(),
    ...lifecycle(),
  },
  (t) => [
    index("production_schedules_channel").on(t.channelId),
    check("production_schedules_topic_source", oneOf(t.topicSource, TOPIC_SOURCES)),
    check("production_schedules_daily", sql`${t.dailyVideosMax} >= 1 and ${t.position} >= 0`),
    check(
      "production_schedules_hours",
      sql`${t.offPeakFromHour} between 0 and 24 and ${t.offPeakToHour} between 0 and 24`,
    ),
    check("production_schedules_priority", sql`${t.priority} between 1 and 10`),
    check("production_schedules_lifecycle", sql`${t.createdAt} <= ${t.updatedAt}`),
  ],
);

/** A topic that a schedule turned into a video: once each, whatever fires again. */
export const scheduledVideos = core.table(
  "scheduled_videos",
  {
    scheduleId: text("schedule_id")
      .notNull()
      .references(() => productionSchedules.scheduleId, { onDelete: "cascade" }),
    /** The moment the schedule fired for, as an ISO instant: the business key of the firing. */
    firedFor: text("fired_for").notNull(),
    topic: text("topic"),
    videoId: text("video_id"),
    /** Why nothing was queued, when nothing was. */
    skippedBecause: text("skipped_because"),
    createdAt: instant("created_at").notNull().defaultNow(),
  },
  (t) => [
    primaryKey({ columns: [t.scheduleId, t.firedFor] }),
    index("scheduled_videos_schedule").on(t.scheduleId, t.createdAt),
  ],
);
