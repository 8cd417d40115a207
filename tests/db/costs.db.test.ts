import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { setBudget } from "../../db/queries/budgets.ts";
import { beginStage, costReport, endStage, raiseCap } from "../../db/queries/costs.ts";
import { getVideo } from "../../db/queries/videos.ts";
import { type CostLine, STAGE_CAPS_MICRO_USD } from "../../domain/cost.ts";
import type { Principal } from "../../domain/principal.ts";
import type { Stage } from "../../domain/video.ts";
import { addChannel, CHANNEL_ID, enqueue, SYSTEM } from "./fixtures.ts";
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

test("videos side by side share what a budget leaves, to the last micro-dollar", async () => {
  const { db } = database;
  await addChannel(db, "frugal");
  const ids = await Promise.all(
    Array.from({ length: 7 }, (_, index) => enqueue(db, `frugal${index}`, { channelId: "frugal" })),
  );
  await setBudget(db, SYSTEM, { scope: "channel", scopeId: "frugal", period: "day", limitMicroUsd: 350_000 });
  const decisions = await Promise.all(ids.map((videoId) => begin(videoId, 1, 100_000)));

  expect(decisions.filter(({ decision }) => decision === "reserved")).toHaveLength(3);
  expect(decisions.filter(({ haltReason }) => haltReason === "budget")).toHaveLength(4);
  const elsewhere = await enqueue(db, "elsewhere", { channelId: CHANNEL_ID });
  expect(await begin(elsewhere, 1, 100_000)).toMatchObject({ decision: "reserved" });
});
