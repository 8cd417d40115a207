import { createRoute, z } from "@hono/zod-openapi";
import { type BudgetRecord, listBudgets, setBudget } from "../db/queries/budgets.ts";
import { BUDGET_NAME, BUDGET_PERIODS, BUDGET_SCOPES, type BudgetKey, parseBudgetName } from "../domain/cost/budget.ts";
import { AppError } from "../domain/errors.ts";
import { snakeCase } from "../domain/spelling.ts";
import { allow, principalOf } from "./access/authorization.ts";
import type { ApiDependencies } from "./dependencies.ts";
import { createRoutes, json, jsonBody, readProblems, writeProblems } from "./route.ts";
import { InstantSchema } from "./vocabulary.ts";

/** $1,000,000: a wrong number of digits is likelier than such a budget. */
const LIMIT_MAX_MICRO_USD = 1_000_000_000_000;

const BudgetParams = z.object({
  budget: z
    .string()
    .regex(BUDGET_NAME, {
      message: "expected all, channel:<id> or platform:<service>, then :day or :month",
    })
    .openapi({ example: "channel:science-daily:day" }),
});

const BudgetSchema = z
  .object({
    budget: z.string(),
    scope: z.enum(BUDGET_SCOPES),
    scope_id: z.string().openapi({ description: "Channel id, or service of the price book; empty for all" }),
    period: z.enum(BUDGET_PERIODS).openapi({ description: "Days and months of UTC" }),
    limit_micro_usd: z.number().openapi({ description: "Micro-dollars: 1,000,000 is $1", example: 5_000_000 }),
    spent_micro_usd: z.number(),
    reserved_micro_usd: z.number().openapi({ description: "For work under way" }),
    left_micro_usd: z.number().openapi({ description: "Zero when it is spent" }),
    resets_at: InstantSchema,
  })
  .openapi("Budget");

const list = createRoute({
  method: "get",
  path: "/budgets",
  tags: ["costs"],
  summary: "List budgets with what is left of them",
  middleware: allow("read"),
  responses: { 200: json(z.object({ budgets: z.array(BudgetSchema) }), "The budgets"), ...readProblems() },
});

const put = createRoute({
  method: "put",
  path: "/budgets/{budget}",
  tags: ["costs"],
  summary: "Set a budget (administrators); runs that would pass it wait",
  middleware: allow("administer"),
  request: {
    params: BudgetParams,
    body: jsonBody(z.strictObject({ limit_micro_usd: z.int().min(0).max(LIMIT_MAX_MICRO_USD) })),
  },
  responses: { 200: json(BudgetSchema, "Set"), ...writeProblems() },
});

const remove = createRoute({
  method: "delete",
  path: "/budgets/{budget}",
  tags: ["costs"],
  summary: "Take a budget away (administrators)",
  middleware: allow("administer"),
  request: { params: BudgetParams },
  responses: { 204: { description: "Gone" }, ...readProblems(404) },
});

export function budgetRoutes({ db }: Pick<ApiDependencies, "db">) {
  return createRoutes()
    .openapi(list, async (c) => c.json({ budgets: (await listBudgets(db, principalOf(c))).map(describe) }, 200))
    .openapi(put, async (c) => {
      const key = keyOf(c.req.valid("param").budget);
      const { limit_micro_usd: limitMicroUsd } = c.req.valid("json");
      await setBudget(db, principalOf(c), { ...key, limitMicroUsd });
      const budgets = await listBudgets(db, principalOf(c));
      const set = budgets.find(({ budget }) => budget === c.req.valid("param").budget);
      // Somebody may have taken it away in between.
      if (!set) throw new AppError("conflict", "the budget was taken away meanwhile", { field: "budget" });
      return c.json(describe(set), 200);
    })
    .openapi(remove, async (c) => {
      const { budget } = c.req.valid("param");
      const removed = await setBudget(db, principalOf(c), { ...keyOf(budget), limitMicroUsd: null });
      if (!removed) throw new AppError("not_found", `there is no budget ${budget}`, { field: "budget" });
      return c.body(null, 204);
    });
}

function keyOf(name: string): BudgetKey {
  const key = parseBudgetName(name);
  if (key) return key;
  throw new AppError("invalid_input", `${name} names no budget`, { field: "budget" });
}

function describe(budget: BudgetRecord): z.infer<typeof BudgetSchema> {
  const { limitMicroUsd, spentMicroUsd, reservedMicroUsd } = budget;
  const leftMicroUsd = Math.max(0, limitMicroUsd - spentMicroUsd - reservedMicroUsd);
  return snakeCase({ ...budget, leftMicroUsd });
}
