import { setTimeout as sleep } from "node:timers/promises";
import { sql } from "drizzle-orm";
import { z } from "zod";
import { StatusSchema } from "../api/pipeline/video-schemas.ts";
import { generateWorkflowId } from "../domain/video/video.ts";
import { type BenchPlatform, enqueue, onPlatform } from "./bench-platform.ts";
import type { BenchContext, Figure } from "./figure.ts";
import { exactly, shown, spread, timed } from "./measure.ts";
import { readRunHistory } from "./run-history.ts";

const CAPACITY = 100;
const ROUNDS = 3;
const SLOTS = 7;
/** Lets the dispatcher come to rest, as it does between two videos. */
const BREATH_MS = 150;
const ENQUEUE_LIMIT = { limit: 50, of: "p95" } as const;
const HANDOVER_LIMIT = { limit: 100, of: "p95" } as const;
/** Nothing of it is made but where the bench says so. */
const VIDEO = { topic: "How deep is the ocean?", seconds: 5, size: "360p" } as const;
const LONG_VIDEO = { topic: "Why the sky is blue", seconds: 120, size: "1080p" } as const;

const Queue = z.object({ depth: z.int(), processing: z.int(), waiting: z.array(z.object({ video_id: z.string() })) });

/** GEN-9: how long a caller waits at the end of a growing line, and how soon a freed slot is at work again. */
export async function run({ onLine }: BenchContext): Promise<readonly Figure[]> {
  return onPlatform("queue", {}, async (bench) => {
    const idle = await enqueueRounds(bench, "idle", onLine);
    const handover = await handOver(bench, onLine);
    const busy = await whileRendering(bench, onLine);
    return [
      ...spread("POST /pipeline/queue, idle, 0 to 99 waiting", idle.latencies, "ms", ENQUEUE_LIMIT),
      ...spread("the same while two videos render", busy.latencies, "ms", ENQUEUE_LIMIT),
      shown("  videos at work before and after", busy.rendering, "of 2"),
      ...spread("slot free to next claim", handover.toClaimMs, "ms", HANDOVER_LIMIT),
      ...spread("slot free to first task of the next run", handover.toFirstTaskMs, "ms", HANDOVER_LIMIT),
      exactly("enqueued and lost", idle.lost + busy.lost, 0, `of ${idle.latencies.length + busy.latencies.length}`),
      exactly("runs lost", handover.lost, 0, `of ${CAPACITY}`),
      exactly("runs started twice", handover.doubled, 0, `of ${CAPACITY}`),
    ];
  });
}

/** Fills the paused line, counts it, and empties it again. */
async function enqueueRounds(bench: BenchPlatform, when: string, onLine: (line: string) => void) {
  await setMode(bench, "pause");
  const latencies: number[] = [];
  let lost = 0;
  for (let round = 1; round <= ROUNDS; round += 1) {
    onLine(`${when}: filling the line, round ${round} of ${ROUNDS}`);
    const ids: string[] = [];
    for (let n = 0; n < CAPACITY; n += 1) {
      const { ms, result } = await timed(() => enqueue(bench, VIDEO));
      latencies.push(ms);
      ids.push(result);
    }
    const { waiting } = await bench.api.call("GET", "/pipeline/queue", Queue);
    const found = new Set(waiting.map((row) => row.video_id));
    lost += ids.filter((id) => !found.has(id)).length;
    await cancelAll(bench, ids);
  }
  return { latencies, lost };
}

/**
 * A hundred real runs through seven slots, one cancelled after the other: what is measured lies between the end
 * of one and the start of the next. The media worker stands still meanwhile, so that the runs cost nothing.
 */
