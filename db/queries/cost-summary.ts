import { type SQL, sql } from "drizzle-orm";
import { TARGETS_MICRO_USD } from "../../domain/cost/cost.ts";
import type { Principal } from "../../domain/principal.ts";
import type { Database, Transaction } from "../client.ts";
import { requireMay, withinScope } from "./scope.ts";

export const COST_GROUPS = ["service", "video", "channel", "stage", "day"] as const;
export type CostGroupBy = (typeof COST_GROUPS)[number];

export interface CostSums {
  /** Videos with a line in the ledger. */
  readonly videos: number;
  readonly spentMicroUsd: number;
  readonly reservedMicroUsd: number;
  /** Charged beyond a reservation; in no other sum, and counted where a video is compared with a target. */
  readonly overrunMicroUsd: number;
  /** The part of what is spent that was settled at its estimate, because nobody knows better. */
  readonly unknownMicroUsd: number;
}

export interface CostGroup extends CostSums {
  /** Service, video id, channel id, stage, or UTC day. */
  readonly key: string;
  /** Title or topic of a video; the key otherwise. */
  readonly label: string;
}

export interface CostSummary {
  readonly totals: CostSums;
  /** Days in order, everything else dearest first. */
  readonly groups: readonly CostGroup[];
  /** True when there were more groups than asked for. */
  readonly isCut: boolean;
  /** Videos that were completed in the time, whenever their costs fell. */
  readonly completed: number;
  readonly targets: readonly { readonly targetMicroUsd: number; readonly videosWithin: number }[];
  /** What the completed videos spent, by service. */
  readonly completedByService: readonly { readonly service: string; readonly microUsd: number }[];
}

export interface CostSummaryInput {
  /** First and last UTC day, `YYYY-MM-DD`, both included. */
  readonly from: string;
  readonly to: string;
  readonly groupBy: CostGroupBy;
  /** Groups at most; null: all of them. */
  readonly limit: number | null;
}

const KEY: Readonly<Record<CostGroupBy, SQL>> = {
  service: sql`c.service`,
  video: sql`v.video_id`,
  channel: sql`v.channel_id`,
  stage: sql`c.stage`,
  day: sql`to_char(c.created_at at time zone 'UTC', 'YYYY-MM-DD')`,
};

const SUMS = sql`count(distinct c.video_id)::int as videos,
  coalesce(sum(c.actual_micro_usd), 0)::float8 as "spentMicroUsd",
  coalesce(sum(c.estimate_micro_usd) filter (where c.actual_micro_usd is null), 0)::float8 as "reservedMicroUsd",
  coalesce(sum(c.overrun_micro_usd), 0)::float8 as "overrunMicroUsd",
  coalesce(sum(c.actual_micro_usd) filter (where c.state = 'unknown'), 0)::float8 as "unknownMicroUsd"`;

type Row<Fields> = { [Key in keyof Fields]: Fields[Key] };

/** The ledger between two days, within the principal's channels. */
export async function costSummary(
  db: Database | Transaction,
  principal: Principal,
  { from, to, groupBy, limit }: CostSummaryInput,
): Promise<CostSummary> {
  requireMay(principal, "read");
  const mine = withinScope(principal, sql`v.channel_id`);
  const inTime = (column: SQL) =>
    sql`${column} >= ${from}::date at time zone 'UTC' and ${column} < (${to}::date + 1) at time zone 'UTC'`;
  const ledger = sql`from core.pipeline_costs c join core.videos v using (video_id)
    where ${inTime(sql`c.created_at`)} and ${mine}`;
  const order = groupBy === "day" ? sql`1` : sql`sum(coalesce(c.actual_micro_usd, c.estimate_micro_usd)) desc, 1`;
  const completed = sql`completed as (
    select v.video_id from core.videos v join core.video_queue q using (video_id)
    where q.status = 'completed' and ${inTime(sql`q.finished_at`)} and ${mine})`;
  const [[totals], groups, [counted], completedByService] = await Promise.all([
    db.execute<Row<CostSums>>(sql`select ${SUMS} ${ledger}`),
    db.execute<Row<CostGroup>>(sql`
      select ${KEY[groupBy]} as key, ${groupBy === "video" ? sql`min(coalesce(v.title, v.topic))` : KEY[groupBy]} as label,
        ${SUMS} ${ledger} group by 1 order by ${order} limit ${limit === null ? null : limit + 1}`),
    db.execute<{ completed: number; within: number[] }>(sql`
      with ${completed}, spent as (
        select video_id, coalesce(sum(c.actual_micro_usd + c.overrun_micro_usd), 0) as micro_usd
        from completed left join core.pipeline_costs c using (video_id) group by video_id)
      select count(*)::int as completed, array[${sql.join(
        TARGETS_MICRO_USD.map((target) => sql`count(*) filter (where micro_usd <= ${target})::int`),
        sql`, `,
      )}] as within from spent`),
    db.execute<{ service: string; microUsd: number }>(sql`
      with ${completed}
      select c.service, coalesce(sum(c.actual_micro_usd), 0)::float8 as "microUsd"
      from completed join core.pipeline_costs c using (video_id) group by 1 order by 1`),
  ]);
  return {
    totals: totals ?? { videos: 0, spentMicroUsd: 0, reservedMicroUsd: 0, overrunMicroUsd: 0, unknownMicroUsd: 0 },
    groups: [...groups].slice(0, limit ?? undefined),
    isCut: limit !== null && groups.length > limit,
    completed: counted?.completed ?? 0,
    targets: TARGETS_MICRO_USD.map((targetMicroUsd, index) => {
      return { targetMicroUsd, videosWithin: counted?.within[index] ?? 0 };
    }),
    completedByService: [...completedByService],
  };
}
