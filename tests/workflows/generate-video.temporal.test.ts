import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { type SQL, sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createHousekeepingActivities } from "../../activities/housekeeping.ts";
import { readPriceBook } from "../../clients/price-book.ts";
import { createStageActivities } from "../../activities/stages.ts";
import { createVideoQueueActivities } from "../../activities/video-queue.ts";
import { connectRedis, type RedisConnection } from "../../clients/redis.ts";
import { createGrant } from "../../db/queries/grants.ts";
import { enqueueVideo } from "../../db/queries/queue.ts";
import { AppError } from "../../domain/errors.ts";
import { systemPrincipal } from "../../domain/principal.ts";
import { VIDEO_QUEUE_WORKFLOW_ID, type VideoSpec, generateWorkflowId } from "../../domain/video.ts";
import * as messages from "../../workflows/generate-video-messages.ts";
import { expireRecords } from "../../workflows/expire-records.ts";
import { recordVideo } from "../../workflows/record-video.ts";
import { sequenceAudit } from "../../workflows/sequence-audit.ts";
import { wakeSignal } from "../../workflows/video-queue-messages.ts";
import { videoQueue } from "../../workflows/video-queue.ts";
import { createTestDatabase, type TestDatabase } from "../db/test-database.ts";
import { type Scripted, scriptedStages } from "./scripted-stages.ts";
import { type TestNamespace, bundleWorkflows, createTestNamespace, settings } from "./test-namespace.ts";

const me = systemPrincipal("test");
const channelId = "ch_test";
const publish = {
  privacy: "private",
  publishAt: null,
  containsSyntheticMedia: true,
  selfDeclaredMadeForKids: false,
} as const;
const spec: VideoSpec = {
  ...{
    topic: "Why tests matter",
    seconds: 10,
    aspect: "16:9",
    size: "360p",
    voice: "en-us",
    seed: 1,
    complexity: "simple",
  },
  publish,
};

let database: TestDatabase;
let redis: RedisConnection;
let temporal: TestNamespace;
let script: Scripted;

/** Settings that try again quickly; everything else as shipped. */
const quick = { ...settings, retry: { initialIntervalMs: 50, backoffCoefficient: 2, maximumIntervalMs: 200 } };

const select = <T extends Record<string, unknown>>(query: SQL) => database.db.execute<T>(query);

beforeAll(async () => {
  let workflowBundle: { code: string };
  [database, temporal, workflowBundle] = await Promise.all([
    createTestDatabase(),
    createTestNamespace(),
    bundleWorkflows(),
  ]);
  redis = connectRedis(process.env["REDIS_URL"] ?? "", () => {});
  await select(sql`insert into core.channels (channel_id, name, niche) values (${channelId}, 'Test', 'other')`);
  const { db } = database;
  const priceBook = await readPriceBook();
  const installed = { languageModel: false };
  const publicUrl = "http://127.0.0.1";
  const orchestration = {
    ...createVideoQueueActivities({ db, redis, temporal: temporal.client, settings: quick, publicUrl }),
    ...createStageActivities({ db, priceBook, installed }),
    ...createHousekeepingActivities({ db }),
  };
  const stages = scriptedStages();
  script = stages.script;
  await temporal.work({ taskQueue: "orchestration", activities: orchestration, workflowBundle });
  await temporal.work({ taskQueue: "media", activities: stages.media });
  await temporal.work({ taskQueue: "render-cpu", activities: stages.rendering });
  await temporal.work({ taskQueue: "youtube", activities: stages.platform });
  await temporal.work({ taskQueue: "data", activities: stages.data });
});

afterAll(async () => {
  await temporal?.close();
  redis?.disconnect();
  await database?.drop();
});

beforeEach(() => {
  script.calls.length = 0;
  script.scores.length = 0;
  script.segmentsMadeAfresh.length = 0;
  for (const name of Object.keys(script.accidents)) script.accidents[name] = [];
});

