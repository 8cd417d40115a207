import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createProductionScheduleActivities } from "../../activities/production-schedule.ts";
import { createFeedReader } from "../../clients/feed.ts";
import { createTrendsReader } from "../../clients/google-trends.ts";
import {
  createProductionSchedule,
  getProductionSchedule,
  listFirings,
  type ScheduleSettings,
} from "../../db/queries/production-schedules.ts";
import { setQueueMode } from "../../db/queries/queue.ts";
import { getVideo } from "../../db/queries/videos.ts";
import { productionWorkflowId } from "../../domain/channel/production-schedule.ts";
import { productionSchedule } from "../../workflows/production-schedule.ts";
import { addChannel, CHANNEL_ID, SYSTEM } from "../db/fixtures.ts";
import { createTestDatabase, type TestDatabase } from "../db/test-database.ts";
import { type SandboxProcess, startSandbox } from "../sandbox/sandbox-process.ts";
import { bundleWorkflows, createTestNamespace, settings, type TestNamespace } from "./test-namespace.ts";

/** As an installation with a key has it. */
const STOCK = { media: { sources: ["pexels", "generated"] } } as const;

let database: TestDatabase;
let temporal: TestNamespace;
let google: SandboxProcess;
beforeAll(async () => {
  let workflowBundle: { code: string };
  [database, temporal, workflowBundle, google] = await Promise.all([
    createTestDatabase(),
    createTestNamespace(),
    bundleWorkflows(),
    startSandbox(),
  ]);
  await addChannel(database.db);
  const access = { allowsPrivate: true };
  const sources = {
    feeds: createFeedReader(access),
    trends: createTrendsReader(`${google.url}/google-trends`, access),
  };
  const activities = createProductionScheduleActivities({ db: database.db, ...sources, settings, installed: STOCK });
  await temporal.work({ taskQueue: "orchestration", activities, workflowBundle });
}, 60_000);
afterAll(async () => {
  await temporal?.close();
  await database?.drop();
  await google?.[Symbol.asyncDispose]();
});

async function newSchedule(changes: Partial<ScheduleSettings> = {}): Promise<string> {
  const scheduleId = `s-${randomUUID()}`;
  await createProductionSchedule(database.db, SYSTEM, {
    ...{ scheduleId, channelId: CHANNEL_ID, cadence: "0 6 * * *", timeZone: "UTC", dailyVideosMax: 5, priority: 5 },
    ...{ offPeakFromHour: 0, offPeakToHour: 0, topicSource: "list", isActive: true },
    topics: { topics: ["Tides", "Waves"] },
    spec: { seconds: 20, size: "360p" },
    ...changes,
  });
  return scheduleId;
}

/** Business time begins at noon and runs an hour a second. */
const clock = () => ({ epoch: "2026-11-21T12:00:00Z", startedAt: new Date().toISOString(), timeScale: 3600 });

function fire(scheduleId: string, firedFor: string, workflowId = `${productionWorkflowId(scheduleId)}-${firedFor}`) {
  return temporal.client.workflow.execute(productionSchedule, {
    workflowId,
    taskQueue: "orchestration",
    args: [{ scheduleId, firedFor, clock: clock() }],
  });
}
const firingsOf = (scheduleId: string) => listFirings(database.db, SYSTEM, { scheduleId, limit: 50 });

test("each firing takes the next topic of the list, and a repeated one is the same video", async () => {
  const scheduleId = await newSchedule();
  const first = await fire(scheduleId, "2026-11-21T06:00:00Z");
  expect(first).toMatchObject({ kind: "queued", topic: "Tides" });
  expect(await fire(scheduleId, "2026-11-21T06:00:00Z", `again-${scheduleId}`)).toEqual(first);
  expect(await fire(scheduleId, "2026-11-22T06:00:00Z")).toMatchObject({ kind: "queued", topic: "Waves" });
  expect(await fire(scheduleId, "2026-11-23T06:00:00Z")).toMatchObject({ kind: "skipped" });
  const { position, lastVideoId } = await getProductionSchedule(database.db, SYSTEM, { scheduleId });
  expect(position).toBe(2);
  const made = await getVideo(database.db, SYSTEM, { videoId: lastVideoId ?? "" });
  expect(made).toMatchObject({ topic: "Waves", spec: { seconds: 20, voice: "en-us", ...STOCK }, status: "queued" });
  expect((await firingsOf(scheduleId)).map(({ topic, skippedBecause }) => topic ?? skippedBecause)).toEqual([
    "every topic of the list is used",
    "Waves",
    "Tides",
  ]);
});

