import { randomUUID } from "node:crypto";
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { connectDatabase } from "../../db/client.ts";
import {
  chargeQuota,
  type ChargeInput,
  deleteOldQuotaCharges,
  listQuotas,
  markQuotaSpent,
  releaseQuota,
} from "../../db/queries/quotas.ts";
import { createYoutubeQuota } from "../../db/queries/youtube-quota.ts";
import { AppError } from "../../domain/errors.ts";
import { systemPrincipal, workflowPrincipal } from "../../domain/principal.ts";
import { SYSTEM } from "./fixtures.ts";
import { createTestDatabase, type TestDatabase } from "./test-database.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase({ max: 10 });
});
afterAll(() => database.drop());

const SETTINGS = { uploadsPerDay: 2, unitsPerDay: 1_000, keptForPublishing: 0.4 };
const LIMIT = { limitUnits: 1_000, keptUnits: 0 };
const NOON = Date.parse("2026-11-21T20:00:00.000Z");

function chargeOf(project: string, changes: Partial<ChargeInput> = {}): ChargeInput {
  const key = { platform: "youtube", project, kind: "units" as const, day: "2026-11-21" };
  const call = { method: "thumbnails.set", units: 50, purpose: "publishing" as const };
  return { ...key, ...call, chargeId: randomUUID(), limit: LIMIT, ...changes };
}

async function spentOf(project: string) {
  const [day] = (await listQuotas(database.db, SYSTEM, { platform: "youtube", day: "2026-11-21" })).filter(
    (each) => each.project === project,
  );
  const calls = day?.calls ?? [];
  return { spentUnits: day?.spentUnits ?? 0, countedUnits: calls.reduce((sum, { units }) => sum + units, 0) };
}

test("a hundred callers over many connections spend the day to the last unit and never more", async () => {
  const processes = Array.from({ length: 4 }, () => connectDatabase(database.url, { max: 4 }));
  try {
    const calls = Array.from({ length: 100 }, (_, index) => {
      const { db } = processes[index % processes.length] ?? processes[0]!;
      return chargeQuota(db, SYSTEM, chargeOf("many", { units: 17 }));
    });
    const answers = await Promise.all(calls);
    expect(answers.filter(({ decision }) => decision === "charged")).toHaveLength(58);
    expect(await spentOf("many")).toEqual({ spentUnits: 58 * 17, countedUnits: 58 * 17 });
  } finally {
    await Promise.all(processes.map(({ close }) => close()));
  }
});

test("the same call again is counted once, even where nothing more would fit", async () => {
  const charge = chargeOf("repeated", { units: 1_000 });
  const answers = await Promise.all(Array.from({ length: 5 }, () => chargeQuota(database.db, SYSTEM, charge)));
  expect(new Set(answers.map(({ decision }) => decision))).toEqual(new Set(["charged"]));
  expect(await spentOf("repeated")).toEqual({ spentUnits: 1_000, countedUnits: 1_000 });
  expect(await chargeQuota(database.db, SYSTEM, chargeOf("repeated", { units: 1 }))).toMatchObject({
    decision: "refused",
    spentUnits: 1_000,
  });
});

test("a call that never left is free again, once", async () => {
  const charge = chargeOf("released");
  await chargeQuota(database.db, SYSTEM, charge);
  await chargeQuota(database.db, SYSTEM, chargeOf("released"));
  await Promise.all([1, 2, 3].map(() => releaseQuota(database.db, SYSTEM, charge)));
  expect(await spentOf("released")).toEqual({ spentUnits: 50, countedUnits: 50 });
});

test("what the platform calls empty stays closed until the limit is raised, and the audit says so", async () => {
  const { db } = database;
  const charge = chargeOf("refused");
  await chargeQuota(db, SYSTEM, charge);
  await Promise.all([1, 2].map(() => markQuotaSpent(db, SYSTEM, { ...charge, limitUnits: 1_000 })));
  expect((await chargeQuota(db, SYSTEM, chargeOf("refused"))).decision).toBe("refused");
  const raised = chargeOf("refused", { limit: { limitUnits: 1_100, keptUnits: 0 } });
  expect((await chargeQuota(db, SYSTEM, raised)).decision).toBe("charged");
  const entries = await db.execute(sql`
    select 1 from audit.audit_events where action = 'quota.refused' and subject = 'quota/youtube/refused'`);
  expect(entries).toHaveLength(1);
});

