import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { listBudgets, setBudget } from "../../db/queries/budgets.ts";
import { beginStage, costReport, endStage, raiseCap } from "../../db/queries/costs.ts";
import { costSamples } from "../../db/queries/cost-samples.ts";
import { costSummary } from "../../db/queries/cost-summary.ts";
import { enqueueVideo } from "../../db/queries/queue.ts";
import { getVideo } from "../../db/queries/videos.ts";
import { type CostLine, STAGE_CAPS_MICRO_USD } from "../../domain/cost/cost.ts";
import type { Principal } from "../../domain/principal.ts";
import type { Stage } from "../../domain/video/video.ts";
import { addChannel, CHANNEL_ID, enqueue, specOf, SYSTEM } from "./fixtures.ts";
import { createTestDatabase, type TestDatabase } from "./test-database.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase({ max: 10 });
  await addChannel(database.db);
});
afterAll(() => database.drop());

function line(operation: string, microUsd: number, service = "openai"): CostLine {
  return { service, operation, units: 1, unit: "token", microUsd };
}

function begin(videoId: string, attempt: number, microUsd: number, stage: Stage = "script") {
  const lines = [line("chat", microUsd)];
  return beginStage(database.db, SYSTEM, {
    videoId,
    stage,
    attempt,
    lines,
    stageCapMicroUsd: STAGE_CAPS_MICRO_USD[stage],
  });
}

test("reserves once, settles once, and reports both", async () => {
  const { db } = database;
  const videoId = await enqueue(db, "settles");
  const key = { videoId, stage: "script" as const, attempt: 1 };
  const began = await begin(videoId, 1, 300_000);
  expect(began).toMatchObject({ decision: "reserved", level: "ok", spentMicroUsd: 0, reservedMicroUsd: 300_000 });
  expect(await begin(videoId, 1, 300_000)).toEqual(began);
  expect(await begin(videoId, 2, 100_001)).toMatchObject({ decision: "halted", haltReason: "stage_cap" });

  const used = { ...key, outcome: "completed" as const, lines: [line("chat", 120_000), line("repair", 50_000)] };
  const ended = await endStage(db, SYSTEM, used);
  expect(ended).toMatchObject({ spentMicroUsd: 170_000, reservedMicroUsd: 0, capMicroUsd: 3_000_000 });
  expect(await endStage(db, SYSTEM, { ...used, outcome: "lost" })).toEqual(ended);

  expect(await costReport(db, SYSTEM, { videoId })).toMatchObject({
    spentMicroUsd: 170_000,
    overrunMicroUsd: 0,
    targets: [{ met: true }, { met: true }],
    byStage: { script: 170_000 },
    byService: { openai: 170_000 },
    lines: [
      { operation: "chat", estimateMicroUsd: 300_000, actualMicroUsd: 120_000, state: "settled" },
      { operation: "repair", estimateMicroUsd: 0, actualMicroUsd: 50_000, state: "settled" },
    ],
  });
  expect((await getVideo(db, SYSTEM, { videoId })).stages).toMatchObject([{ stage: "script", status: "completed" }]);
});

test("two runs that ask for the same attempt get one each, however often they ask, and each settles its own", async () => {
  const { db } = database;
  const videoId = await enqueue(db, "claimed");
  const ask = (claimId: string, microUsd: number) =>
    beginStage(db, SYSTEM, {
      ...{ videoId, stage: "upload", attempt: 1, claimId, lines: [line("call", microUsd)], stageCapMicroUsd: 100_000 },
    });
  const both = await Promise.all([ask("run-a/1", 10_000), ask("run-b/1", 20_000), ask("run-a/1", 10_000)]);
  expect(both.map(({ decision }) => decision)).toEqual(["reserved", "reserved", "reserved"]);
  const [a, b, again] = both.map(({ attempt }) => attempt);
  expect(again).toBe(a);
  expect(new Set([a, b])).toEqual(new Set([1, 2]));
  for (const [attempt = 0, microUsd] of [
    [a, 7_000],
    [b, 8_000],
  ] as const) {
    const key = { videoId, stage: "upload" as const, attempt };
    await endStage(db, SYSTEM, { ...key, outcome: "completed", lines: [line("call", microUsd)] });
  }
  expect(await ask("run-b/1", 20_000)).toMatchObject({ attempt: b, spentMicroUsd: 15_000, reservedMicroUsd: 0 });
  expect(await ask("run-b/2", 20_000)).toMatchObject({ attempt: 3, reservedMicroUsd: 20_000 });
});

