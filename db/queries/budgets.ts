import { sql } from "drizzle-orm";
import type { CostLine } from "../../domain/cost.ts";
import type { Principal } from "../../domain/principal.ts";
import { type Database, inTransaction, type Transaction } from "../client.ts";
import { type BUDGET_PERIODS, type BUDGET_SCOPES, budgets } from "../schema/index.ts";
import { appendAudit } from "./audit.ts";
import { requireMay } from "./scope.ts";

export interface Budget {
  readonly scope: (typeof BUDGET_SCOPES)[number];
  /** Channel id or service of the price book; empty for `all`. */
  readonly scopeId: string;
  readonly period: (typeof BUDGET_PERIODS)[number];
  readonly limitMicroUsd: number;
}

/** Sets the limit, or takes it away with null. */
export async function setBudget(
  db: Database | Transaction,
  principal: Principal,
  input: Omit<Budget, "limitMicroUsd"> & { readonly limitMicroUsd: number | null },
): Promise<void> {
  requireMay(principal, "administer");
  const { scope, scopeId, period, limitMicroUsd } = input;
  await inTransaction(db, async (tx) => {
    if (limitMicroUsd === null) {
      await tx.execute(
        sql`delete from core.budgets where scope = ${scope} and scope_id = ${scopeId} and period = ${period}`,
      );
    } else {
      await tx
        .insert(budgets)
        .values({ scope, scopeId, period, limitMicroUsd })
        .onConflictDoUpdate({
          target: [budgets.scope, budgets.scopeId, budgets.period],
          set: { limitMicroUsd, updatedAt: sql`clock_timestamp()` },
        });
    }
    await appendAudit(tx, principal, { action: "budget.set", subject: `budget/${scope}`, details: { ...input } });
  });
}

/**
 * What each budget that the lines touch still allows, in micro-dollars. The budgets stay locked until the transaction
 * ends, so that two videos never reserve the same last dollar.
 */
export async function budgetsLeft(tx: Transaction, channelId: string, lines: readonly CostLine[]): Promise<number[]> {
  const services = sql`(select jsonb_array_elements_text(${JSON.stringify(lines.map((line) => line.service))}::jsonb))`;
  const locked = await tx.execute<{ budgetId: string }>(sql`
    select budget_id as "budgetId" from core.budgets
    where scope = 'all' or (scope = 'channel' and scope_id = ${channelId}) or (scope = 'platform' and scope_id in ${services})
    order by budget_id for update`);
  if (locked.length === 0) return [];
  const rows = await tx.execute<{ left: number }>(sql`
    select (b.limit_micro_usd - coalesce(sum(coalesce(c.actual_micro_usd, c.estimate_micro_usd)), 0))::float8 as left
    from core.budgets b
    left join (core.pipeline_costs c join core.videos v using (video_id))
      on c.created_at >= date_trunc(b.period, now(), 'UTC')
      and (b.scope = 'all' or (b.scope = 'channel' and v.channel_id = b.scope_id)
           or (b.scope = 'platform' and c.service = b.scope_id))
    where b.budget_id in (select jsonb_array_elements_text(${JSON.stringify([...locked].map((row) => row.budgetId))}::jsonb)::uuid)
    group by b.budget_id`);
  return [...rows].map((row) => row.left);
}
