import { defineCommand } from "../command.ts";
import type { BudgetRow } from "./budget-flags.ts";

export const budgetList = defineCommand({
  name: "list",
  summary: "List budgets with what is left of them",
  example: `longtake budget list`,
  flags: {},
  async run(context) {
    const { budgets } = await context
      .api()
      .call<{ readonly budgets: readonly BudgetRow[] }>({ method: "GET", path: "/budgets" });
    await context.output.list(budgets, [
      { title: "Budget", value: (row) => row.budget },
      { title: "Limit", value: (row) => ({ microUsd: row.limitMicroUsd }), align: "right" },
      { title: "Spent", value: (row) => ({ microUsd: row.spentMicroUsd }), align: "right" },
      { title: "Reserved", value: (row) => ({ microUsd: row.reservedMicroUsd }), align: "right" },
      { title: "Left", value: (row) => ({ microUsd: row.leftMicroUsd }), align: "right" },
      { title: "Resets", value: (row) => ({ instant: row.resetsAt }) },
    ]);
  },
});