async function start(): Promise<string> {
  const videoId = `vid_${randomUUID().replaceAll("-", "").slice(0, 20)}`;
  await enqueueVideo(database.db, me, { videoId, channelId, spec, priority: 5 }, { capacity: 100 });
  await temporal.client.workflow.signalWithStart(videoQueue, {
    workflowId: VIDEO_QUEUE_WORKFLOW_ID,
    taskQueue: "orchestration",
    signal: wakeSignal,
  });
  // The row is claimed a moment before the run is there.
  await until(async () => (await temporal.client.workflow.count(`VideoId = "${videoId}"`)).count === 1);
  return videoId;
}
const handleOf = (videoId: string) => temporal.client.workflow.getHandle(generateWorkflowId(videoId));
async function rowOf(videoId: string) {
  const [row] = await select<{
    status: string;
    waiting_for: { kind: string; reason: string } | null;
    slot_held: boolean;
  }>(sql`select status, waiting_for, slot_held from core.video_queue where video_id = ${videoId}`);
  if (!row) throw new Error(`no row of ${videoId}`);
  return row;
}
async function costsOf(videoId: string) {
  return select<{ stage: string; attempt: number; state: string; estimate: number; actual: number | null }>(sql`
    select stage, attempt, state, estimate_micro_usd::int as estimate, actual_micro_usd::int as actual
    from core.pipeline_costs where video_id = ${videoId} order by stage, attempt`);
}
async function until(fact: () => Promise<boolean>, withinMs = 30_000): Promise<void> {
  for (const giveUpAtMs = Date.now() + withinMs; !(await fact()); await sleep(50)) {
    if (Date.now() > giveUpAtMs) throw new Error(`not true within ${withinMs} ms: ${fact.toString()}`);
  }
}
const parked = (videoId: string, kind: string) => until(async () => (await rowOf(videoId)).waiting_for?.kind === kind);
const grant = (videoId: string, act: "approve_video" | "edit_video" | "reject_video" | "raise_cap", payload = {}) =>
  createGrant(database.db, me, { act, subjectId: videoId, payload, reason: "seen and decided" });

