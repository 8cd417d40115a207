import { activityInfo } from "@temporalio/activity";
import { type Principal, workflowPrincipal } from "../domain/principal.ts";

/** The workflow that an activity acts for: a video's own, that of a stage alone, or one that publishes. */
export function callingWorkflow(): Principal {
  return workflowPrincipal(callingExecution().workflowId);
}

/** The one execution of it, which differs from every other of the same workflow id. */
export function callingRunId(): string {
  return callingExecution().runId;
}

function callingExecution(): { readonly workflowId: string; readonly runId: string } {
  const { workflowExecution } = activityInfo();
  if (workflowExecution === undefined) throw new TypeError("this activity runs in a workflow only");
  return workflowExecution;
}
