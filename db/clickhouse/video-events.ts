import { z } from "zod";
import { type ClickHouse, question } from "./client.ts";

/** What happened to a video, as it is stored, streamed and cached. */
export const VideoEvent = z.strictObject({
  /** The same for every delivery of one event. */
  eventId: z.string().min(1),
  kind: z.literal("video_completed"),
  videoId: z.string().min(1),
  channelId: z.string().min(1),
  /** When it happened, an ISO instant; never when it was recorded. */
  at: z.iso.datetime(),
  title: z.string().nullable(),
  durationMs: z.int().min(0),
  costMicroUsd: z.int().min(0),
  qualityScore: z.int().min(0).max(100).nullable(),
  url: z.string().nullable(),
});
export type VideoEvent = z.infer<typeof VideoEvent>;

/** Inserts remembered by their token, so that a repeated one is counted once. */
const REMEMBERED_INSERTS = 10_000;

const CREATE_TABLE = `
  create table if not exists video_events (
    event_id String, kind LowCardinality(String), video_id String, channel_id String, at DateTime64(3, 'UTC'),
    title Nullable(String), duration_ms UInt64, cost_micro_usd UInt64, quality_score Nullable(UInt8), url Nullable(String)
  ) engine = MergeTree partition by toYYYYMM(at) order by (channel_id, at, event_id)
  ttl toDateTime(at) + interval 90 day
  settings non_replicated_deduplication_window = ${REMEMBERED_INSERTS}`;

export async function createVideoEvents(clickhouse: ClickHouse): Promise<void> {
  await clickhouse.command({ query: CREATE_TABLE });
}

/** Stores the events exactly once: the same batch again changes nothing. */
export async function recordVideoEvents(clickhouse: ClickHouse, events: readonly VideoEvent[]): Promise<void> {
  await clickhouse.insert({
    table: "video_events",
    format: "JSONEachRow",
    values: events.map((event) => ({
      event_id: event.eventId,
      kind: event.kind,
      video_id: event.videoId,
      channel_id: event.channelId,
      at: event.at,
      title: event.title,
      duration_ms: event.durationMs,
      cost_micro_usd: event.costMicroUsd,
      quality_score: event.qualityScore,
      url: event.url,
    })),
    clickhouse_settings: {
      insert_deduplication_token: events.map((event) => event.eventId).join(","),
      date_time_input_format: "best_effort",
    },
  });
}

/** Completed videos, their length and cost, by UTC day. Counts each event once, also beyond the remembered inserts. */
export const completedVideosByDay = question({
  query: `
    select toString(toDate(at)) as day, count() as videos, sum(duration_ms) as "durationMs", sum(cost_micro_usd) as "costMicroUsd"
    from (select * from video_events
          where channel_id = {channelId: String} and kind = 'video_completed' and at >= parseDateTimeBestEffort({since: String})
          limit 1 by event_id)
    group by day order by day`,
  params: z.strictObject({ channelId: z.string(), since: z.iso.datetime() }),
  row: z.strictObject({ day: z.iso.date(), videos: z.int(), durationMs: z.int(), costMicroUsd: z.int() }),
});
