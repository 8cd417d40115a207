import { proxyActivities, setWorkflowOptions } from "@temporalio/workflow";
import type { EventActivities } from "../activities/events.ts";
import { idempotentWrite } from "./activity-options.ts";
import { pinned } from "./versioning.ts";

const { recordVideoCompleted } = proxyActivities<EventActivities>({ ...idempotentWrite, taskQueue: "data" });

export interface RecordVideoInput {
  readonly videoId: string;
}

/** Records a finished video again, after its event waited in the error queue. Id `record/<videoId>`. */
export async function recordVideo({ videoId }: RecordVideoInput): Promise<{ recorded: boolean }> {
  return recordVideoCompleted({ videoId });
}

setWorkflowOptions(pinned, recordVideo);