describe("a run", () => {
  test("goes through every stage once, settles every cost and frees its slot", async () => {
    const videoId = await start();
    const result = await handleOf(videoId).result();
    expect(result).toMatchObject({ status: "completed", score: 97, url: "http://127.0.0.1/watch?v=yt1" });
    expect(script.calls.filter((name) => name === "renderSegment")).toHaveLength(3);
    expect(script.calls.filter((name) => name === "uploadVideo")).toHaveLength(1);
    expect(await rowOf(videoId)).toMatchObject({ status: "completed", slot_held: false });
    const costs = await costsOf(videoId);
    expect(costs.length).toBeGreaterThan(3);
    expect(costs.filter(({ state }) => state === "reserved")).toEqual([]);
    await temporal.keepHistory(generateWorkflowId(videoId), "generate-video");
  });

  test("tries a failure again, and parks when its tries are used up", async () => {
    const failure = () =>
      new AppError("render_failed", "ffmpeg failed", { retryable: true, remedy: "Look at the log." });
    script.accidents["mixAudio"] = [failure(), failure()];
    const videoId = await start();
    await parked(videoId, "failure");
    expect((await rowOf(videoId)).slot_held).toBe(false);
    expect((await handleOf(videoId).query(messages.statusQuery)).waitingFor?.remedy).toBe("Look at the log.");
    await handleOf(videoId).executeUpdate(messages.resumeUpdate);
    expect(await handleOf(videoId).result()).toMatchObject({ status: "completed" });
    expect(script.calls.filter((name) => name === "mixAudio")).toHaveLength(3);
  });

  test("parks at once for a failure that trying again cannot mend", async () => {
    script.accidents["uploadVideo"] = [new AppError("channel_not_connected", "the grant was withdrawn")];
    const videoId = await start();
    await parked(videoId, "channel_connection");
    await handleOf(videoId).executeUpdate(messages.resumeUpdate);
    expect(await handleOf(videoId).result()).toMatchObject({ status: "completed" });
    expect(script.calls.filter((name) => name === "uploadVideo")).toHaveLength(2);
  });

  test("one resume brings back both stages that failed beside each other", async () => {
    const missing = (tool: string) => new AppError("missing_tool", `${tool} is not installed`);
    script.accidents["narrate"] = [missing("espeak-ng")];
    script.accidents["prepareMedia"] = [missing("ffmpeg")];
    const videoId = await start();
    await parked(videoId, "failure");
    await until(() => Promise.resolve(script.calls.includes("narrate") && script.calls.includes("prepareMedia")));
    await handleOf(videoId).executeUpdate(messages.resumeUpdate);
    expect(await handleOf(videoId).result()).toMatchObject({ status: "completed" });
  });

  test("goes on by itself when a quota resets", async () => {
    script.accidents["uploadVideo"] = [new AppError("quota_exhausted", "spent", { retryAfterMs: 1500 })];
    const videoId = await start();
    await parked(videoId, "quota");
    expect(await handleOf(videoId).result()).toMatchObject({ status: "completed" });
  });

  test("repeats attempts that died with their worker for free, and settles them as unknown", async () => {
    script.accidents["renderSegment"] = ["silence"];
    script.accidents["prepareMedia"] = ["silence"];
    const videoId = await start();
    expect(await handleOf(videoId).result()).toMatchObject({ status: "completed" });
    await temporal.keepHistory(generateWorkflowId(videoId), "generate-video-lost-worker");
    const media = (await costsOf(videoId)).filter(({ stage }) => stage === "media");
    expect(media.map(({ attempt, state }) => ({ attempt, state }))).toContainEqual({ attempt: 1, state: "unknown" });
    expect(script.calls.filter((name) => name === "renderSegment")).toHaveLength(4);
  }, 90_000);

  test("waits for a server of its own without counting failures", async () => {
    const away = () => new AppError("unavailable", "The database cannot be reached.", { retryable: true });
    script.accidents["uploadVideo"] = [away(), away(), away(), away()];
    const videoId = await start();
    await until(async () => (await rowOf(videoId)).status === "completed");
    expect(script.calls.filter((name) => name === "uploadVideo")).toHaveLength(5);
  });

  test("repairs the named segment once and passes", async () => {
    script.scores.push(70);
    const videoId = await start();
    expect(await handleOf(videoId).result()).toMatchObject({ status: "completed", score: 97 });
    expect(script.segmentsMadeAfresh).toEqual([1]);
    const attempts = (await costsOf(videoId)).filter(({ stage }) => stage === "qa").map(({ attempt }) => attempt);
    expect([...new Set(attempts)]).toEqual([1, 2]);
  });

  test("waits for a person after one repair; an edited title and an approval publish it", async () => {
    script.scores.push(70, 72);
    const videoId = await start();
    await parked(videoId, "approval");
    const handle = handleOf(videoId);
    await expect(handle.executeUpdate(messages.resumeUpdate)).rejects.toThrow();
    await handle.executeUpdate(messages.editUpdate, {
      args: [{ grantId: await grant(videoId, "edit_video", { title: "Better" }) }],
    });
    await handle.executeUpdate(messages.approveUpdate, { args: [{ grantId: await grant(videoId, "approve_video") }] });
    expect(await handle.result()).toMatchObject({ status: "completed", score: 72 });
    await temporal.keepHistory(generateWorkflowId(videoId), "generate-video-approved");
  });

  test("a rejected video is not published", async () => {
    script.scores.push(70, 70);
    const videoId = await start();
    await parked(videoId, "approval");
    await handleOf(videoId).executeUpdate(messages.rejectUpdate, {
      args: [{ grantId: await grant(videoId, "reject_video") }],
    });
    expect(await handleOf(videoId).result()).toMatchObject({ status: "failed" });
    expect(script.calls).not.toContain("uploadVideo");
  });

  test("a forged approval changes nothing", async () => {
    script.scores.push(70, 70);
    const videoId = await start();
    await parked(videoId, "approval");
    const handle = handleOf(videoId);
    const other = await grant("vid_other", "approve_video");
    for (const grantId of [randomUUID(), "", "' or 1=1", other]) {
      await expect(handle.executeUpdate(messages.approveUpdate, { args: [{ grantId }] })).rejects.toThrow();
    }
    expect((await rowOf(videoId)).waiting_for?.kind).toBe("approval");
    await handle.cancel();
    await expect(handle.result()).rejects.toThrow();
    expect((await rowOf(videoId)).status).toBe("cancelled");
  });

  test("halts before the cap and goes on with a cap of its own", async () => {
    const videoId = `vid_${randomUUID().replaceAll("-", "").slice(0, 20)}`;
    await enqueueVideo(database.db, me, { videoId, channelId, spec, priority: 10 }, { capacity: 100 });
    await select(sql`update core.videos set cap_micro_usd = 1 where video_id = ${videoId}`);
    await temporal.client.workflow.getHandle(VIDEO_QUEUE_WORKFLOW_ID).signal(wakeSignal);
    await parked(videoId, "cost_cap");
    const spent = async () => (await costsOf(videoId)).reduce((sum, { actual }) => sum + (actual ?? 0), 0);
    expect(await spent()).toBeLessThanOrEqual(1);
    const grantId = await grant(videoId, "raise_cap", { capMicroUsd: 5_000_000 });
    await handleOf(videoId).executeUpdate(messages.raiseCapUpdate, { args: [{ grantId }] });
    expect(await handleOf(videoId).result()).toMatchObject({ status: "completed" });
  });

  test("an event that cannot be recorded waits in the error queue, and the video stays made", async () => {
    script.accidents["recordVideoCompleted"] = Array.from(
      { length: 8 },
      () => new AppError("unavailable", "no store", { retryable: false }),
    );
    const videoId = await start();
    expect(await handleOf(videoId).result()).toMatchObject({ status: "completed" });
    const errors = await select(sql`select state from core.error_queue where event_id = ${videoId}`);
    expect(errors).toHaveLength(1);
  });
});

