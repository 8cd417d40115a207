import { randomBytes, randomUUID } from "node:crypto";
import { fileURLToPath } from "node:url";
import { ApplicationFailure } from "@temporalio/common";
import type { Client } from "@temporalio/client";
import { NativeConnection, Worker } from "@temporalio/worker";
import { Redis } from "ioredis";
import { afterAll, beforeAll, expect, test } from "vitest";

import { createProgressFollower, type ProgressFollower, type RunUpdate } from "../../api/progress-follower.ts";
import { createProgressBus, type ProgressBus } from "../../clients/progress/progress.ts";
import { connectTemporal } from "../../clients/temporal/temporal.ts";
import { createTemporalPlugin } from "../../clients/temporal/temporal-plugin.ts";
import { goOn, mark, walk } from "./progress-workflow.ts";

const payloadKeys = `test:${randomBytes(32).toString("base64")}`;
const taskQueue = `progress-${randomUUID()}`;
const errors: unknown[] = [];
let redis: Redis;
let progress: ProgressBus;
let temporal: Client;
let connection: NativeConnection;
let worker: Worker;
let running: Promise<void>;
let follower: ProgressFollower;

beforeAll(async () => {
  redis = new Redis(process.env["REDIS_URL"] ?? "");
  progress = createProgressBus(redis);
  temporal = await connectTemporal({ LONGTAKE_PAYLOAD_KEYS: payloadKeys });
  connection = await NativeConnection.connect({ address: process.env["TEMPORAL_ADDRESS"] ?? "" });
  worker = await Worker.create({
    connection,
    taskQueue,
    workflowsPath: fileURLToPath(new URL("progress-workflow.ts", import.meta.url)),
    plugins: [createTemporalPlugin(payloadKeys)],
    activities: {
      step: (name: string) => Promise.resolve(name),
      fail: (message: string) => Promise.reject(ApplicationFailure.nonRetryable(message)),
    },
  });
  running = worker.run();
  follower = createProgressFollower({ temporal, progress, onError: (error) => errors.push(error) });
}, 60_000);

afterAll(async () => {
  follower.close();
  worker.shutdown();
  await running;
  await connection.close();
  await progress.close();
  redis.disconnect();
  await temporal.connection.close();
});

function start(input: Parameters<typeof walk>[0]) {
  return temporal.workflow.start(walk, { workflowId: `progress/${randomUUID()}`, taskQueue, args: [input] });
}

async function collect(workflowId: string, lastEventId: string | null, isLast: (update: RunUpdate) => boolean) {
  const updates: RunUpdate[] = [];
  for await (const update of follower.follow(
    await follower.locate(workflowId, lastEventId),
    AbortSignal.timeout(30_000),
  )) {
    updates.push(update);
    if (isLast(update)) return updates;
  }
  throw new Error(`the stream stopped short after ${JSON.stringify(updates)}`);
}

const isEnd = (update: RunUpdate) => update.kind === "end";
const isEvent = (type: string) => (update: RunUpdate) => update.kind === "event" && update.event.type === type;
const ids = (updates: RunUpdate[]) => updates.flatMap((update) => (update.kind === "event" ? [update.event.id] : []));
const story = (updates: RunUpdate[]) =>
  updates.flatMap((update) =>
    update.kind === "event"
      ? [[update.event.type, update.event.name, update.event.summary].filter(Boolean).join(" ")]
      : [],
  );

test("tells a run in plain words, with the decoded summaries", async () => {
  const handle = await start({ runs: 1, outcome: "completed" });
  const all = collect(handle.workflowId, null, isEnd);
  await collect(handle.workflowId, null, isEvent("timer_fired"));
  expect(await handle.executeUpdate(mark, { args: ["here"] })).toBe("HERE");
  await handle.signal(goOn);
  const updates = await all;
  expect(story(updates)).toEqual([
    "started walk",
    "activity_started step the first step",
    "activity_completed step",
    "step_completed step",
    "timer_started 1 a breath",
    "timer_fired 1",
    "update mark",
    "update_completed mark",
    "signal goOn",
    "activity_started step the last step",
    "activity_completed step",
    "completed",
  ]);
  expect(updates.at(-1)).toEqual({ kind: "end", runId: handle.firstExecutionRunId, status: "completed" });
});

