import { type CostGroupBy, type CostSummary, costSummary } from "../db/queries/cost-summary.ts";
import { csvOf, csvUsd } from "../domain/cost/csv.ts";
import { type BaseComparison, compareWithBaseModel } from "../domain/cost/model.ts";
import type { Principal } from "../domain/principal.ts";
import type { ApiDependencies } from "./dependencies.ts";

export interface CostReportInput {
  /** UTC days, `YYYY-MM-DD`, both included. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly groupBy: CostGroupBy;
  /** Groups at most; null: all of them. */
  readonly limit: number | null;
}

export interface PeriodReport extends Omit<CostSummary, "completedByService" | "targets"> {
  readonly from: string;
  readonly to: string;
  readonly groupBy: CostGroupBy;
  readonly targets: readonly {
    readonly targetMicroUsd: number;
    readonly videosWithin: number;
    /** 0–1; null without completed videos. */
    readonly share: number | null;
  }[];
  readonly baseModel: readonly BaseComparison[];
}

const USUAL_DAYS = 30;
const DAY_MS = 86_400_000;

/** The report of a time, as JSON, CSV and page show it. */
export async function reportOfPeriod(
  { db, priceBook }: Pick<ApiDependencies, "db" | "priceBook">,
  principal: Principal,
  input: CostReportInput,
): Promise<PeriodReport> {
  const { groupBy, limit } = input;
  const to = input.to ?? new Date().toISOString().slice(0, 10);
  const from = input.from ?? new Date(Date.parse(to) - (USUAL_DAYS - 1) * DAY_MS).toISOString().slice(0, 10);
  const { completedByService, targets, ...summary } = await costSummary(db, principal, { from, to, groupBy, limit });
  const { completed } = summary;
  return {
    ...{ from, to, groupBy },
    ...summary,
    targets: targets.map((target) => ({ ...target, share: completed === 0 ? null : target.videosWithin / completed })),
    baseModel: compareWithBaseModel(priceBook.baseModelMicroUsd, completedByService, completed),
  };
}

export function csvOfReport({ groupBy, groups }: PeriodReport): string {
  const header = [groupBy, "label", "videos", "spent_usd", "reserved_usd", "overrun_usd", "settled_at_estimate_usd"];
  return csvOf(
    header,
    groups.map((group) => [
      group.key,
      group.label,
      group.videos,
      csvUsd(group.spentMicroUsd),
      csvUsd(group.reservedMicroUsd),
      csvUsd(group.overrunMicroUsd),
      csvUsd(group.unknownMicroUsd),
    ]),
  );
}