test("an attempt begun before claims were kept goes on under its number, and a run after it counts on", async () => {
  const { db } = database;
  const videoId = await enqueue(db, "unclaimed");
  await begin(videoId, 1, 1_000);
  const key = { videoId, stage: "script" as const, attempt: 1 };
  const ask = { ...key, claimId: "run-a/1", lines: [line("chat", 1_000)], stageCapMicroUsd: 400_000 };
  expect(await beginStage(db, SYSTEM, ask)).toMatchObject({ attempt: 1, reservedMicroUsd: 1_000 });
  await endStage(db, SYSTEM, { ...key, outcome: "completed", lines: [] });
  expect(await beginStage(db, SYSTEM, ask)).toMatchObject({ attempt: 2, reservedMicroUsd: 1_000 });
});

test("a lost attempt counts at its estimate, and one that never began ends without a trace", async () => {
  const { db } = database;
  const videoId = await enqueue(db, "lost");
  await begin(videoId, 1, 90_000);
  const lost = { videoId, stage: "script" as const, attempt: 1, outcome: "lost" as const, lines: [] };
  expect(await endStage(db, SYSTEM, lost)).toMatchObject({ spentMicroUsd: 90_000, reservedMicroUsd: 0 });
  expect(await endStage(db, SYSTEM, { ...lost, attempt: 2 })).toMatchObject({ spentMicroUsd: 90_000 });
  expect((await costReport(db, SYSTEM, { videoId })).lines).toMatchObject([{ state: "unknown" }]);
});

test("warns, halts at the cap, keeps what is there, and goes on under an admin's own cap only", async () => {
  const { db } = database;
  const videoId = await enqueue(db, "capped");
  await db.execute(sql`update core.videos set cap_micro_usd = 300000 where video_id = ${videoId}`);
  expect(await begin(videoId, 1, 260_000)).toMatchObject({ decision: "reserved", level: "warn" });
  expect(await begin(videoId, 1, 40_001, "media")).toMatchObject({ decision: "halted", haltReason: "video_cap" });
  expect((await costReport(db, SYSTEM, { videoId })).lines).toHaveLength(1);

  const operator: Principal = { kind: "user", id: "u", role: "operator" };
  const raise = { videoId, capMicroUsd: 900_000, reason: "a premium client" };
  await expect(raiseCap(db, operator, raise)).rejects.toMatchObject({ code: "forbidden" });
  await expect(raiseCap(db, SYSTEM, { ...raise, capMicroUsd: 300_000 })).rejects.toMatchObject({ field: "cap_usd" });
  await raiseCap(db, SYSTEM, raise);
  expect(await begin(videoId, 1, 140_001, "media")).toMatchObject({ decision: "reserved", capMicroUsd: 900_000 });
  const [raised] = await db.execute(sql`select details from audit.audit_events where action = 'cap.raised'`);
  expect(raised).toEqual({ details: '{"fromMicroUsd":300000,"reason":"a premium client","toMicroUsd":900000}' });
});

