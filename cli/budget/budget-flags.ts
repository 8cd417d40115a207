import { parseBudgetName } from "../../domain/cost/budget.ts";
import { type Flag, required, text, wrongFlag } from "../flags.ts";

const SPELLING = "-b, --budget <Budget>";

/** `all:day`, `channel:<id>:month`, `platform:<service>:day`. */
export const budgetFlag: Flag<string> = checked(
  required(text(SPELLING, "all, channel:YourChannelId or platform:openai, then :day or :month")),
);

export interface BudgetRow {
  readonly budget: string;
  readonly limitMicroUsd: number;
  readonly spentMicroUsd: number;
  readonly reservedMicroUsd: number;
  readonly leftMicroUsd: number;
  readonly resetsAt: string;
}

export function budgetPath(budget: string): string {
  return `/budgets/${encodeURIComponent(budget)}`;
}

function checked(flag: Flag<string>): Flag<string> {
  const read = (raw: unknown): string => {
    const name = flag.read(raw);
    if (parseBudgetName(name)) return name;
    throw wrongFlag(SPELLING, "a budget such as all:day, channel:science-daily:month or platform:openai:day", name);
  };
  return { ...flag, read };
}
