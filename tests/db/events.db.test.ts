import { MockActivityEnvironment } from "@temporalio/testing";
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ALERT_STREAM, createEventActivities, latestVideoKey, VIDEO_STREAM } from "../../activities/events.ts";
import { connectRedis } from "../../clients/redis.ts";
import { type ClickHouse, connectClickHouse } from "../../db/clickhouse/client.ts";
import {
  completedVideosByDay,
  createVideoEvents,
  recordVideoEvents,
  type VideoEvent,
} from "../../db/clickhouse/video-events.ts";
import { claimNext, finishRun } from "../../db/queries/queue.ts";
import { recordArtifacts } from "../../db/queries/videos.ts";
import { openChdb } from "./chdb.ts";
import { addChannel, enqueue, SYSTEM } from "./fixtures.ts";
import { createTestDatabase, type TestDatabase } from "./test-database.ts";

/** Of its own, so that the keys of other tests are out of reach. */
const CHANNEL = `events-${process.pid}-${Date.now()}`;
const idOf = (name: string) => `${name}-${CHANNEL}`;
const redis = connectRedis(process.env["REDIS_URL"] ?? "", () => {});
let clickhouse: ClickHouse;
let database: TestDatabase;

beforeAll(async () => {
  clickhouse = openChdb();
  database = await createTestDatabase();
  await addChannel(database.db, CHANNEL);
});
afterAll(async () => {
  redis.disconnect();
  await clickhouse.close();
  await database.drop();
});

function eventOf(videoId: string): VideoEvent {
  return {
    eventId: `video_completed/${videoId}`,
    kind: "video_completed",
    videoId,
    channelId: "stored",
    at: new Date().toISOString(),
    title: "Why the sky is blue",
    durationMs: 20_000,
    costMicroUsd: 1_234,
    qualityScore: 91,
    url: null,
  };
}

async function complete(videoId: string): Promise<void> {
  const { db } = database;
  await enqueue(db, videoId, { channelId: CHANNEL });
  await claimNext(db, SYSTEM, { claimId: videoId, slots: { gpu: 3, cpu: 4 }, gpuOpen: true });
  await recordArtifacts(db, SYSTEM, { videoId, title: `Title of ${videoId}`, score: 90, durationMs: 20_000 });
  await finishRun(db, SYSTEM, { videoId, status: "completed" });
}

async function streamed(stream: string, word: string): Promise<string[]> {
  const entries = await redis.xrange(stream, "-", "+");
  return entries.flatMap(([, [, event = ""]]) => (event.includes(word) ? [event] : []));
}

function recordVideoCompleted(videoId: string, options: { attempt?: number; store?: ClickHouse } = {}) {
  const { attempt = 1, store = clickhouse } = options;
  const activities = createEventActivities({ db: database.db, clickhouse: store, redis });
  return new MockActivityEnvironment({ attempt }).run(() => activities.recordVideoCompleted({ videoId }));
}

test("ClickHouse counts a repeated insert once and answers in the question's shape", async () => {
  await createVideoEvents(clickhouse);
  await createVideoEvents(clickhouse);
  for (let repeat = 0; repeat < 3; repeat += 1) await recordVideoEvents(clickhouse, [eventOf("s1")]);
  await recordVideoEvents(clickhouse, [eventOf("s2")]);

  const stored = await clickhouse.query({
    query: "select count() as rows from video_events where channel_id = 'stored'",
    format: "JSONEachRow",
  });
  expect(Number((await stored.json<{ rows: string }>())[0]?.rows)).toBe(2);
  const since = new Date(Date.now() - 86_400_000).toISOString();
  expect(await completedVideosByDay(clickhouse, { channelId: "stored", since })).toEqual([
    { day: new Date().toISOString().slice(0, 10), videos: 2, durationMs: 40_000, costMicroUsd: 2_468 },
  ]);
});

test("a completed video told three times is stored, streamed, cached and counted once", async () => {
  await complete(idOf("told"));
  for (let repeat = 0; repeat < 3; repeat += 1)
    expect(await recordVideoCompleted(idOf("told"))).toEqual({ recorded: true });

  const since = new Date(Date.now() - 86_400_000).toISOString();
  expect(await completedVideosByDay(clickhouse, { channelId: CHANNEL, since })).toMatchObject([{ videos: 1 }]);
  expect(await streamed(VIDEO_STREAM, CHANNEL)).toHaveLength(1);
  expect(JSON.parse((await redis.get(latestVideoKey(CHANNEL))) ?? "")).toMatchObject({
    videoId: idOf("told"),
    qualityScore: 90,
  });
  expect(await redis.ttl(latestVideoKey(CHANNEL))).toBeGreaterThan(3_590);
  const counters = await database.db.execute(sql`
    select videos_completed::int, duration_ms::int, latest_video_id from analytics.channel_counters`);
  expect([...counters]).toEqual([{ videos_completed: 1, duration_ms: 20_000, latest_video_id: idOf("told") }]);
});

test("an older video that arrives late is counted and leaves the newest in the cache", async () => {
  await complete(idOf("older"));
  await complete(idOf("newer"));
  await recordVideoCompleted(idOf("newer"));
  await recordVideoCompleted(idOf("older"));
  expect(JSON.parse((await redis.get(latestVideoKey(CHANNEL))) ?? "")).toMatchObject({ videoId: idOf("newer") });
  const counters = await database.db.execute(sql`
    select videos_completed::int, latest_video_id from analytics.channel_counters`);
  expect([...counters]).toEqual([{ videos_completed: 3, latest_video_id: idOf("newer") }]);
});

test("the failure of the third retry puts the event in the error queue with one alert, and a later success resolves it", async () => {
  await complete(idOf("unlucky"));
  const store = connectClickHouse({ url: "http://127.0.0.1:1" });

  await expect(recordVideoCompleted(idOf("unlucky"), { attempt: 3, store })).rejects.toThrow(/ECONNREFUSED/);
  expect(await recordVideoCompleted(idOf("unlucky"), { attempt: 4, store })).toEqual({ recorded: false });
  const [queued] = await database.db.execute(sql`
    select state, failures, error ->> 'message' as message, alerted_at is not null as alerted, error_id from core.error_queue`);
  expect(queued).toMatchObject({
    state: "waiting",
    failures: 1,
    message: expect.stringContaining("ECONNREFUSED"),
    alerted: true,
  });
  expect(await streamed(ALERT_STREAM, String(queued?.["error_id"]))).toHaveLength(1);

  expect(await recordVideoCompleted(idOf("unlucky"))).toEqual({ recorded: true });
  const resolved = await database.db.execute(sql`select state from core.error_queue`);
  expect([...resolved]).toEqual([{ state: "resolved" }]);
});
