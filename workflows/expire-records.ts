import { proxyLocalActivities, setWorkflowOptions } from "@temporalio/workflow";
import type { HousekeepingActivities } from "../activities/housekeeping.ts";
import { transaction } from "./activity-options.ts";
import { pinned } from "./versioning.ts";

const housekeeping = proxyLocalActivities<HousekeepingActivities>(transaction);

/** Deletes sessions and idempotency keys that ran out; started by the schedule `expire-records`. */
export async function expireRecords(): Promise<{ sessions: number; idempotencyKeys: number }> {
  return housekeeping.expireRecords();
}

setWorkflowOptions(pinned, expireRecords);
