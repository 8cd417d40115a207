import { proxyActivities, setWorkflowOptions } from "@temporalio/workflow";
import type { ProcessingCounts } from "../activities/publishing/processing.ts";
import type { PublishingActivities } from "../activities/publishing/publishing.ts";
import { idempotentWrite } from "./activity-options.ts";
import { pinned } from "./versioning.ts";

const { checkProcessing } = proxyActivities<PublishingActivities>({ ...idempotentWrite, taskQueue: "youtube" });

/** Asks what the platform made of new uploads; started by the schedule `watch-publications`. */
export async function watchPublications(): Promise<ProcessingCounts> {
  return checkProcessing();
}

setWorkflowOptions(pinned, watchPublications);