test("after every event, a reconnect gives exactly the events that were missed", async () => {
  const handle = await start({ runs: 2, outcome: "failed" });
  const all = collect(handle.workflowId, null, isEnd);
  let signals = 0;
  await collect(handle.workflowId, null, (update) => {
    if (isEvent("timer_fired")(update)) {
      signals += 1;
      void temporal.workflow.getHandle(handle.workflowId).signal(goOn);
    }
    return isEnd(update);
  });
  expect(signals).toBe(2);
  const whole = await all;
  expect(story(whole).slice(-2)).toEqual(["activity_failed fail no paper left", "failed no paper left"]);
  expect(story(whole)).toContain("continued");
  const wholeIds = ids(whole);
  expect(new Set(wholeIds).size).toBe(wholeIds.length);
  for (const [index, lastEventId] of wholeIds.entries()) {
    const rest = await collect(handle.workflowId, lastEventId, isEnd);
    expect(ids(rest)).toEqual(wholeIds.slice(index + 1));
  }
});

test("a client that reconnects while the run goes on misses nothing and sees nothing twice", async () => {
  const handle = await start({ runs: 1, outcome: "completed" });
  const before = await collect(handle.workflowId, null, isEvent("timer_fired"));
  await handle.signal(goOn);
  await handle.result();
  const after = await collect(handle.workflowId, ids(before).at(-1) ?? "", isEnd);
  const whole = await collect(handle.workflowId, null, isEnd);
  expect([...ids(before), ...ids(after)]).toEqual(ids(whole));
});

test("fifty clients share one history, which is let go when the last leaves", async () => {
  const handle = await start({ runs: 1, outcome: "completed" });
  const clients = Array.from({ length: 50 }, () => collect(handle.workflowId, null, isEnd));
  await collect(handle.workflowId, null, isEvent("timer_fired"));
  // Each of them asks the server for its place first; one of fifty may be answered later than the story goes.
  await expect.poll(() => follower.load()).toEqual({ histories: 1, clients: 50 });
  await handle.signal(goOn);
  const stories = (await Promise.all(clients)).map((updates) => JSON.stringify(ids(updates)));
  expect(new Set(stories).size).toBe(1);
  expect(follower.load()).toEqual({ histories: 0, clients: 0 });
});

test("percentages come beside the structure", async () => {
  const handle = await start({ runs: 1, outcome: "completed" });
  const all = collect(handle.workflowId, null, isEnd);
  await expect.poll(() => follower.load().clients).toBe(1);
  progress.publish(handle.workflowId, { stage: "render", fraction: 0.4, message: "frame 12 of 30" });
  await collect(handle.workflowId, null, ({ kind }) => kind === "progress");
  await handle.signal(goOn);
  const entries = (await all).flatMap((update) => (update.kind === "progress" ? [update.entry] : []));
  expect(entries).toMatchObject([{ stage: "render", fraction: 0.4, message: "frame 12 of 30" }]);
});

test("a reset is followed into its new run", async () => {
  const handle = await start({ runs: 1, outcome: "completed" });
  await collect(handle.workflowId, null, isEvent("timer_fired"));
  const following = collect(handle.workflowId, null, isEnd);
  await expect.poll(() => follower.load().clients).toBe(1);
  const history = await handle.fetchHistory();
  const firstTask = history.events?.find((event) => event.workflowTaskCompletedEventAttributes);
  await temporal.workflowService.resetWorkflowExecution({
    namespace: temporal.options.namespace,
    workflowExecution: { workflowId: handle.workflowId, runId: handle.firstExecutionRunId },
    reason: "test",
    workflowTaskFinishEventId: firstTask?.eventId ?? null,
    requestId: randomUUID(),
  });
  await temporal.workflow.getHandle(handle.workflowId).signal(goOn);
  const updates = await following;
  expect(story(updates)).toContain("terminated test");
  expect(updates.at(-1)).toMatchObject({ kind: "end", status: "completed" });
});

test("an unknown workflow and a malformed Last-Event-ID are refused before anything is sent", async () => {
  await expect(collect(`progress/${randomUUID()}`, null, isEnd)).rejects.toThrow(/not found/i);
  const handle = await start({ runs: 1, outcome: "completed" });
  await expect(collect(handle.workflowId, "7", isEnd)).rejects.toMatchObject({ code: "invalid_input" });
  const ofAnother = `${randomUUID()}:3`;
  const updates = await collect(handle.workflowId, ofAnother, isEvent("timer_fired"));
  expect(story(updates)[0]).toBe("started walk");
  await handle.terminate();
});

test("nothing went wrong unseen", () => {
  expect(errors).toEqual([]);
});
