import { ApplicationFailure, WorkflowExecutionAlreadyStartedError } from "@temporalio/common";
import {
  ParentClosePolicy,
  allHandlersFinished,
  condition,
  continueAsNew,
  getExternalWorkflowHandle,
  isCancellation,
  log,
  patched,
  proxyLocalActivities,
  setCurrentDetails,
  setHandler,
  setWorkflowOptions,
  startChild,
  workflowInfo,
} from "@temporalio/workflow";
import type { Claim, VideoQueueActivities } from "../activities/video-queue.ts";
import { markdownText } from "../domain/markdown.ts";
import { priorityKeyOf } from "../domain/video/video.ts";
import { transaction } from "./activity-options.ts";
import { generateVideo } from "./generate-video.ts";
import { slotGrantedSignal } from "./generate-video-messages.ts";
import { channelIdKey, stageKey, videoIdKey } from "./search-attributes.ts";
import * as messages from "./video-queue-messages.ts";
import { autoUpgrade } from "./versioning.ts";

const queue = proxyLocalActivities<VideoQueueActivities>(transaction);
/** Soon, for what a dispatcher before this one may have lost; after that as often as the settings say. */
const FIRST_SWEEP_MS = 1_000;

/**
 * The dispatcher: gives each free run slot to the next video of the waiting line, which lives in PostgreSQL.
 * It holds no state of its own, so terminating and restarting it loses nothing. One run, id `video-queue`.
 */
export async function videoQueue(): Promise<void> {
  let awake = true;
  // By the clock and not by silence: a busy queue is swept as well. Runs from before go on as they began.
  const sweepsByClock = patched("sweeps-by-clock");
  let sweepEveryMs = FIRST_SWEEP_MS;
  let sweepAtMs = Date.now() + FIRST_SWEEP_MS;
  let sweepFrom = 0;
  let status: messages.DispatcherStatus = { claims: 0, started: 0, resumed: 0, lastStartedVideoId: null };

  setHandler(messages.dispatcherStatusQuery, () => status);
  setHandler(messages.wakeSignal, () => void (awake = true));
  setHandler(messages.pauseUpdate, ({ reason }) => queue.setQueueMode({ mode: "paused", reason }), {
    validator: ({ reason }) => requireReason(reason),
  });
  setHandler(messages.drainUpdate, ({ reason }) => queue.setQueueMode({ mode: "draining", reason }), {
    validator: ({ reason }) => requireReason(reason),
  });
  setHandler(messages.resumeQueueUpdate, async () => {
    await queue.setQueueMode({ mode: "active", reason: "resumed" });
    awake = true;
  });
  setHandler(messages.reprioritiseUpdate, (change) => queue.setPriority(change), {
    validator: ({ videoId, priority }) => {
      if (typeof videoId !== "string" || videoId === "") invalid("videoId: expected the id of a waiting video");
      if (!Number.isInteger(priority) || priority < 1 || priority > 10) invalid("priority: expected 1 to 10");
    },
  });

  setCurrentDetails("Gives free run slots to waiting videos. **Pause**, **drain** and **resume** are updates.");
  while (!workflowInfo().continueAsNewSuggested) {
    await dispatchAll();
    const waitMs = sweepsByClock ? sweepAtMs - Date.now() : sweepEveryMs;
    if (waitMs > 0 && (await condition(() => awake, waitMs, { summary: "next sweep" }))) continue;
    const swept = await queue.sweepRuns({ from: sweepFrom });
    ({ sweepEveryMs, next: sweepFrom } = swept);
    sweepAtMs = Date.now() + sweepEveryMs;
    if (swept.freed.length > 0) log.warn("freed slots of runs that were closed from outside", { freed: swept.freed });
  }
  await condition(allHandlersFinished);
  await continueAsNew<typeof videoQueue>();

  async function dispatchAll(): Promise<void> {
    for (;;) {
      awake = false;
      const claimId = `${workflowInfo().runId}/${status.claims}`;
      status = { ...status, claims: status.claims + 1 };
      const claim = await queue.claimRun({ claimId });
      if (claim === null) return;
      if (claim.kind === "resume") await wakeRun(claim.workflowId);
      else await startRun(claim);
    }
  }

  async function startRun({ workflowId, input }: Extract<Claim, { kind: "start" }>): Promise<void> {
    try {
      await startChild(generateVideo, {
        workflowId,
        args: [input],
        parentClosePolicy: ParentClosePolicy.ABANDON,
        workflowIdReusePolicy: "ALLOW_DUPLICATE_FAILED_ONLY",
        staticSummary: `${input.spec.seconds} s ${input.spec.aspect} ${input.spec.size}: ${markdownText(input.spec.topic)}`,
        staticDetails: `Makes and publishes one video for channel ${input.channelId}. [Video page](${input.policy.publicUrl}/videos/${input.videoId})`,
        typedSearchAttributes: [
          { key: stageKey, value: "script" },
          { key: channelIdKey, value: input.channelId },
          { key: videoIdKey, value: input.videoId },
        ],
        priority: { priorityKey: priorityKeyOf(input.priority), fairnessKey: input.channelId },
      });
      status = { ...status, started: status.started + 1, lastStartedVideoId: input.videoId };
    } catch (error) {
      // A repeated claim after a crash: the run is there already.
      if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
    }
  }

  async function wakeRun(workflowId: string): Promise<void> {
    try {
      await getExternalWorkflowHandle(workflowId).signal(slotGrantedSignal);
      status = { ...status, resumed: status.resumed + 1 };
    } catch (error) {
      if (isCancellation(error)) throw error;
      log.warn("a parked run was gone when its slot came; the sweep frees it", { workflowId });
    }
  }
}

// One endless run: each continue-as-new moves to the newest code.
setWorkflowOptions(autoUpgrade, videoQueue);

function requireReason(reason: unknown): void {
  if (typeof reason !== "string" || reason.trim() === "") invalid("reason: expected a few words on why");
}

function invalid(message: string): never {
  throw ApplicationFailure.nonRetryable(message, "invalid_input");
}
