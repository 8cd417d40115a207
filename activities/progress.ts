import { activityInfo, heartbeat } from "@temporalio/activity";
import type { ProgressBus } from "../clients/progress.ts";
import type { Stage } from "../domain/video.ts";

/** `fraction` of the stage done, 0 to 1, and what is being done in a few words. */
export type ReportProgress = (fraction: number, message: string) => void;

/**
 * Heartbeats and tells the followers of this run how far the stage is. Followers are a convenience: when Redis is
 * away the work goes on, and the bus reports its own failure once.
 */
export function reportStageProgress(progress: ProgressBus, stage: Stage): ReportProgress {
  const { workflowExecution } = activityInfo();
  return (fraction, message) => {
    heartbeat({ fraction, message });
    if (workflowExecution === undefined) return;
    void progress.publish(workflowExecution.workflowId, { stage, fraction, message });
  };
}
