import type { Client } from "@temporalio/client";
import { sql } from "drizzle-orm";
import type { Database } from "../../db/client.ts";
import { sequenceAudit, verifyAudit } from "../../db/queries/audit.ts";
import { generateWorkflowId } from "../../domain/video/video.ts";
import { type Attempt, attemptsOf } from "./attempts.ts";
import type { Kill } from "./kills.ts";
import { publishedCounts } from "./published-log.ts";
import { type RenderingWaste, renderingWaste, slowestRepeatMs } from "./rendering-waste.ts";

export interface Audit {
  readonly publishedOnce: number;
  readonly lost: readonly string[];
  readonly doubled: readonly string[];
  readonly waste: RenderingWaste;
  readonly slowestRepeatMs: number;
  readonly unsettledRows: number;
  /** Every broken invariant in words; empty when the kills hurt nothing. */
  readonly violations: readonly string[];
}

export interface AuditedPlatform {
  readonly dataFolder: string;
  readonly db: Database;
  readonly temporal: Client;
}

/** Invariants of the waiting line, the ledger and the counters: each query returns the rows that break it. */
const INVARIANTS: Readonly<Record<string, ReturnType<typeof sql>>> = {
  "queue row not completed": sql`
    select video_id || ' is ' || status as found from core.video_queue where status <> 'completed'`,
  "slot held by nobody": sql`select video_id as found from core.video_queue where slot_held`,
  "stage attempt never ended": sql`
    select video_id || '/' || stage || '/' || attempt as found from core.pipeline_stages where status = 'running'`,
  "cost row not settled": sql`
    select video_id || '/' || stage || '/' || attempt as found from core.pipeline_costs where state = 'reserved'`,
  "cost row doubled": sql`
    select video_id || '/' || stage || '/' || attempt as found from core.pipeline_costs
    group by video_id, stage, attempt, service, operation having count(*) > 1`,
  "upload charged twice": sql`
    select video_id as found from core.pipeline_costs
    where service = 'youtube' and operation = 'upload' and state = 'settled' group by video_id having count(*) > 1`,
  "spent beyond the cap": sql`
    select v.video_id as found from core.videos v join core.pipeline_costs c using (video_id)
    group by v.video_id having sum(c.actual_micro_usd) > v.cap_micro_usd`,
  "not counted for its channel": sql`
    select v.video_id as found from core.videos v left join analytics.counted_videos c using (video_id)
    where c.video_id is null`,
  "counter differs from its videos": sql`
    select c.channel_id || ' says ' || c.videos_completed as found from analytics.channel_counters c
    where c.videos_completed <> (select count(*) from analytics.counted_videos v where v.channel_id = c.channel_id)`,
  "event waits in the error queue": sql`
    select event_id || ': ' || error::text as found from core.error_queue where state <> 'resolved'`,
};

/** Reads PostgreSQL, Temporal and the stand-in's own log; our metrics are not asked. All runs have ended before. */
export async function auditStores(
  { dataFolder, db, temporal }: AuditedPlatform,
  videoIds: readonly string[],
  kills: readonly Kill[],
): Promise<Audit> {
  const violations: string[] = [];
  for (const [name, query] of Object.entries(INVARIANTS)) {
    const rows = await db.execute<{ found: string }>(query);
    violations.push(...[...rows].map(({ found }) => `${name}: ${found}`));
  }
  const counts = publishedCounts(dataFolder, videoIds);
  const lost = videoIds.filter((videoId) => counts.get(videoId) === 0);
  const doubled = videoIds.filter((videoId) => (counts.get(videoId) ?? 0) > 1);
  violations.push(...lost.map((videoId) => `never published: ${videoId}`));
  violations.push(...doubled.map((videoId) => `published ${counts.get(videoId)} times: ${videoId}`));

  const attempts: Attempt[] = [];
  for (const videoId of videoIds) {
    const { status } = await temporal.workflow.getHandle(generateWorkflowId(videoId)).describe();
    if (status.name !== "COMPLETED") violations.push(`run is ${status.name}: ${videoId}`);
    attempts.push(...(await attemptsOf(temporal, videoId)));
  }
  const { count: open } = await temporal.workflow.count(
    "WorkflowType = 'generateVideo' and ExecutionStatus = 'Running'",
  );
  if (open > 0) violations.push(`${open} runs are open in Temporal`);
  const waste = renderingWaste(attempts, kills);
  if (waste.finishedAgain > 0) violations.push(`${waste.finishedAgain} finished segments were rendered again`);
  if (waste.interruptedAgain > waste.inFlightAtKills) {
    violations.push(`${waste.interruptedAgain} segments rendered again, ${waste.inFlightAtKills} in flight at kills`);
  }
  violations.push(...(await auditChain(db)));
  return {
    publishedOnce: videoIds.length - lost.length - doubled.length,
    lost,
    doubled,
    waste,
    slowestRepeatMs: slowestRepeatMs(attempts, kills),
    unsettledRows: violations.filter((violation) => violation.startsWith("cost row not settled")).length,
    violations,
  };
}

async function auditChain(db: Database): Promise<readonly string[]> {
  await sequenceAudit(db);
  const { findings, pending } = await verifyAudit(db);
  const strays = pending > 0 ? [`${pending} audit rows are not chained`] : [];
  return [...findings.map(({ kind, message }) => `audit chain ${kind}: ${message}`), ...strays];
}
