import { setTimeout as sleep } from "node:timers/promises";
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { connectDatabase, type DatabaseConnection } from "../../db/client.ts";
import { beginStage, endStage } from "../../db/queries/costs.ts";
import { sequenceAudit, verifyAudit } from "../../db/queries/audit.ts";
import { type CostLine, exposureMicroUsd, type StageOutcome } from "../../domain/cost/cost.ts";
import { appErrorOf } from "../../domain/errors.ts";
import { STAGES } from "../../domain/video/video.ts";
import { addChannel, CHANNEL_ID, SYSTEM, specOf } from "./fixtures.ts";
import { createTestDatabase, type TestDatabase } from "./test-database.ts";

const ROUNDS = 200;
const VIDEOS = 7;
const CAP_MICRO_USD = 1_000_000;
const OUTCOMES: readonly StageOutcome[] = ["completed", "failed", "lost", "cancelled"];

let database: TestDatabase;
let ledger: DatabaseConnection;
beforeAll(async () => {
  database = await createTestDatabase();
  ledger = connectDatabase(database.url, { max: 8, applicationName: "ledger" });
  await addChannel(database.db);
});
afterAll(async () => {
  await ledger.close();
  await database.drop();
});

/** A small seeded generator, so that a failing run can be repeated. */
function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Repeats what a killed connection left in doubt; any other failure is one. */
async function untilAnswered<T>(work: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (appErrorOf(error)?.code !== "unavailable") throw error;
      kills.doubts += 1;
      await sleep(2);
    }
  }
}

const kills = { sent: 0, doubts: 0 };
const reserved = new Map<string, { estimate: number; settled: number | null }>();

async function produce(videoId: string, random: () => number): Promise<void> {
  await Promise.all(
    [0, 1].map(async (lane) => {
      for (let attempt = 1 + lane; attempt <= 4; attempt += 2) {
        const stage = STAGES[Math.floor(random() * STAGES.length)] ?? "script";
        const key = { videoId, stage, attempt };
        const lines = linesOf(random, 500_000);
        const began = await untilAnswered(() =>
          beginStage(ledger.db, SYSTEM, { ...key, lines, stageCapMicroUsd: CAP_MICRO_USD }),
        );
        const name = `${videoId}/${stage}/${attempt}`;
        if (began.decision === "halted") continue;
        // Whatever was billed beyond reservations before: a new one fits with all of it counted.
        expect(exposureMicroUsd(began)).toBeLessThanOrEqual(CAP_MICRO_USD);
        reserved.set(name, { estimate: lines.reduce((sum, line) => sum + line.microUsd, 0), settled: null });
        if (random() < 0.2) continue;
        const outcome = OUTCOMES[Math.floor(random() * OUTCOMES.length)] ?? "lost";
        const ended = await untilAnswered(() =>
          endStage(ledger.db, SYSTEM, { ...key, outcome, lines: linesOf(random, 700_000) }),
        );
        expect(ended.spentMicroUsd + ended.reservedMicroUsd).toBeLessThanOrEqual(CAP_MICRO_USD);
        reserved.set(name, { estimate: reserved.get(name)?.estimate ?? 0, settled: 1 });
      }
    }),
  );
}

function linesOf(random: () => number, total: number): CostLine[] {
  return ["chat", "speech"].map((operation) => ({
    service: "openai",
    operation,
    units: 1,
    unit: "token",
    microUsd: Math.floor((random() * total) / 2),
  }));
}

async function makeVideos(round: number): Promise<string[]> {
  const ids = Array.from({ length: VIDEOS }, (_, index) => `v${round}-${index}`);
  for (const videoId of ids) {
    await database.db.execute(sql`
      insert into core.videos (video_id, channel_id, workflow_id, topic, spec, cap_micro_usd, created_by)
      values (${videoId}, ${CHANNEL_ID}, ${`generate/${videoId}`}, 't', ${JSON.stringify(specOf())}::jsonb, ${CAP_MICRO_USD}, 'test')`);
  }
  return ids;
}

async function killSome(random: () => number, isOver: () => boolean): Promise<void> {
  while (!isOver()) {
    await sleep(random() * 120);
    const killed = await database.db.execute(sql`
      select pg_terminate_backend(pid) from pg_stat_activity
      where application_name = 'ledger' and datname = current_database() order by random() limit 1`);
    kills.sent += killed.length;
  }
}

async function overspent(): Promise<number> {
  const rows = await database.db.execute(sql`
    select video_id from core.pipeline_costs join core.videos v using (video_id)
    group by video_id, v.cap_micro_usd having sum(coalesce(actual_micro_usd, estimate_micro_usd)) > v.cap_micro_usd`);
  return rows.length;
}

test(
  "200 rounds of seven videos whose connections are killed at random: never above the cap, no row lost or doubled",
  { timeout: 300_000 },
  async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const random = seededRandom(round);
      const ids = await makeVideos(round);
      let isOver = false;
      const work = Promise.all(ids.map((videoId) => produce(videoId, random))).finally(() => {
        isOver = true;
      });
      await Promise.all([work, killSome(random, () => isOver)]);
      expect(await overspent()).toBe(0);
    }

    const stages = await database.db.execute<{ name: string; status: string; estimate: number; events: number }>(sql`
      select s.video_id || '/' || s.stage || '/' || s.attempt as name, s.status,
        (select sum(c.estimate_micro_usd)::int from core.pipeline_costs c
           where (c.video_id, c.stage, c.attempt) = (s.video_id, s.stage, s.attempt)) as estimate,
        (select count(*)::int from audit.audit_events e where e.subject = 'video/' || s.video_id
           and e.details::jsonb @> jsonb_build_object('stage', s.stage, 'attempt', s.attempt)) as events
      from core.pipeline_stages s`);
    expect(stages.length).toBe(reserved.size);
    for (const { name, status, estimate, events } of stages) {
      const known = reserved.get(name);
      expect({ name, estimate, ended: status !== "running", events }).toEqual({
        name,
        estimate: known?.estimate,
        ended: known?.settled === 1,
        events: known?.settled === 1 ? 2 : 1,
      });
    }
    await sequenceAudit(database.db);
    expect(await verifyAudit(database.db)).toMatchObject({ ok: true });
    // Rounds in which nothing died would prove nothing.
    expect(Math.min(kills.sent, kills.doubts)).toBeGreaterThan(ROUNDS / 2);
  },
);
