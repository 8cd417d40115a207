import { activityInfo } from "@temporalio/activity";
import { type Principal, workflowPrincipal } from "../domain/principal.ts";

/** The workflow that an activity acts for: a video's own, that of a stage alone, or one that publishes. */
export function callingWorkflow(): Principal {
  const { workflowId } = activityInfo().workflowExecution ?? {};
  if (workflowId === undefined) throw new TypeError("this activity runs in a workflow only");
  return workflowPrincipal(workflowId);
}