test("nobody charges without the right to", async () => {
  const analyst = { kind: "user" as const, id: "ada", role: "analyst" as const };
  await expect(chargeQuota(database.db, analyst, chargeOf("forbidden"))).rejects.toMatchObject({ code: "forbidden" });
});

test("single calls are forgotten after weeks, what the day spent in all is not", async () => {
  await chargeQuota(database.db, SYSTEM, chargeOf("old", { day: "2020-01-01" }));
  expect(await deleteOldQuotaCharges(database.db)).toBe(1);
  const [day] = await listQuotas(database.db, SYSTEM, { platform: "youtube", day: "2020-01-01" });
  expect(day).toMatchObject({ spentUnits: 50, calls: [] });
});

test("YouTube's day: what does not fit is refused until midnight in California, and fits the moment after", async () => {
  let nowMs = NOON;
  const quotaOf = createYoutubeQuota({ db: database.db, project: "day", settings: SETTINGS, now: () => nowMs });
  const quota = quotaOf(workflowPrincipal("generate/vid_1"));
  await quota.charge("videos.insert");
  await quota.charge("videos.insert");
  await expect(quota.charge("videos.insert")).rejects.toMatchObject({
    code: "quota_exhausted",
    retryable: false,
    retryAfterMs: 12 * 3_600_000,
    message: "videos.insert needs 1: 2 of the day's 2 uploads are spent",
  });
  nowMs += 12 * 3_600_000 - 1;
  await expect(quota.charge("videos.insert")).rejects.toMatchObject({ retryAfterMs: 1 });
  nowMs += 1;
  await quota.charge("videos.insert");
});

test("a connection that broke after the commit does not count the call twice", async () => {
  const { db } = database;
  let broken = 0;
  const breaking = new Proxy(db, {
    get(target, name, receiver) {
      if (name !== "transaction") return Reflect.get(target, name, receiver);
      return async (...args: Parameters<typeof db.transaction>) => {
        const answer = await target.transaction(...args);
        if (broken++ > 0) return answer;
        throw new AppError("unavailable", "The database cannot be reached.", { retryable: true });
      };
    },
  });
  const quotaOf = createYoutubeQuota({ db: breaking, project: "broken", settings: SETTINGS, now: () => NOON });
  await quotaOf(workflowPrincipal("generate/vid_1")).charge("thumbnails.set");
  expect(broken).toBe(2);
  expect(await spentOf("broken")).toEqual({ spentUnits: 50, countedUnits: 50 });
});

test("experiments and polls leave what is kept for publishing", async () => {
  const quotaOf = createYoutubeQuota({ db: database.db, project: "kept", settings: SETTINGS, now: () => NOON });
  const [experiment, poll] = [quotaOf(workflowPrincipal("experiment/exp_1")), quotaOf(systemPrincipal("watch"))];
  for (let each = 0; each < 12; each += 1) await experiment.charge("videos.update");
  await expect(experiment.charge("videos.list")).rejects.toMatchObject({
    message: "videos.list needs 1: 600 of the day's 1000 quota units are spent, 400 are kept for publishing",
  });
  await expect(poll.charge("videos.list")).rejects.toMatchObject({ code: "quota_exhausted" });
  await quotaOf(workflowPrincipal("generate/vid_1")).charge("captions.insert");
  await expect(experiment.charge("videos.list")).rejects.toMatchObject({
    message: expect.not.stringContaining("kept"),
  });
});

test("a refusal in the first minutes of a day may still mean yesterday, and closes nothing", async () => {
  let nowMs = NOON + 12 * 3_600_000 + 60_000;
  const quotaOf = createYoutubeQuota({ db: database.db, project: "midnight", settings: SETTINGS, now: () => nowMs });
  const quota = quotaOf(workflowPrincipal("generate/vid_1"));
  await expect(quota.markSpent("videos.insert")).rejects.toMatchObject({
    code: "quota_exhausted",
    retryAfterMs: 600_000,
  });
  nowMs += 600_000;
  await quota.charge("videos.insert");
  await quota.markSpent("videos.insert");
  await expect(quota.charge("videos.insert")).rejects.toMatchObject({ code: "quota_exhausted" });
  await quota.charge("videos.list");
});
