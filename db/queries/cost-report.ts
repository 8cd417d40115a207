import { asc, eq } from "drizzle-orm";
import {
  type CostLevel,
  costLevel,
  exposureMicroUsd,
  LEVEL_SHARES,
  type LevelShares,
  TARGETS_MICRO_USD,
} from "../../domain/cost/cost.ts";
import { AppError } from "../../domain/errors.ts";
import type { Principal } from "../../domain/principal.ts";
import type { Database, Transaction } from "../client.ts";
import { type COST_STATES, pipelineCosts, videos } from "../schema/index.ts";
import { requireMay } from "./scope.ts";

export interface CostReportLine {
  readonly stage: string;
  readonly attempt: number;
  readonly service: string;
  readonly operation: string;
  readonly units: number;
  readonly unit: string;
  readonly estimateMicroUsd: number;
  /** Null while reserved. */
  readonly actualMicroUsd: number | null;
  readonly overrunMicroUsd: number;
  readonly state: (typeof COST_STATES)[number];
}

export interface CostReport {
  readonly videoId: string;
  readonly capMicroUsd: number;
  readonly hasOwnCap: boolean;
  readonly spentMicroUsd: number;
  readonly reservedMicroUsd: number;
  /** Billed beyond what was reserved: counts against the cap, beside what is spent. */
  readonly overrunMicroUsd: number;
  readonly level: CostLevel;
  readonly warnMicroUsd: number;
  readonly criticalMicroUsd: number;
  readonly targets: readonly { readonly targetMicroUsd: number; readonly met: boolean }[];
  /** Spent or reserved, by stage and by service. */
  readonly byStage: Readonly<Record<string, number>>;
  readonly byService: Readonly<Record<string, number>>;
  readonly lines: readonly CostReportLine[];
}

/** Throws not_found also outside the principal's channels. */
export async function costReport(
  db: Database | Transaction,
  principal: Principal,
  { videoId, shares = LEVEL_SHARES }: { readonly videoId: string; readonly shares?: LevelShares },
): Promise<CostReport> {
  const [video] = await db.select().from(videos).where(eq(videos.videoId, videoId));
  if (!video) throw new AppError("not_found", `there is no video ${videoId}`, { field: "video_id" });
  requireMay(principal, "read", video.channelId);
  const rows = await db
    .select()
    .from(pipelineCosts)
    .where(eq(pipelineCosts.videoId, videoId))
    .orderBy(asc(pipelineCosts.costId));
  const lines = rows.map((row) => reportLine(row));
  const exposure = {
    spentMicroUsd: sum(lines, (line) => line.actualMicroUsd ?? 0),
    overrunMicroUsd: sum(lines, (line) => line.overrunMicroUsd),
    reservedMicroUsd: sum(lines, (line) => (line.actualMicroUsd === null ? line.estimateMicroUsd : 0)),
  };
  const exposed = exposureMicroUsd(exposure);
  return {
    videoId,
    capMicroUsd: video.capMicroUsd,
    hasOwnCap: video.capRaisedAt !== null,
    ...exposure,
    level: costLevel(exposed, video.capMicroUsd, shares),
    warnMicroUsd: Math.round(video.capMicroUsd * shares.warn),
    criticalMicroUsd: Math.round(video.capMicroUsd * shares.critical),
    targets: TARGETS_MICRO_USD.map((targetMicroUsd) => ({ targetMicroUsd, met: exposed <= targetMicroUsd })),
    byStage: sumBy(lines, (line) => line.stage),
    byService: sumBy(lines, (line) => line.service),
    lines,
  };
}

function reportLine(row: typeof pipelineCosts.$inferSelect): CostReportLine {
  const { stage, attempt, service, operation, units, unit, estimateMicroUsd, actualMicroUsd, overrunMicroUsd, state } =
    row;
  return { stage, attempt, service, operation, units, unit, estimateMicroUsd, actualMicroUsd, overrunMicroUsd, state };
}

function sum(lines: readonly CostReportLine[], amount: (line: CostReportLine) => number): number {
  return lines.reduce((total, line) => total + amount(line), 0);
}

function sumBy(lines: readonly CostReportLine[], key: (line: CostReportLine) => string): Record<string, number> {
  const groups = Map.groupBy(lines, key);
  return Object.fromEntries(
    [...groups].map(([name, group]) => [name, sum(group, (line) => line.actualMicroUsd ?? line.estimateMicroUsd)]),
  );
}
