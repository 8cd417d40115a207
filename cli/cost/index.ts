import type { Noun } from "../command.ts";
import { costEstimate } from "./estimate.ts";
import { costReport } from "./report.ts";

export const cost: Noun = {
  name: "cost",
  summary: "Estimate what a video will cost, and report what videos did",
  commands: [costEstimate, costReport],
};
