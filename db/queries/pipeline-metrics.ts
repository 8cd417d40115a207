import { sql } from "drizzle-orm";
import type { Database, Transaction } from "../client.ts";

export interface PipelineMetrics {
  readonly waiting: number;
  readonly processing: number;
  /** Runs that hold no slot because something or somebody is awaited. */
  readonly parked: number;
  /** Parked runs that only a person can move on. */
  readonly waitingForPerson: number;
  readonly lastDay: {
    readonly queued: number;
    readonly completed: number;
    readonly failed: number;
    readonly cancelled: number;
    /** Time with a run slot, of videos completed; null before the first. */
    readonly runMsP50: number | null;
    readonly runMsP95: number | null;
    readonly settledMicroUsd: number;
  };
  /** Failed attempts of the last day by stage and error code. */
  readonly errors: readonly { readonly stage: string; readonly code: string; readonly count: number }[];
  readonly costs: {
    readonly settledMicroUsd: number;
    readonly reservedMicroUsd: number;
    /** Mean of the last day's completed videos; null without any. */
    readonly perVideoMicroUsd: number | null;
  };
}

type Flat = Omit<PipelineMetrics, "lastDay" | "errors" | "costs"> &
  PipelineMetrics["lastDay"] &
  Record<string, unknown>;

/** Totals over all channels, without ids: for operators and for Prometheus. */
export async function pipelineMetrics(db: Database | Transaction): Promise<PipelineMetrics> {
  const [[now], errors, [costs]] = await Promise.all([
    db.execute<Flat>(sql`
      with day as (
        select *, extract(epoch from finished_at - started_at) * 1000 - parked_ms as run_ms
        from core.video_queue where finished_at > now() - interval '1 day')
      select count(*) filter (where status = 'queued')::int as waiting,
        count(*) filter (where status = 'processing')::int as processing,
        count(*) filter (where waiting_for is not null)::int as parked,
        count(*) filter (where waiting_for ->> 'until' is null and waiting_for is not null)::int as "waitingForPerson",
        count(*) filter (where queued_at > now() - interval '1 day')::int as queued,
        (select count(*) filter (where status = 'completed') from day)::int as completed,
        (select count(*) filter (where status = 'failed') from day)::int as failed,
        (select count(*) filter (where status = 'cancelled') from day)::int as cancelled,
        (select percentile_cont(0.5) within group (order by run_ms) from day where status = 'completed')::float8 as "runMsP50",
        (select percentile_cont(0.95) within group (order by run_ms) from day where status = 'completed')::float8 as "runMsP95",
        (select coalesce(sum(actual_micro_usd), 0) from core.pipeline_costs
           where settled_at > now() - interval '1 day')::float8 as "settledMicroUsd"
      from core.video_queue`),
    db.execute<{ stage: string; code: string; count: number }>(sql`
      select stage, coalesce(error_code, 'internal') as code, count(*)::int as count
      from core.pipeline_stages where status = 'failed' and finished_at > now() - interval '1 day'
      group by 1, 2 order by 3 desc, 1, 2`),
    db.execute<PipelineMetrics["costs"] & Record<string, unknown>>(sql`
      select coalesce(sum(actual_micro_usd), 0)::float8 as "settledMicroUsd",
        coalesce(sum(estimate_micro_usd) filter (where state = 'reserved'), 0)::float8 as "reservedMicroUsd",
        (select avg(spent)::float8 from (
           select sum(c.actual_micro_usd) as spent from core.pipeline_costs c join core.video_queue q using (video_id)
           where q.status = 'completed' and q.finished_at > now() - interval '1 day' group by c.video_id) as videos
        ) as "perVideoMicroUsd"
      from core.pipeline_costs`),
  ]);
  const row = now ?? NOTHING_YET;
  return {
    waiting: row.waiting,
    processing: row.processing,
    parked: row.parked,
    waitingForPerson: row.waitingForPerson,
    lastDay: {
      queued: row.queued,
      completed: row.completed,
      failed: row.failed,
      cancelled: row.cancelled,
      runMsP50: row.runMsP50,
      runMsP95: row.runMsP95,
      settledMicroUsd: row.settledMicroUsd,
    },
    errors: [...errors],
    costs: costs ?? { settledMicroUsd: 0, reservedMicroUsd: 0, perVideoMicroUsd: null },
  };
}

const NOTHING_YET = {
  waiting: 0,
  processing: 0,
  parked: 0,
  waitingForPerson: 0,
  queued: 0,
  completed: 0,
  failed: 0,
  cancelled: 0,
  runMsP50: null,
  runMsP95: null,
  settledMicroUsd: 0,
};