test("what was billed beyond a reservation counts against cap, stage and budget, and is reported apart", async () => {
  const { db } = database;
  await addChannel(db, "overrun");
  const videoId = await enqueue(db, "overrun-video", { channelId: "overrun" });
  await db.execute(sql`update core.videos set cap_micro_usd = 400000 where video_id = ${videoId}`);
  await begin(videoId, 1, 100_000);
  const key = { videoId, stage: "script" as const, attempt: 1 };
  const ended = await endStage(db, SYSTEM, { ...key, outcome: "completed", lines: [line("chat", 250_000)] });
  expect(ended).toMatchObject({ spentMicroUsd: 100_000, overrunMicroUsd: 150_000, reservedMicroUsd: 0 });
  expect(await begin(videoId, 1, 150_001, "media")).toMatchObject({ decision: "halted", haltReason: "video_cap" });
  await db.execute(sql`update core.videos set cap_micro_usd = 3000000 where video_id = ${videoId}`);
  expect(await begin(videoId, 2, 150_001)).toMatchObject({ decision: "halted", haltReason: "stage_cap" });

  await setBudget(db, SYSTEM, { scope: "channel", scopeId: "overrun", period: "day", limitMicroUsd: 350_000 });
  expect(await listBudgets(db, SYSTEM)).toContainEqual(
    expect.objectContaining({ budget: "channel:overrun:day", spentMicroUsd: 250_000 }),
  );
  expect(await begin(videoId, 2, 100_001)).toMatchObject({ decision: "halted", haltReason: "budget" });
  expect(await begin(videoId, 2, 100_000)).toMatchObject({ decision: "reserved" });
  expect(await costReport(db, SYSTEM, { videoId })).toMatchObject({
    ...{ spentMicroUsd: 100_000, overrunMicroUsd: 150_000, reservedMicroUsd: 100_000 },
  });
});

test("videos side by side share what a budget leaves, to the last micro-dollar", async () => {
  const { db } = database;
  await addChannel(db, "frugal");
  const ids = await Promise.all(
    Array.from({ length: 7 }, (_, index) => enqueue(db, `frugal${index}`, { channelId: "frugal" })),
  );
  await setBudget(db, SYSTEM, { scope: "channel", scopeId: "frugal", period: "day", limitMicroUsd: 350_000 });
  const decisions = await Promise.all(ids.map((videoId) => begin(videoId, 1, 100_000)));

  expect(decisions.filter(({ decision }) => decision === "reserved")).toHaveLength(3);
  const halted = decisions.filter(({ haltReason }) => haltReason === "budget");
  expect(halted).toHaveLength(4);
  for (const { halt } of halted) {
    expect(halt?.message).toContain("the day's budget of the channel frugal, $0.35, has $0.05 left");
    expect(halt?.retryAfterMs).toBeGreaterThan(0);
    expect(halt?.retryAfterMs).toBeLessThanOrEqual(86_400_000);
  }
  const elsewhere = await enqueue(db, "elsewhere", { channelId: CHANNEL_ID });
  expect(await begin(elsewhere, 1, 100_000)).toMatchObject({ decision: "reserved" });
});

test("a service's budget bears its own lines alone", async () => {
  const { db } = database;
  await setBudget(db, SYSTEM, { scope: "platform", scopeId: "tts", period: "month", limitMicroUsd: 1_000 });
  const videoId = await enqueue(db, "spoken");
  const attempt = (number: number, lines: CostLine[]) =>
    beginStage(db, SYSTEM, { videoId, stage: "narration", attempt: number, lines, stageCapMicroUsd: 200_000 });
  const cpu = line("narration", 50_000, "cpu");
  expect(await attempt(1, [cpu, line("openai", 900, "tts")])).toMatchObject({ decision: "reserved" });
  expect(await attempt(2, [cpu])).toMatchObject({ decision: "reserved" });
  const halted = await attempt(3, [cpu, line("openai", 200, "tts")]);
  expect(halted).toMatchObject({ haltReason: "budget", halt: { message: expect.stringContaining("service tts") } });
  expect(await listBudgets(db, SYSTEM)).toContainEqual(
    expect.objectContaining({ budget: "platform:tts:month", spentMicroUsd: 0, reservedMicroUsd: 900 }),
  );
  expect(await setBudget(db, SYSTEM, { scope: "platform", scopeId: "tts", period: "month", limitMicroUsd: null })).toBe(
    true,
  );
  expect(await setBudget(db, SYSTEM, { scope: "platform", scopeId: "tts", period: "month", limitMicroUsd: null })).toBe(
    false,
  );
  expect(await attempt(3, [cpu, line("openai", 200, "tts")])).toMatchObject({ decision: "reserved" });
});

