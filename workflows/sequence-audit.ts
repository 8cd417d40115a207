import { proxyActivities, setWorkflowOptions } from "@temporalio/workflow";
import type { EventActivities } from "../activities/events.ts";
import { idempotentWrite } from "./activity-options.ts";
import { pinned } from "./versioning.ts";

const { sequenceAudit: chain } = proxyActivities<EventActivities>({ ...idempotentWrite, taskQueue: "data" });

/** Chains the audit rows written since the last run; started by the schedule `sequence-audit`. */
export async function sequenceAudit(): Promise<unknown> {
  return chain();
}

setWorkflowOptions(pinned, sequenceAudit);
