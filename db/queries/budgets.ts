import { sql } from "drizzle-orm";
import type { CostLine } from "../../domain/cost/cost.ts";
import { type BudgetClaim, type BudgetKey, budgetName, budgetResetsAt } from "../../domain/cost/budget.ts";
import type { Principal } from "../../domain/principal.ts";
import { type Database, inTransaction, type Transaction } from "../client.ts";
import { budgets } from "../schema/index.ts";
import { appendAudit } from "./audit.ts";
import { requireMay } from "./scope.ts";

export interface Budget extends BudgetKey {
  readonly limitMicroUsd: number;
}

/** A budget with what its present period has used. */
export interface BudgetRecord extends Budget {
  /** `channel:science-daily:day`. */
  readonly budget: string;
  /** With what was billed beyond a reservation. */
  readonly spentMicroUsd: number;
  readonly reservedMicroUsd: number;
  /** ISO instant. */
  readonly resetsAt: string;
}

/** Sets the limit, or takes it away with null; false when there was none to take away. */
export async function setBudget(
  db: Database | Transaction,
  principal: Principal,
  input: BudgetKey & { readonly limitMicroUsd: number | null },
): Promise<boolean> {
  requireMay(principal, "administer");
  const { scope, scopeId, period, limitMicroUsd } = input;
  return inTransaction(db, async (tx) => {
    if (limitMicroUsd === null) {
      const removed = await tx.execute(sql`
        delete from core.budgets where scope = ${scope} and scope_id = ${scopeId} and period = ${period} returning 1`);
      if (removed.length === 0) return false;
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
    return true;
  });
}

interface Usage extends Record<string, unknown>, Budget {
  budgetId: string;
  spentMicroUsd: number;
  reservedMicroUsd: number;
}

/** Widest first. A principal bound to channels sees the budgets of those alone. */
export async function listBudgets(db: Database | Transaction, principal: Principal): Promise<BudgetRecord[]> {
  requireMay(principal, "read");
  const { channelIds } = principal;
  const rows = await usageOf(db, null);
  const nowMs = Date.now();
  return rows
    .filter(({ scope, scopeId }) => channelIds === undefined || (scope === "channel" && channelIds.includes(scopeId)))
    .map((row) => {
      const { scope, scopeId, period, limitMicroUsd, spentMicroUsd, reservedMicroUsd } = row;
      return {
        budget: budgetName(row),
        ...{ scope, scopeId, period, limitMicroUsd, spentMicroUsd, reservedMicroUsd },
        resetsAt: budgetResetsAt(period, nowMs),
      };
    });
}

/**
 * What each budget that the lines touch still allows, and how much of them it bears. The budgets stay locked until the
 * transaction ends, so that two videos never reserve the same last dollar.
 */
export async function claimBudgets(
  tx: Transaction,
  channelId: string,
  lines: readonly CostLine[],
): Promise<BudgetClaim[]> {
  const services = sql`(select jsonb_array_elements_text(${JSON.stringify(lines.map((line) => line.service))}::jsonb))`;
  const locked = await tx.execute<{ budgetId: string }>(sql`
    select budget_id as "budgetId" from core.budgets
    where scope = 'all' or (scope = 'channel' and scope_id = ${channelId}) or (scope = 'platform' and scope_id in ${services})
    order by budget_id for update`);
  if (locked.length === 0) return [];
  const used = await usageOf(
    tx,
    [...locked].map((row) => row.budgetId),
  );
  return used.map((row) => {
    const { scope, scopeId, period, limitMicroUsd } = row;
    const borne = lines.filter(({ service }) => scope !== "platform" || service === scopeId);
    return {
      ...{ scope, scopeId, period, limitMicroUsd },
      leftMicroUsd: limitMicroUsd - row.spentMicroUsd - row.reservedMicroUsd,
      claimMicroUsd: borne.reduce((sum, { microUsd }) => sum + microUsd, 0),
    };
  });
}

/** Each budget with what was charged and reserved since its period began; null asks for all of them. */
async function usageOf(db: Database | Transaction, budgetIds: readonly string[] | null): Promise<Usage[]> {
  const wanted =
    budgetIds === null
      ? sql`true`
      : sql`b.budget_id in (select jsonb_array_elements_text(${JSON.stringify(budgetIds)}::jsonb)::uuid)`;
  const rows = await db.execute<Usage>(sql`
    select b.budget_id as "budgetId", b.scope, b.scope_id as "scopeId", b.period,
      b.limit_micro_usd::float8 as "limitMicroUsd",
      coalesce(sum(c.actual_micro_usd + c.overrun_micro_usd), 0)::float8 as "spentMicroUsd",
      coalesce(sum(c.estimate_micro_usd) filter (where c.actual_micro_usd is null), 0)::float8 as "reservedMicroUsd"
    from core.budgets b
    left join (core.pipeline_costs c join core.videos v using (video_id))
      on c.created_at >= date_trunc(b.period, now(), 'UTC')
      and (b.scope = 'all' or (b.scope = 'channel' and v.channel_id = b.scope_id)
           or (b.scope = 'platform' and c.service = b.scope_id))
    where ${wanted}
    group by b.budget_id
    order by array_position(array['all', 'channel', 'platform'], b.scope), b.scope_id, b.period`);
  return [...rows];
}
