import { AppError } from "../../domain/errors.ts";
import { VIDEO_QUEUE_WORKFLOW_ID } from "../../domain/video.ts";
import { wakeSignal } from "../../workflows/video-queue-messages.ts";
import { videoQueue } from "../../workflows/video-queue.ts";
import type { ApiDependencies } from "../dependencies.ts";
import { fromTemporal } from "../temporal-errors.ts";

type Deps = Pick<ApiDependencies, "temporal" | "log">;

/**
 * Tells the dispatcher to look at the queue now, starting it if it is not there. Nobody waits for it: when it fails,
 * the dispatcher's own sweep finds the row within seconds.
 */
export function wakeDispatcher(deps: Deps): void {
  deps.temporal.workflow
    .signalWithStart(videoQueue, {
      workflowId: VIDEO_QUEUE_WORKFLOW_ID,
      taskQueue: "orchestration",
      args: [],
      signal: wakeSignal,
      staticSummary: "Gives run slots to waiting videos",
    })
    .catch((error: unknown) => {
      const known = fromTemporal(error) ?? new AppError("unavailable", String(error));
      deps.log.warn({ err: error, code: known.code }, "the dispatcher was not woken; its sweep will see the queue");
    });
}
