import { proxyLocalActivities, setWorkflowOptions } from "@temporalio/workflow";
import type { ExpiredRecords, HousekeepingActivities } from "../activities/housekeeping.ts";
import { transaction } from "./activity-options.ts";
import { pinned } from "./versioning.ts";

const housekeeping = proxyLocalActivities<HousekeepingActivities>(transaction);

/** Deletes sessions, idempotency keys and single quota charges that ran out; started by the schedule `expire-records`. */
export async function expireRecords(): Promise<ExpiredRecords> {
  return housekeeping.expireRecords();
}

setWorkflowOptions(pinned, expireRecords);
