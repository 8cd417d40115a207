import { setTimeout as sleep } from "node:timers/promises";
import { type SQL, sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createVideoQueueActivities } from "../../activities/video-queue.ts";
import { connectRedis, type RedisConnection } from "../../clients/redis.ts";
import { enqueueVideo, listProcessing } from "../../db/queries/queue.ts";
import { systemPrincipal } from "../../domain/principal.ts";
import { VIDEO_QUEUE_WORKFLOW_ID, generateWorkflowId, type VideoSpec } from "../../domain/video/video.ts";
import { resumeUpdate } from "../../workflows/generate-video-messages.ts";
import {
  dispatcherStatusQuery,
  pauseUpdate,
  reprioritiseUpdate,
  resumeQueueUpdate,
  wakeSignal,
} from "../../workflows/video-queue-messages.ts";
import { videoQueue } from "../../workflows/video-queue.ts";
import { createTestDatabase, type TestDatabase } from "../db/test-database.ts";
import { type TestNamespace, bundleWorkflows, createTestNamespace, settings } from "./test-namespace.ts";

const me = systemPrincipal("test");
const publish = {
  privacy: "private",
  publishAt: null,
  containsSyntheticMedia: true,
  selfDeclaredMadeForKids: false,
} as const;
const spec = (topic: string, sleepMs: number): VideoSpec => ({
  ...{ topic, seconds: 10, aspect: "16:9", size: "360p", voice: "en-us", complexity: "simple", publish },
  seed: sleepMs,
});

let database: TestDatabase;
let redis: RedisConnection;
let temporal: TestNamespace;
let bundle: { code: string };
const channelId = "ch_test";
let orchestration: { stop(): Promise<void> };

const startOrchestration = () => {
  const { db } = database;
  const sweeping = { ...settings, queue: { ...settings.queue, sweepEveryMs: 3_000 } };
  const deps = { db, redis, temporal: temporal.client, settings: sweeping, publicUrl: "http://127.0.0.1" };
  const activities = createVideoQueueActivities(deps);
  return temporal.work({ taskQueue: "orchestration", activities, workflowBundle: bundle });
};

const select = <T extends Record<string, unknown>>(query: SQL) => database.db.execute<T>(query);

beforeAll(async () => {
  [database, temporal, bundle] = await Promise.all([
    createTestDatabase(),
    createTestNamespace(),
    bundleWorkflows("sleeping"),
  ]);
  redis = connectRedis(process.env["REDIS_URL"] ?? "", () => {});
  await select(sql`insert into core.channels (channel_id, name, niche) values (${channelId}, 'Test', 'other')`);
  orchestration = await startOrchestration();
});

afterAll(async () => {
  await temporal?.close();
  redis?.disconnect();
  await database?.drop();
});

const dispatcher = () => temporal.client.workflow.getHandle(VIDEO_QUEUE_WORKFLOW_ID);
const wake = () =>
  temporal.client.workflow.signalWithStart(videoQueue, {
    workflowId: VIDEO_QUEUE_WORKFLOW_ID,
    taskQueue: "orchestration",
    signal: wakeSignal,
  });
let added = 0;
async function add(topic: string, sleepMs: number, priority = 5): Promise<string> {
  const videoId = `vid_${String((added += 1)).padStart(4, "0")}`;
  await enqueueVideo(database.db, me, { videoId, channelId, spec: spec(topic, sleepMs), priority }, { capacity: 100 });
  return videoId;
}
async function until(fact: () => Promise<boolean>, withinMs = 20_000): Promise<void> {
  for (const giveUpAtMs = Date.now() + withinMs; !(await fact()); await sleep(50)) {
    if (Date.now() > giveUpAtMs) throw new Error(`not true within ${withinMs} ms: ${fact}`);
  }
}
const counts = async (): Promise<Record<string, number>> => {
  const rows = await select<{ status: string; videos: number }>(sql`
    select status, count(*)::int as videos from core.video_queue group by status`);
  return {
    queued: 0,
    processing: 0,
    completed: 0,
    failed: 0,
    ...Object.fromEntries(rows.map((row) => [row.status, row.videos])),
  };
};
const startedInOrder = async (): Promise<string[]> => {
  const rows = await select<{ video_id: string }>(sql`
    select video_id from core.queue_claims where kind = 'start' order by claimed_at, claim_id`);
  return rows.map((row) => row.video_id);
};

