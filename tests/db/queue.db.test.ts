import { sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import {
  cancelWaiting,
  claimNext,
  enqueueLimits,
  enqueueVideo,
  finishRun,
  listProcessing,
  parkRun,
  queueOverview,
  queuePosition,
  requestSlot,
  requeueUnstarted,
  setPriority,
  setQueueMode,
} from "../../db/queries/queue.ts";
import { loadSettings, settingsPath } from "../../config.ts";
import type { Principal } from "../../domain/principal.ts";
import { addChannel, CHANNEL_ID, enqueue, specOf, SYSTEM } from "./fixtures.ts";
import { createTestDatabase, type TestDatabase } from "./test-database.ts";

const SLOTS = { gpu: 3, cpu: 4 };
const WAITING = {
  kind: "approval",
  reason: "the score is 70",
  remedy: "approve or reject",
  until: null,
  errorCode: null,
} as const;

function readerOf(channelId: string): Principal {
  return { kind: "user", id: "u", role: "analyst", channelIds: [channelId] };
}

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase({ max: 25 });
  await addChannel(database.db);
});
afterAll(() => database.drop());
beforeEach(async () => {
  await database.db.execute(sql`truncate core.videos, core.queue_control cascade`);
  await database.db.execute(sql`update core.channels set status = 'active', daily_videos_max = null`);
});

let claims = 0;
function claim(options: { gpuOpen?: boolean; claimId?: string } = {}) {
  claims += 1;
  const { gpuOpen = true, claimId = `claim/${claims}` } = options;
  return claimNext(database.db, SYSTEM, { claimId, slots: SLOTS, gpuOpen });
}

async function claimAll(options: { gpuOpen?: boolean } = {}): Promise<string[]> {
  const claimed: string[] = [];
  for (let next = await claim(options); next; next = await claim(options)) claimed.push(next.videoId);
  return claimed;
}

function enter(videoId: string, channelId = CHANNEL_ID) {
  return enqueueVideo(database.db, SYSTEM, { videoId, channelId, spec: specOf(), priority: 5 }, { capacity: 100 });
}

describe("entering", () => {
  test("warns at 80 and 95, refuses the 101st and says when to come back", async () => {
    const warnings = [];
    for (let index = 1; index <= 100; index += 1) warnings.push((await enter(`v${index}`)).warning);

    expect(warnings.indexOf("queue_80") + 1).toBe(80);
    expect(warnings.indexOf("queue_95") + 1).toBe(95);
    await expect(enter("v101")).rejects.toMatchObject({ code: "queue_full", retryAfterMs: 8572 });
    expect((await queueOverview(database.db, { slots: SLOTS })).depth).toBe(100);
  });

  test("reckons when a video is ready by the slots of the settings, at the entrance and in the line", async () => {
    const settings = loadSettings(settingsPath({}));
    const narrow = { ...settings, queue: { ...settings.queue, capacity: 3, slots: { gpu: 0, cpu: 1 } } };
    const limits = enqueueLimits(narrow);
    const { slots } = limits;
    const askedAtMs = Date.now();
    /** Later than `ready` seconds after the question began, by no more than all the questions took. */
    const expectReady = (etaAt: string | undefined, ready: number) => {
      const earlyMs = Date.parse(etaAt ?? "") - ready * 1000;
      expect(earlyMs).toBeGreaterThan(askedAtMs - 5_000);
      expect(earlyMs).toBeLessThan(Date.now() + 5_000);
    };
    const enterNarrow = (videoId: string) =>
      enqueueVideo(database.db, SYSTEM, { videoId, channelId: CHANNEL_ID, spec: specOf(), priority: 5 }, limits);
    for (const [videoId, ready] of [
      ["v1", 60],
      ["v2", 120],
      ["v3", 180],
    ] as const) {
      expectReady((await enterNarrow(videoId)).etaAt, ready);
    }
    expectReady((await enterNarrow("v3")).etaAt, 180);
    const place = await queuePosition(database.db, { videoId: "v3", slots });
    expectReady(place?.etaAt, 180);
    const { waiting } = await queueOverview(database.db, { slots });
    expect(waiting).toHaveLength(3);
    for (const [index, { etaAt }] of waiting.entries()) expectReady(etaAt, 60 * (index + 1));
    await expect(enterNarrow("v4")).rejects.toMatchObject({ code: "queue_full", retryAfterMs: 60_000 });
  });

  test("holds its capacity against forty callers at once", async () => {
    for (let index = 0; index < 90; index += 1) await enqueue(database.db, `early${index}`);
    const outcomes = await Promise.allSettled(Array.from({ length: 40 }, (_, index) => enter(`late${index}`)));

    const placed = outcomes.flatMap((outcome) => (outcome.status === "fulfilled" ? [outcome.value.position] : []));
    expect(placed.toSorted((a, b) => a - b)).toEqual([91, 92, 93, 94, 95, 96, 97, 98, 99, 100]);
  });

  test("gives the same video its present place, and another spec a conflict", async () => {
    const first = await enter("v1");
    expect(await enter("v1")).toMatchObject({ position: first.position, depth: 1 });
    const changed = { videoId: "v1", channelId: CHANNEL_ID, spec: specOf({ seed: 8 }), priority: 5 };
    await expect(enqueueVideo(database.db, SYSTEM, changed, { capacity: 100 })).rejects.toMatchObject({
      code: "conflict",
    });
  });

  test("refuses unknown and inactive channels, the day's cap, a draining queue, and people without the right", async () => {
    await expect(enter("v1", "nowhere")).rejects.toMatchObject({ code: "not_found", field: "channel_id" });
    await database.db.execute(sql`update core.channels set daily_videos_max = 1`);
    await enter("v2");
    await expect(enter("v3")).rejects.toMatchObject({ code: "quota_exhausted" });
    await database.db.execute(sql`update core.channels set status = 'paused'`);
    await expect(enter("v4")).rejects.toMatchObject({ code: "conflict" });
    await database.db.execute(sql`update core.channels set status = 'active'`);
    await setQueueMode(database.db, SYSTEM, { mode: "draining", reason: "maintenance" });
    await expect(enter("v5")).rejects.toMatchObject({ code: "queue_draining" });

    const input = { videoId: "v6", channelId: CHANNEL_ID, spec: specOf(), priority: 5 };
    const analyst: Principal = { kind: "user", id: "u1", role: "analyst" };
    await expect(enqueueVideo(database.db, analyst, input, { capacity: 9 })).rejects.toMatchObject({
      code: "forbidden",
    });
    const elsewhere: Principal = { kind: "user", id: "u2", role: "operator", channelIds: ["another"] };
    await expect(enqueueVideo(database.db, elsewhere, input, { capacity: 9 })).rejects.toMatchObject({
      code: "not_found",
    });
  });
});

