import {
  CancellationScope,
  allHandlersFinished,
  condition,
  isCancellation,
  log,
  proxyActivities,
  proxyLocalActivities,
  setWorkflowOptions,
} from "@temporalio/workflow";
import type { ClockActivities } from "../activities/clock.ts";
import type { EventActivities } from "../activities/events.ts";
import type { StageActivities } from "../activities/stages.ts";
import type { VideoQueueActivities } from "../activities/video-queue.ts";
import type { GenerateVideoInput, GenerateVideoResult } from "../domain/video/generation.ts";
import type { UploadResult } from "../domain/video/production.ts";
import { VIDEO_COMPLETED_SOURCE } from "../domain/video/video.ts";
import { idempotentWrite, transaction } from "./activity-options.ts";
import { Draft } from "./draft.ts";
import { handleMessages } from "./generate-video-handlers.ts";
import { makeWhole } from "./making.ts";
import { Parking, wakeDispatcher } from "./parking.ts";
import { productionActivities } from "./production.ts";
import { runStage } from "./stage.ts";
import { VideoRun } from "./video-run.ts";
import { pinned } from "./versioning.ts";

const queue = proxyLocalActivities<VideoQueueActivities>(transaction);
const records = proxyLocalActivities<StageActivities>(transaction);
const clock = proxyLocalActivities<ClockActivities>(transaction);
const { recordVideoCompleted } = proxyActivities<EventActivities>({ ...idempotentWrite, taskQueue: "data" });

/**
 * Makes one video from its topic and publishes it: script, narration beside media, render, quality control, upload.
 * Until the upload begins it takes edits, and makes again what depends on them; a parked upload takes what it has not sent.
 * Started by the dispatcher with a run slot; a run that waits gives the slot back. Id `generate/<videoId>`.
 */
export async function generateVideo(input: GenerateVideoInput): Promise<GenerateVideoResult> {
  const run = new VideoRun(input);
  const draft = new Draft(run, new Parking(run));
  handleMessages(draft);
  try {
    if (input.clock !== undefined) await clock.requireTimeScale(input.clock);
    if ((await makeWhole(draft)) === "rejected") return await finish(draft, "failed", "a person rejected the video");
    const { url, visibilityReason = null } = await upload(draft);
    run.url = url;
    run.visibilityReason = visibilityReason;
    return await finish(draft, "completed");
  } catch (error) {
    if (isCancellation(error))
      await CancellationScope.nonCancellable(() => close(run, "cancelled", "the run was cancelled"));
    throw error;
  }
}

// A run ends on the code it began with; what is under way never changes its order.
setWorkflowOptions(pinned, generateVideo);

async function upload(draft: Draft): Promise<UploadResult> {
  const { run, parking, script, media, rendered } = draft;
  if (script === null || rendered === null) throw new Error("nothing to upload");
  const { videoId, channelId } = run.input;
  const { uploadVideo } = productionActivities(run.input).upload;
  const { videoKey, thumbnailKey, srtKey, plan } = rendered;
  const made = { videoKey, thumbnailKey, srtKey, scriptKey: script.scriptKey, planKey: plan.planKey };
  const credited = media === null ? {} : { mediaKey: media.mediaKey };
  return runStage({ run, parking }, "upload", async () => {
    // An edit that a parked upload took is in before anything is sent.
    if (draft.isDeciding) await draft.decided();
    return uploadVideo.executeWithOptions({ summary: `to YouTube, channel ${channelId}` }, [
      { videoId, channelId, ...made, ...credited, spec: run.spec, ...draft.dress },
    ]);
  });
}

async function finish(
  { run, rendered }: Draft,
  status: "completed" | "failed",
  errorMessage?: string,
): Promise<GenerateVideoResult> {
  const { videoId } = run.input;
  await close(run, status, errorMessage);
  if (status === "completed") await announce(run);
  await condition(allHandlersFinished);
  const { score, url, spentMicroUsd } = run;
  return { videoId, status, score, videoKey: rendered?.videoKey ?? null, url, spentMicroUsd };
}

async function close(
  run: VideoRun,
  status: "completed" | "failed" | "cancelled",
  errorMessage?: string,
): Promise<void> {
  const { videoId } = run.input;
  const errorCode = status === "failed" ? "quality_rejected" : "cancelled";
  const error = status === "completed" || errorMessage === undefined ? {} : ({ errorCode, errorMessage } as const);
  await queue.finishRun({ videoId, status, ...error });
  run.waitingFor = null;
  log.info("run closed", { videoId, stage: run.stage, spentMicroUsd: run.spentMicroUsd });
  run.enter("done");
  await wakeDispatcher();
}

/** GEN-14: an event that cannot be recorded after its retries waits in the error queue, and the video stays made. */
async function announce(run: VideoRun): Promise<void> {
  const { videoId } = run.input;
  try {
    await recordVideoCompleted({ videoId });
  } catch (error) {
    if (isCancellation(error)) throw error;
    const cause = error instanceof Error ? (error.cause ?? error) : error;
    await records.reportError({
      source: VIDEO_COMPLETED_SOURCE,
      eventId: videoId,
      payload: { videoId },
      error: String(cause),
    });
  }
}
