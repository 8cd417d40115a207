import { AppError } from "../../domain/errors.ts";
import { defineCommand } from "../command.ts";
import { toggle } from "../flags.ts";
import { budgetFlag, budgetPath } from "./budget-flags.ts";

export const budgetDelete = defineCommand({
  name: "delete",
  summary: "Take a budget away (administrators)",
  details: "Runs that wait for it go on at its next period, or at once with `longtake video resume`.",
  example: `longtake budget delete \\
    --budget all:month \\
    --yes`,
  flags: { budget: budgetFlag, yes: toggle("-y, --yes", "Do not ask") },
  async run(context, { budget, yes }) {
    if (!yes && !(await context.confirm(`Take the budget ${budget} away?`))) {
      throw new AppError("cancelled", "Nothing was changed");
    }
    await context.api().call({ method: "DELETE", path: budgetPath(budget) });
    context.output.value({ budget, deleted: true }, () => [{ title: "Deleted", fields: [["Budget", budget]] }]);
  },
});
