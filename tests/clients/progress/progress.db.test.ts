import { randomUUID } from "node:crypto";
import { Redis } from "ioredis";
import { afterAll, beforeAll, expect, test } from "vitest";

import {
  createProgressBus,
  progressKey,
  type ProgressBus,
  type ProgressEntry,
} from "../../../clients/progress/progress.ts";

const errors: Error[] = [];
let redis: Redis;
let bus: ProgressBus;

beforeAll(() => {
  redis = new Redis(process.env["REDIS_URL"] ?? "");
  bus = createProgressBus(redis, { onError: (error) => errors.push(error) });
});

afterAll(async () => {
  await bus.close();
  redis.disconnect();
  if (errors.length > 0) throw new AggregateError(errors, "the bus reported errors");
});

async function collect(workflowId: string, afterId: string, isLast: (entry: ProgressEntry) => boolean) {
  const entries: ProgressEntry[] = [];
  for await (const entry of bus.follow(workflowId, afterId, AbortSignal.timeout(30_000))) {
    entries.push(entry);
    if (isLast(entry)) break;
  }
  return entries;
}

async function blockedReaders(): Promise<number> {
  const connections = String(await redis.client("LIST")).split("\n");
  return connections.filter((line) => line.includes(`progress-reader-${process.pid}`) && /cmd=xread/.test(line)).length;
}

test("a burst reaches Redis at four a second, and its last value always arrives", async () => {
  const workflowId = `generate/${randomUUID()}`;
  const following = collect(workflowId, "0", ({ fraction }) => fraction === 1);
  const startedMs = performance.now();
  for (let step = 0; step <= 100; step++) {
    bus.publish(workflowId, { stage: "render", fraction: step / 100, message: `frame ${step}` });
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  const entries = await following;
  const seconds = (performance.now() - startedMs) / 1_000;
  expect(entries.at(-1)).toMatchObject({ stage: "render", fraction: 1, message: "frame 100" });
  const written = await redis.xlen(progressKey(workflowId));
  expect(written).toBeGreaterThan(2);
  expect(written).toBeLessThanOrEqual(Math.ceil(seconds * 4) + 1);
  expect(await redis.ttl(progressKey(workflowId))).toBeGreaterThan(86_000);
});

test("stages are throttled apart, and fractions are kept within 0 and 1", async () => {
  const workflowId = `generate/${randomUUID()}`;
  bus.publish(workflowId, { stage: "script", fraction: 1.7, message: "" });
  bus.publish(workflowId, { stage: "narration", fraction: -1, message: "" });
  const entries = await collect(workflowId, "0", ({ stage }) => stage === "narration");
  expect(entries.map(({ stage, fraction }) => [stage, fraction])).toEqual([
    ["script", 1],
    ["narration", 0],
  ]);
});

test("who comes later gets the newest of every stage, and nothing before the entry he names", async () => {
  const workflowId = `generate/${randomUUID()}`;
  for (const [stage, fraction] of [
    ["script", 0.5],
    ["script", 1],
    ["media", 0.25],
  ] as const) {
    bus.publish(workflowId, { stage, fraction, message: "" });
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
  const entries = await collect(workflowId, "0", ({ stage }) => stage === "media");
  expect(entries.map(({ stage, fraction }) => [stage, fraction])).toEqual([
    ["script", 1],
    ["media", 0.25],
  ]);
  const after = await collect(workflowId, entries[0]?.id ?? "", () => true);
  expect(after.map(({ stage }) => stage)).toEqual(["media"]);
});

test("a hundred followers of ten runs share one blocking connection", async () => {
  const workflowIds = Array.from({ length: 10 }, () => `generate/${randomUUID()}`);
  const following = Array.from({ length: 100 }, (_, index) =>
    collect(workflowIds[index % 10] ?? "", "0", ({ fraction }) => fraction === 1),
  );
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect(await blockedReaders()).toBe(1);
  for (const workflowId of workflowIds) bus.publish(workflowId, { stage: "qa", fraction: 1, message: "done" });
  const all = await Promise.all(following);
  expect(all.map((entries) => entries.at(-1)?.fraction)).toEqual(Array.from({ length: 100 }, () => 1));
});

test("a slow reader skips values but never the last", async () => {
  const workflowId = `generate/${randomUUID()}`;
  const seen: number[] = [];
  for (let step = 1; step <= 4; step++) {
    bus.publish(workflowId, { stage: "render", fraction: step / 4, message: "" });
    if (step === 1) continue;
    await new Promise((resolve) => setTimeout(resolve, 260));
  }
  for await (const { fraction } of bus.follow(workflowId, "0", AbortSignal.timeout(30_000))) {
    seen.push(fraction);
    if (fraction === 1) break;
    await new Promise((resolve) => setTimeout(resolve, 1_500));
  }
  expect(seen.at(-1)).toBe(1);
  expect(seen.length).toBeLessThanOrEqual(2);
});

test("close ends every follower", async () => {
  const own = createProgressBus(redis, { onError: (error) => errors.push(error) });
  const ended = (async () => {
    for await (const entry of own.follow(`generate/${randomUUID()}`, "0", new AbortController().signal)) void entry;
    return true;
  })();
  await new Promise((resolve) => setTimeout(resolve, 100));
  await own.close();
  expect(await ended).toBe(true);
});

test("parts of a stage add up, whoever reports last, and what was done stays done", async () => {
  const workflowId = `generate/${randomUUID()}`;
  const part = (name: string, share: number) => (fraction: number, message: string) =>
    bus.publish(workflowId, { stage: "render", fraction, message }, { name, share });
  const [first, second, assembly] = [part("segment 0", 0.4), part("segment 1", 0.4), part("assembly", 0.2)];
  first(0.5, "a");
  await until(workflowId, 1);
  second(0.25, "b");
  await until(workflowId, 2);
  first(1, "c");
  await until(workflowId, 3);
  // Its worker died, and another begins again.
  second(0.1, "d");
  await until(workflowId, 4);
  second(1, "e");
  await until(workflowId, 5);
  assembly(1, "f");
  await until(workflowId, 6);
  const entries = await redis.xrange(progressKey(workflowId), "-", "+");
  expect(entries.map(([, fields]) => Number(fields[3]))).toEqual([0.2, 0.3, 0.5, 0.5, 0.8, 1]);
});

async function until(workflowId: string, entries: number): Promise<void> {
  while ((await redis.xlen(progressKey(workflowId))) < entries) await new Promise((resolve) => setTimeout(resolve, 20));
}