describe("the dispatcher", () => {
  test("works off a hundred waiting videos by priority, seven at a time, none twice", async () => {
    const ids: { id: string; priority: number }[] = [];
    for (let n = 0; n < 100; n += 1) {
      const priority = 1 + ((n * 7) % 10);
      ids.push({ id: await add(`topic ${n}`, 20 + (n % 5) * 10, priority), priority });
    }
    await expect(add("one too many", 1)).rejects.toMatchObject({ code: "queue_full" });
    await wake();
    let mostAtOnce = 0;
    await until(async () => {
      const running = (await listProcessing(database.db)).filter(({ slotHeld }) => slotHeld).length;
      mostAtOnce = Math.max(mostAtOnce, running);
      return (await counts()).completed === 100;
    }, 60_000);
    expect(mostAtOnce).toBeLessThanOrEqual(7);
    const wanted = ids.toSorted((a, b) => b.priority - a.priority || a.id.localeCompare(b.id)).map(({ id }) => id);
    expect(await startedInOrder()).toEqual(wanted);
  }, 90_000);

  test("pauses, re-prioritises and resumes", async () => {
    await dispatcher().executeUpdate(pauseUpdate, { args: [{ reason: "maintenance" }] });
    const first = await add("first in", 20);
    const urgent = await add("second in", 20);
    await wake();
    await dispatcher().executeUpdate(reprioritiseUpdate, { args: [{ videoId: urgent, priority: 10 }] });
    await sleep(300);
    expect((await counts()).queued).toBe(2);
    await dispatcher().executeUpdate(resumeQueueUpdate);
    await until(async () => (await counts()).queued === 0);
    expect((await startedInOrder()).slice(-2)).toEqual([urgent, first]);
    const nonsense = dispatcher().executeUpdate(reprioritiseUpdate, { args: [{ videoId: urgent, priority: 11 }] });
    await expect(nonsense).rejects.toThrow();
  });

  test("a parked run gives its slot back and returns with one", async () => {
    const parked = await add("park me", 10);
    await wake();
    const row = async () => (await listProcessing(database.db)).find(({ videoId }) => videoId === parked);
    await until(async () => (await row())?.waitingFor?.kind === "failure");
    expect((await row())?.slotHeld).toBe(false);
    await temporal.client.workflow.getHandle(generateWorkflowId(parked)).executeUpdate(resumeUpdate);
    await until(async () => (await row()) === undefined);
  });

  test("a run terminated from outside loses its slot at the next sweep, however busy the queue is", async () => {
    const videoId = await add("terminated", 0);
    await wake();
    await until(async () => (await dispatcher().query(dispatcherStatusQuery)).lastStartedVideoId === videoId);
    await temporal.client.workflow.getHandle(generateWorkflowId(videoId)).terminate("an operator, in the Web UI");
    await until(async () => {
      await wake();
      return (await counts()).processing === 0;
    }, 25_000);
    expect((await counts()).failed).toBe(1);
  }, 40_000);

  test("stopped and started again it goes on, and nothing starts twice", async () => {
    for (let n = 0; n < 20; n += 1) await add(`restart ${n}`, 30);
    await wake();
    await sleep(60);
    await orchestration.stop();
    await dispatcher().terminate("killed");
    orchestration = await startOrchestration();
    await wake();
    await until(async () => ((await counts())["completed"] ?? 0) >= 123, 60_000);
    const started = await startedInOrder();
    expect(new Set(started).size).toBe(started.length);
    await temporal.keepHistory(VIDEO_QUEUE_WORKFLOW_ID, "video-queue");
  }, 90_000);
});
