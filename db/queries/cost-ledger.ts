import { sql } from "drizzle-orm";
import {
  type CostLevel,
  costLevel,
  exposureMicroUsd,
  type Exposure,
  type LevelShares,
} from "../../domain/cost/cost.ts";
import { AppError } from "../../domain/errors.ts";
import type { Principal } from "../../domain/principal.ts";
import type { Stage } from "../../domain/video/video.ts";
import type { Transaction } from "../client.ts";
import { requireMay } from "./scope.ts";

export interface StageKey {
  readonly videoId: string;
  readonly stage: Stage;
  /** From 1. */
  readonly attempt: number;
}

export interface LedgerState extends Exposure {
  readonly level: CostLevel;
  readonly capMicroUsd: number;
}

export interface Ledger extends Exposure, Record<string, unknown> {
  channelId: string;
  capMicroUsd: number;
  hasOwnCap: boolean;
  stageExposureMicroUsd: number;
  /** Null when this attempt was never begun. */
  stageStatus: string | null;
}

/** Locks the video's row: attempts of one video reserve and settle one after the other. */
export async function lockLedger(tx: Transaction, principal: Principal, key: StageKey): Promise<Ledger> {
  requireMay(principal, "execute");
  const { videoId, stage, attempt } = key;
  // Sent together: the second statement takes its snapshot after the lock is held.
  const [, rows] = await Promise.all([
    tx.execute(sql`select 1 from core.videos where video_id = ${videoId} for no key update`),
    tx.execute<Ledger>(sql`
      select v.channel_id as "channelId", v.cap_micro_usd::float8 as "capMicroUsd",
        v.cap_raised_at is not null as "hasOwnCap",
        coalesce(sum(c.actual_micro_usd), 0)::float8 as "spentMicroUsd",
        coalesce(sum(c.overrun_micro_usd), 0)::float8 as "overrunMicroUsd",
        coalesce(sum(c.estimate_micro_usd) filter (where c.state = 'reserved'), 0)::float8 as "reservedMicroUsd",
        coalesce(sum(coalesce(c.actual_micro_usd, c.estimate_micro_usd) + c.overrun_micro_usd) filter (where c.stage = ${stage}), 0)::float8
          as "stageExposureMicroUsd",
        (select status from core.pipeline_stages s
           where s.video_id = ${videoId} and s.stage = ${stage} and s.attempt = ${attempt}) as "stageStatus"
      from core.videos v left join core.pipeline_costs c using (video_id)
      where v.video_id = ${videoId} group by v.video_id`),
  ]);
  const [ledger] = rows;
  if (!ledger) throw new AppError("not_found", `there is no video ${videoId}`, { field: "video_id" });
  requireMay(principal, "execute", ledger.channelId);
  return ledger;
}

export function ledgerState(ledger: Ledger, shares?: LevelShares): LedgerState {
  const { spentMicroUsd, overrunMicroUsd, reservedMicroUsd, capMicroUsd } = ledger;
  const level = costLevel(exposureMicroUsd(ledger), capMicroUsd, shares);
  return { spentMicroUsd, overrunMicroUsd, reservedMicroUsd, capMicroUsd, level };
}
