import { Context, activityInfo } from "@temporalio/activity";
import type { ProgressBus, StagePart } from "../clients/progress/progress.ts";
import type { Stage } from "../domain/video/video.ts";

/** `fraction` of the stage or of its part done, 0 to 1, and what is being done in a few words. */
export type ReportProgress = (fraction: number, message: string) => void;

interface Progress {
  readonly fraction: number;
  readonly message: string;
}

const newest = new WeakMap<Context, Progress>();

/** Heartbeats and tells the followers of this run how far the stage is. */
export function reportStageProgress(progress: ProgressBus, stage: Stage, part?: StagePart): ReportProgress {
  const context = Context.current();
  const { workflowExecution } = activityInfo();
  return (fraction, message) => {
    newest.set(context, { fraction, message });
    context.heartbeat({ fraction, message });
    if (workflowExecution) progress.publish(workflowExecution.workflowId, { stage, fraction, message }, part);
  };
}

/** Repeats the newest progress, so that a quiet stretch of work is not taken for a dead worker. */
export function beat(context: Context): void {
  context.heartbeat(newest.get(context) ?? null);
}
