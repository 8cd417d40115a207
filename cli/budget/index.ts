import type { Noun } from "../command.ts";
import { budgetDelete } from "./delete.ts";
import { budgetList } from "./list.ts";
import { budgetSet } from "./set.ts";

export const budget: Noun = {
  name: "budget",
  summary: "Limit what is spent by day and month",
  commands: [budgetSet, budgetList, budgetDelete],
};
