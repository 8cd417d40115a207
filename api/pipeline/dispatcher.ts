import { setTimeout as sleep } from "node:timers/promises";
import { VIDEO_QUEUE_WORKFLOW_ID } from "../../domain/video/video.ts";
import { wakeSignal } from "../../workflows/video-queue-messages.ts";
import { videoQueue } from "../../workflows/video-queue.ts";
import type { ApiDependencies } from "../dependencies.ts";
import { withinTime } from "../temporal-deadline.ts";

type Deps = Pick<ApiDependencies, "temporal" | "log">;

export interface Dispatcher {
  /**
   * Tells the dispatcher to look at the queue, starting it if it is not there. Nobody waits for it: when it fails, the
   * dispatcher's own sweep finds the row within seconds.
   */
  wake(): void;
  /** Resolves when no signal is on its way any more; the connection may be closed then. */
  settled(): Promise<void>;
}

const WAKE_MS = 2_000;
/** Each signal makes the dispatcher look at the queue; a burst of videos would otherwise pay for a look each. */
const APART_MS = 200;

/** The first signal leaves at once; those asked for until it is done, and a moment longer, become one more. */
export function createDispatcher(deps: Deps): Dispatcher {
  let sending: Promise<void> | undefined;
  let again = false;

  async function send(): Promise<void> {
    do {
      again = false;
      await signal(deps);
      await sleep(APART_MS);
    } while (again);
    sending = undefined;
  }

  return {
    wake() {
      if (sending) again = true;
      else sending = send();
    },
    async settled() {
      await sending;
    },
  };
}

async function signal(deps: Deps): Promise<void> {
  try {
    await withinTime(
      deps,
      () =>
        deps.temporal.workflow.signalWithStart(videoQueue, {
          workflowId: VIDEO_QUEUE_WORKFLOW_ID,
          taskQueue: "orchestration",
          args: [],
          signal: wakeSignal,
          staticSummary: "Gives run slots to waiting videos",
        }),
      WAKE_MS,
    );
  } catch (error) {
    deps.log.warn({ err: error }, "the dispatcher was not woken; its sweep will see the queue");
  }
}