describe("dispatch", () => {
  test("goes by priority, then first in", async () => {
    await enqueue(database.db, "low", { priority: 1 });
    await enqueue(database.db, "first", { priority: 5 });
    await enqueue(database.db, "second", { priority: 5 });
    await enqueue(database.db, "high", { priority: 10 });

    expect(await queuePosition(database.db, { videoId: "second", slots: SLOTS })).toMatchObject({ position: 3 });
    expect(await claimAll()).toEqual(["high", "first", "second", "low"]);
  });

  test("repeats the answer of a repeated claim, also at the same moment", async () => {
    await enqueue(database.db, "v1");
    await enqueue(database.db, "v2");
    const answers = await Promise.all(Array.from({ length: 6 }, () => claim({ claimId: "run/1" })));

    expect(new Set(answers.map((answer) => answer?.videoId))).toEqual(new Set(["v1"]));
    expect(answers[0]).toMatchObject({ kind: "start", workflowId: "generate/v1", route: "cpu", spec: specOf() });
    await finishRun(database.db, SYSTEM, { videoId: "v1", status: "completed" });
    expect(await claim({ claimId: "run/1" })).toEqual(answers[0]);
  });

  test("twenty claimers never take more than the slots, and none twice", async () => {
    for (let index = 0; index < 15; index += 1) {
      await enqueue(database.db, `v${index}`, { complexity: index % 2 === 0 ? "simple" : "premium" });
    }
    const answers = await Promise.all(Array.from({ length: 20 }, () => claim()));
    const claimed = answers.flatMap((answer) => answer ?? []);

    expect(claimed.filter(({ route }) => route === "gpu")).toHaveLength(3);
    expect(claimed.filter(({ route }) => route === "cpu")).toHaveLength(4);
    expect(new Set(claimed.map(({ videoId }) => videoId)).size).toBe(7);
  });

  test("lends the GPU slots while that route is closed and takes them back as they come free", async () => {
    for (let index = 0; index < 9; index += 1) await enqueue(database.db, `cpu${index}`);
    expect(await claimAll({ gpuOpen: false })).toHaveLength(7);
    await enqueue(database.db, "gpu0", { complexity: "complex", priority: 10 });
    expect(await claim({ gpuOpen: true })).toBeNull();
    await finishRun(database.db, SYSTEM, { videoId: "cpu0", status: "completed" });
    expect(await claim({ gpuOpen: true })).toMatchObject({ videoId: "gpu0", route: "gpu" });
  });

  test("a parked run holds no slot and comes back at the head of its priority", async () => {
    for (let index = 0; index < 6; index += 1) await enqueue(database.db, `v${index}`);
    await claimAll();
    await parkRun(database.db, SYSTEM, { videoId: "v0", waitingFor: WAITING });
    expect(await claim()).toMatchObject({ videoId: "v4" });
    expect(await requestSlot(database.db, SYSTEM, { videoId: "v0" })).toEqual({ slotHeld: false });
    expect(await claim()).toBeNull();
    await finishRun(database.db, SYSTEM, { videoId: "v1", status: "failed", errorCode: "render_failed" });

    expect(await claim()).toMatchObject({ kind: "resume", videoId: "v0" });
    expect(await requestSlot(database.db, SYSTEM, { videoId: "v0" })).toEqual({ slotHeld: true });
    const processing = await listProcessing(database.db);
    expect(processing.map(({ videoId }) => videoId)).toEqual(["v0", "v2", "v3", "v4"]);
    expect(processing.every(({ slotHeld, waitingFor }) => slotHeld && waitingFor === null)).toBe(true);
  });

  test("a paused queue gives nothing, a draining one still does, and paused channels wait", async () => {
    await enqueue(database.db, "v1");
    await setQueueMode(database.db, SYSTEM, { mode: "paused", reason: "disk" });
    expect(await claim()).toBeNull();
    await setQueueMode(database.db, SYSTEM, { mode: "draining", reason: "upgrade" });
    await database.db.execute(sql`update core.channels set status = 'paused'`);
    expect(await claim()).toBeNull();
    await database.db.execute(sql`update core.channels set status = 'active'`);
    expect(await claim()).toMatchObject({ videoId: "v1" });
  });
});