async function handOver(bench: BenchPlatform, onLine: (line: string) => void) {
  onLine(`handing ${SLOTS} slots through ${CAPACITY} runs`);
  const { api, db, platform, temporal } = bench;
  const ids: string[] = [];
  for (let n = 0; n < CAPACITY; n += 1) ids.push(await enqueue(bench, VIDEO));
  platform.child("media").kill("SIGSTOP");
  await setMode(bench, "resume");
  const ended = new Set<string>();
  while (ended.size < CAPACITY) {
    const next = (await startedRuns(bench)).find(({ video_id: id }) => !ended.has(id));
    if (next === undefined) {
      await sleep(5);
      continue;
    }
    ended.add(next.video_id);
    await api.call("DELETE", `/pipeline/queue/${next.video_id}`, z.unknown());
    await untilHandedOver(bench, next.video_id);
    await sleep(BREATH_MS);
  }
  platform.child("media").kill("SIGCONT");
  const rows = await db.execute<{ video_id: string; claims: number; claimed: number; finished: number }>(sql`
    select video_id, count(*)::int as claims,
      1000 * extract(epoch from min(claimed_at))::float8 as claimed,
      1000 * extract(epoch from min(finished_at))::float8 as finished
    from core.queue_claims join core.video_queue using (video_id) where kind = 'start' group by video_id`);
  // The first seven found free slots; from then on the n-th end makes room for the n-th start after them.
  const starts = rows.toSorted((left, right) => left.claimed - right.claimed).slice(SLOTS);
  const ends = rows.map(({ finished }) => finished).toSorted((left, right) => left - right);
  const toClaimMs = starts.map(({ claimed }, n) => claimed - (ends[n] ?? Number.NaN));
  const histories = await Promise.all(
    starts.map(({ video_id: id }) => readRunHistory(temporal, generateWorkflowId(id))),
  );
  const toFirstTaskMs = histories.map(({ firstTaskMs }, n) => firstTaskMs - (ends[n] ?? Number.NaN));
  const started = new Set(rows.map((row) => row.video_id));
  return {
    toClaimMs,
    toFirstTaskMs,
    lost: ids.filter((id) => !started.has(id)).length,
    doubled: rows.filter(({ claims }) => claims > 1).length,
  };
}

async function whileRendering(bench: BenchPlatform, onLine: (line: string) => void) {
  onLine("starting two renders");
  await setMode(bench, "resume");
  const ids = await Promise.all([20, 21].map((seed) => enqueue(bench, { ...LONG_VIDEO, seed })));
  for (const id of ids) while ((await stageOf(bench, id)) !== "render") await sleep(500);
  const { latencies, lost } = await enqueueRounds(bench, "two videos render", onLine);
  const stages = await Promise.all(ids.map((id) => stageOf(bench, id)));
  await cancelAll(bench, ids);
  return { latencies, lost, rendering: stages.filter((stage) => stage === "render").length };
}

async function stageOf({ api }: BenchPlatform, videoId: string): Promise<string | null> {
  const { status, stage } = await api.call("GET", `/pipeline/status/${videoId}`, StatusSchema);
  return status === "processing" ? stage : null;
}

async function startedRuns({ db }: BenchPlatform) {
  return db.execute<{ video_id: string }>(sql`
    select video_id from core.video_queue where status = 'processing' order by started_at`);
}

/** Until the run has ended and its slot is held by another, or nobody waits any more. */
async function untilHandedOver({ db }: BenchPlatform, videoId: string): Promise<void> {
  for (;;) {
    const [row] = await db.execute<{ done: boolean }>(sql`
      select (select finished_at is not null from core.video_queue where video_id = ${videoId}) and (
        (select count(*) from core.video_queue where status = 'processing') >= ${SLOTS}
        or not exists (select from core.video_queue where status = 'queued')) as done`);
    if (row?.done === true) return;
    await sleep(5);
  }
}

async function cancelAll({ api }: BenchPlatform, ids: readonly string[]): Promise<void> {
  for (const id of ids) await api.call("DELETE", `/pipeline/queue/${id}`, z.unknown());
}

async function setMode({ api }: BenchPlatform, mode: "pause" | "resume"): Promise<void> {
  await api.call("POST", `/pipeline/queue/${mode}`, z.unknown(), { reason: "bench" });
}