test("waits for its hours and for a place in the line; the day's cap ends the day", async () => {
  const scheduleId = await newSchedule({ offPeakFromHour: 14, offPeakToHour: 23, dailyVideosMax: 1 });
  const mode = (word: "draining" | "active") => setQueueMode(database.db, SYSTEM, { mode: word, reason: "test" });
  await mode("draining");
  const running = fire(scheduleId, "2026-11-21T06:00:00Z", "production/example");
  await expect
    .poll(async () => (await temporal.client.workflow.getHandle("production/example").fetchHistory()).events?.length, {
      timeout: 15_000,
    })
    .toBeGreaterThan(15);
  expect(await firingsOf(scheduleId)).toEqual([]);
  await mode("active");
  expect(await running).toMatchObject({ kind: "queued", topic: "Tides" });
  await temporal.keepHistory("production/example", "production-schedule");
  const second = await fire(scheduleId, "2026-11-21T18:00:00Z");
  expect(second).toEqual({ kind: "skipped", because: "the day's videos of this schedule are made" });
});

test("what is searched for most becomes the next video, once; a quiet day and a broken service are said", async () => {
  const about = ["eclipse", "chess", "storm", "bread", "phone", "strike", "film", "clocks", "marathon", "winter"];
  const scheduleId = await newSchedule({ topicSource: "trend", topics: { country: "US", about } });
  const first = await fire(scheduleId, "2026-11-21T06:00:00Z");
  const second = await fire(scheduleId, "2026-11-22T06:00:00Z");
  expect([first, second]).toMatchObject([{ kind: "queued" }, { kind: "queued" }]);
  expect(new Set([first, second].map((made) => (made.kind === "queued" ? made.topic : ""))).size).toBe(2);
  const quiet = await newSchedule({ topicSource: "trend", topics: { country: "US", about: ["zeppelin"] } });
  expect(await fire(quiet, "q")).toEqual({
    kind: "skipped",
    because: "nothing new that fits is searched for much now",
  });
  const nowhere = await newSchedule({ topicSource: "trend", topics: { country: "usa" } });
  expect(await fire(nowhere, "n")).toMatchObject({ because: expect.stringContaining("Google Trends of usa") });
});

test("a title that no font can draw is passed over; where there is no other, that is said", async () => {
  const titles = ["日本の海", "Tides of Japan"];
  const feed = createServer((_, response) => {
    response.end(JSON.stringify({ items: titles.map((title) => ({ title })) }));
  }).listen(0, "127.0.0.1");
  await once(feed, "listening");
  const address = feed.address();
  const port = typeof address === "object" ? address?.port : undefined;
  const scheduleId = await newSchedule({ topicSource: "feed", topics: { feedUrl: `http://127.0.0.1:${port}/` } });
  expect(await fire(scheduleId, "2026-11-21T06:00:00Z")).toMatchObject({ kind: "queued", topic: "Tides of Japan" });
  titles.pop();
  expect(await fire(scheduleId, "2026-11-22T06:00:00Z")).toMatchObject({
    kind: "skipped",
    because: expect.stringContaining("no bundled font"),
  });
  feed.close();
});

test("a feed that cannot be read, a paused schedule and a channel that takes nothing are skipped, and said so", async () => {
  const feed = await newSchedule({ topicSource: "feed", topics: { feedUrl: "ftp://127.0.0.1/x" } });
  expect(await fire(feed, "f")).toMatchObject({ kind: "skipped", because: expect.stringContaining("http") });
  expect(await fire(await newSchedule({ isActive: false }), "p")).toEqual({
    kind: "skipped",
    because: "the schedule is paused",
  });
  expect(await fire("never-made", "n")).toEqual({ kind: "skipped", because: "the schedule was deleted" });
  await database.db.execute("update core.channels set status = 'paused'");
  const paused = await newSchedule();
  expect(await fire(paused, "c")).toMatchObject({ kind: "skipped", because: expect.stringContaining("is paused") });
  expect((await getProductionSchedule(database.db, SYSTEM, { scheduleId: paused })).position).toBe(0);
});