test("a redriven event is recorded by a workflow of its own", async () => {
  const workflowId = "record/vid_test";
  const { client } = temporal;
  const input = { workflowId, taskQueue: "orchestration", args: [{ videoId: "vid_test" }] as [{ videoId: string }] };
  await client.workflow.execute(recordVideo, input);
  expect(script.calls).toEqual(["recordVideoCompleted"]);
  await temporal.keepHistory(workflowId, "record-video");
});

test("the audit is chained by a workflow of its own", async () => {
  const workflowId = "sequence-audit-test";
  const { client } = temporal;
  await client.workflow.execute(sequenceAudit, { workflowId, taskQueue: "orchestration" });
  expect(script.calls).toEqual(["sequenceAudit"]);
  await temporal.keepHistory(workflowId, "sequence-audit");
});

test("sessions and keys that ran out are removed by a workflow of its own", async () => {
  await select(sql`insert into core.idempotency_keys (principal_id, key, request_hash, created_at, updated_at, expires_at)
    values ('user:test', 'old', '0', now() - interval '2 days', now() - interval '2 days', now() - interval '1 day')`);
  const workflowId = "expire-records-test";
  const result = await temporal.client.workflow.execute(expireRecords, { workflowId, taskQueue: "orchestration" });
  expect(result).toEqual({ sessions: 0, idempotencyKeys: 1 });
  await temporal.keepHistory(workflowId, "expire-records");
});
