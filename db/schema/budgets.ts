import { sql } from "drizzle-orm";
import { check, text, unique, uuid } from "drizzle-orm/pg-core";
import { BUDGET_PERIODS, BUDGET_SCOPES } from "../../domain/cost/budget.ts";
import { lifecycle, microUsd, oneOf } from "./columns.ts";
import { core } from "./schemas.ts";

/** A limit on spending by UTC day or month: of everything, of a channel, or of one outside platform's service. */
export const budgets = core.table(
  "budgets",
  {
    budgetId: uuid("budget_id").primaryKey().defaultRandom(),
    scope: text("scope", { enum: BUDGET_SCOPES }).notNull(),
    /** Channel id or service of the price book; empty for `all`. */
    scopeId: text("scope_id").notNull().default(""),
    period: text("period", { enum: BUDGET_PERIODS }).notNull(),
    limitMicroUsd: microUsd("limit_micro_usd").notNull(),
    ...lifecycle(),
  },
  (t) => [
    unique("budgets_scope_period").on(t.scope, t.scopeId, t.period),
    check("budgets_scope", oneOf(t.scope, BUDGET_SCOPES)),
    check("budgets_period", oneOf(t.period, BUDGET_PERIODS)),
    check("budgets_scope_id", sql`(${t.scope} = 'all') = (${t.scopeId} = '')`),
    check("budgets_limit", sql`${t.limitMicroUsd} >= 0`),
    check("budgets_lifecycle", sql`${t.createdAt} <= ${t.updatedAt}`),
  ],
);