test("a principal bound to channels sees their budgets alone, and sets none", async () => {
  const { db } = database;
  await setBudget(db, SYSTEM, { scope: "all", scopeId: "", period: "month", limitMicroUsd: 900_000_000 });
  const bound: Principal = { kind: "user", id: "u", role: "operator", channelIds: ["frugal"] };
  expect((await listBudgets(db, bound)).map(({ budget }) => budget)).toEqual(["channel:frugal:day"]);
  await expect(
    setBudget(db, bound, { scope: "channel", scopeId: "frugal", period: "day", limitMicroUsd: 1 }),
  ).rejects.toMatchObject({ code: "forbidden" });
});

test("the cap in force when a video is queued is the video's cap", async () => {
  const { db } = database;
  const input = { videoId: "own-setting", channelId: CHANNEL_ID, spec: specOf(), priority: 5 };
  await enqueueVideo(db, SYSTEM, input, { capacity: 1_000, capMicroUsd: 120_000 });
  expect(await begin("own-setting", 1, 120_001)).toMatchObject({ haltReason: "video_cap", capMicroUsd: 120_000 });
});

test("reports a time by any view, adding up to the ledger, within the reader's channels", async () => {
  const { db } = database;
  await addChannel(db, "reported");
  for (const name of ["first", "second"]) {
    const videoId = await enqueue(db, `reported-${name}`, { channelId: "reported" });
    const lines = [line("chat", 300_000), line("openai", 20_000, "tts")];
    const key = { videoId, stage: "script" as const, attempt: 1 };
    await beginStage(db, SYSTEM, { ...key, lines, stageCapMicroUsd: 400_000 });
    if (name === "first") await endStage(db, SYSTEM, { ...key, outcome: "completed", lines: [line("chat", 250_000)] });
    await db.execute(sql`update core.video_queue set status = 'completed', started_at = now(), finished_at = now()
      where video_id = ${videoId}`);
  }
  const today = new Date().toISOString().slice(0, 10);
  const reader: Principal = { kind: "user", id: "u", role: "analyst", channelIds: ["reported"] };
  const by = (groupBy: "service" | "video" | "channel" | "stage" | "day", limit = 10) =>
    costSummary(db, reader, { from: today, to: today, groupBy, limit });

  const sums = { videos: 2, spentMicroUsd: 250_000, reservedMicroUsd: 320_000, overrunMicroUsd: 0, unknownMicroUsd: 0 };
  for (const groupBy of ["channel", "stage", "day"] as const) {
    expect((await by(groupBy)).groups).toMatchObject([sums]);
  }
  expect(await by("service")).toMatchObject({
    totals: sums,
    groups: [
      { key: "openai", spentMicroUsd: 250_000, reservedMicroUsd: 300_000 },
      { key: "tts", spentMicroUsd: 0, reservedMicroUsd: 20_000 },
    ],
    completed: 2,
    targets: [{ videosWithin: 2 }, { videosWithin: 2 }],
    completedByService: [
      { service: "openai", microUsd: 250_000 },
      { service: "tts", microUsd: 0 },
    ],
  });
  expect(await by("video", 1)).toMatchObject({ groups: [{ label: "Why the sky is blue" }], isCut: true });
  const tomorrow = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);
  expect(await costSummary(db, reader, { from: tomorrow, to: tomorrow, groupBy: "day", limit: 9 })).toMatchObject({
    totals: { videos: 0 },
    groups: [],
    completed: 0,
  });
  const samples = await costSamples(db, { before: new Date(Date.now() + 60_000) });
  expect(samples).toEqual([
    {
      spec: specOf(),
      used: [{ stage: "script", service: "openai", operation: "chat", units: 1, unit: "token" }],
    },
  ]);
  expect(await costSamples(db, { before: new Date(0) })).toEqual([]);
});