test("a claim that came to nothing goes back to its place in the line; a run that worked does not", async () => {
  const { db } = database;
  for (const videoId of ["v1", "v2"]) await enqueue(db, videoId);
  expect(await requeueUnstarted(db, SYSTEM, { videoId: "v1" })).toBe(false);
  expect(await claim({ claimId: "lost/0" })).toMatchObject({ videoId: "v1" });
  expect(await requeueUnstarted(db, SYSTEM, { videoId: "v1" })).toBe(true);
  expect(await queuePosition(db, { videoId: "v1", slots: SLOTS })).toMatchObject({ position: 1 });
  expect(await claim()).toMatchObject({ kind: "start", videoId: "v1" });
  await db.execute(sql`insert into core.pipeline_stages (video_id, stage, attempt) values ('v1', 'script', 1)`);
  expect(await requeueUnstarted(db, SYSTEM, { videoId: "v1" })).toBe(false);
  expect((await listProcessing(db)).map(({ videoId }) => videoId)).toEqual(["v1"]);
});

test("a finished run stays finished, and a waiting one can be cancelled or moved forward", async () => {
  const { db } = database;
  for (const videoId of ["v1", "v2", "v3"]) await enqueue(db, videoId);
  await setPriority(db, SYSTEM, { videoId: "v3", priority: 9 });
  expect(await claim()).toMatchObject({ videoId: "v3", priority: 9 });
  expect(await finishRun(db, SYSTEM, { videoId: "v3", status: "completed" })).toEqual({ finished: true });
  expect(await finishRun(db, SYSTEM, { videoId: "v3", status: "failed" })).toEqual({ finished: false });
  await expect(setPriority(db, SYSTEM, { videoId: "v3", priority: 1 })).rejects.toMatchObject({ code: "conflict" });
  expect(await cancelWaiting(db, SYSTEM, { videoId: "v3" })).toEqual({ cancelled: false });
  expect(await cancelWaiting(db, SYSTEM, { videoId: "v1" })).toEqual({ cancelled: true });

  const overview = await queueOverview(db, { slots: SLOTS, principal: readerOf(CHANNEL_ID) });
  expect(overview).toMatchObject({ depth: 1, processing: 0, waiting: [{ videoId: "v2", position: 1 }] });
  const outside = await queueOverview(db, { slots: SLOTS, principal: readerOf("another") });
  expect(outside).toMatchObject({ depth: 1, waiting: [] });
});
