import { defineCommand } from "../command.ts";
import { dollars, required } from "../flags.ts";
import { budgetFlag, budgetPath, type BudgetRow } from "./budget-flags.ts";

export const budgetSet = defineCommand({
  name: "set",
  summary: "Set how much may be spent in a day or month (administrators)",
  details:
    "A run whose next stage could pass the budget waits and goes on by itself when the budget starts anew at midnight UTC, or after a higher limit and `longtake video resume`.",
  example: `longtake budget set \\
    --budget channel:science-daily:day \\
    --limit 5.00`,
  flags: {
    budget: budgetFlag,
    limit: required(dollars("--limit <UsDollars>", "The most that may be spent in the period")),
  },
  async run(context, { budget, limit }) {
    const set = await context
      .api()
      .call<BudgetRow>({ method: "PUT", path: budgetPath(budget), body: { limitMicroUsd: limit } });
    context.output.value(set, () => [
      {
        title: "Budget",
        fields: [
          ["Budget", set.budget],
          ["Limit", { microUsd: set.limitMicroUsd }],
          ["Spent", { microUsd: set.spentMicroUsd }],
          ["Reserved", { microUsd: set.reservedMicroUsd }],
          ["Left", { microUsd: set.leftMicroUsd }],
          ["Resets", { instant: set.resetsAt }],
        ],
      },
    ]);
  },
});
