/** Limits on spending by UTC day or month: of everything, of a channel, or of one service of the price book. */
export const BUDGET_SCOPES = ["all", "channel", "platform"] as const;
export type BudgetScope = (typeof BUDGET_SCOPES)[number];

export const BUDGET_PERIODS = ["day", "month"] as const;
export type BudgetPeriod = (typeof BUDGET_PERIODS)[number];

export interface BudgetKey {
  readonly scope: BudgetScope;
  /** Channel id or service of the price book; empty for `all`. */
  readonly scopeId: string;
  readonly period: BudgetPeriod;
}

export interface BudgetState extends BudgetKey {
  readonly limitMicroUsd: number;
  /** Below zero when the limit was lowered under what is spent. */
  readonly leftMicroUsd: number;
}

/** A budget as one attempt meets it. */
export interface BudgetClaim extends BudgetState {
  /** The part of the attempt's worst case that counts against it. */
  readonly claimMicroUsd: number;
}

/** The ids that name a budget. */
export const BUDGET_NAME = /^(?:all|(channel|platform):([a-z0-9][a-z0-9_-]{0,63})):(day|month)$/;

/** The id of a budget outside the database: `all:day`, `channel:science-daily:month`, `platform:openai:day`. */
export function budgetName({ scope, scopeId, period }: BudgetKey): string {
  return scope === "all" ? `all:${period}` : `${scope}:${scopeId}:${period}`;
}

/** Null for anything that names no budget. */
export function parseBudgetName(name: string): BudgetKey | null {
  const found = BUDGET_NAME.exec(name);
  if (found === null) return null;
  const scope = BUDGET_SCOPES.find((each) => each === found[1]) ?? "all";
  const period = found[3] === "day" ? "day" : "month";
  return { scope, scopeId: found[2] ?? "", period };
}

/** `the day's budget of the channel science-daily`. */
export function budgetWords({ scope, scopeId, period }: BudgetKey): string {
  if (scope === "all") return `the ${period}'s budget of all channels`;
  return `the ${period}'s budget of ${scope === "channel" ? "the channel" : "the service"} ${scopeId}`;
}

/** ISO instant at which the period that holds `nowMs` ends and the budget is whole again. */
export function budgetResetsAt(period: BudgetPeriod, nowMs: number): string {
  const now = new Date(nowMs);
  const [year, month] = [now.getUTCFullYear(), now.getUTCMonth()];
  const nextMs = period === "day" ? Date.UTC(year, month, now.getUTCDate() + 1) : Date.UTC(year, month + 1, 1);
  return new Date(nextMs).toISOString();
}
