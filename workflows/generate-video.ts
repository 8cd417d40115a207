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
import type { EventActivities } from "../activities/events.ts";
import type { StageActivities } from "../activities/stages.ts";
import type { VideoQueueActivities } from "../activities/video-queue.ts";
import type { Decision, GenerateVideoInput, GenerateVideoResult } from "../domain/generation.ts";
import { markdownText } from "../domain/markdown.ts";
import type { UploadResult } from "../domain/production.ts";
import { VIDEO_COMPLETED_SOURCE } from "../domain/video.ts";
import { idempotentWrite, transaction } from "./activity-options.ts";
import { handleMessages } from "./generate-video-handlers.ts";
import { Parking, wakeDispatcher } from "./parking.ts";
import { type Rendered, productionActivities } from "./production.ts";
import { type Made, assureQuality, render } from "./quality.ts";
import { runStage } from "./stage.ts";
import { VideoRun } from "./video-run.ts";
import { pinned } from "./versioning.ts";

const queue = proxyLocalActivities<VideoQueueActivities>(transaction);
const records = proxyLocalActivities<StageActivities>(transaction);
const { recordVideoCompleted } = proxyActivities<EventActivities>({ ...idempotentWrite, taskQueue: "data" });

/**
 * Makes one video from its topic and publishes it: script, narration beside media, render, quality control, upload.
 * Started by the dispatcher with a run slot; a run that waits gives the slot back. Id `generate/<videoId>`.
 */
export async function generateVideo(input: GenerateVideoInput): Promise<GenerateVideoResult> {
  const run = new VideoRun(input);
  const parking = new Parking(run);
  const { videoId } = input;
  const decisions: Decision[] = [];
  handleMessages(run, parking, decisions);

  try {
    const made = await prepare(run, parking);
    const rendered = await render(run, parking, made);
    const approved = await assureQuality(run, parking, made, rendered, decisions);
    if (approved === null) return await finish(run, "failed", rendered, "a person rejected the video");
    const title = decisions.findLast((decision) => decision.title !== undefined)?.title;
    const uploaded = await upload(run, parking, made, approved, title);
    run.url = uploaded.url;
    return await finish(run, "completed", approved);
  } catch (error) {
    if (isCancellation(error))
      await CancellationScope.nonCancellable(() => close(run, "cancelled", "the run was cancelled"));
    throw error;
  } finally {
    log.info("run closed", { videoId, stage: run.stage, spentMicroUsd: run.spentMicroUsd });
  }
}

// A run ends on the code it began with; what is under way never changes its order.
setWorkflowOptions(pinned, generateVideo);

async function prepare(run: VideoRun, parking: Parking): Promise<Made> {
  const { videoId, channelId, spec } = run.input;
  const activities = productionActivities(run.input);
  const script = await runStage({ run, parking }, "script", () =>
    activities.script.writeScript.executeWithOptions({ summary: `${spec.seconds} s: ${markdownText(spec.topic)}` }, [
      { videoId, channelId, spec },
    ]),
  );
  const { scriptKey, title } = script;
  await records.recordArtifacts({ videoId, artifacts: { scriptKey }, title });
  const [narration, media] = await Promise.all([
    runStage({ run, parking }, "narration", () =>
      activities.narration.narrate.executeWithOptions({ summary: `voice ${spec.voice}` }, [
        { videoId, scriptKey, voice: spec.voice },
      ]),
    ),
    runStage({ run, parking }, "media", () =>
      activities.media.prepareMedia.executeWithOptions({ summary: `pictures in ${spec.aspect}` }, [
        { videoId, channelId, scriptKey, spec },
      ]),
    ),
  ]);
  return { script, narration, media };
}

async function upload(
  run: VideoRun,
  parking: Parking,
  made: Made,
  rendered: Rendered,
  title: string | undefined,
): Promise<UploadResult> {
  const { videoId, channelId, spec } = run.input;
  const { uploadVideo } = productionActivities(run.input).upload;
  const { videoKey, thumbnailKey, srtKey, plan } = rendered;
  const { scriptKey } = made.script;
  const edited = title === undefined ? {} : { title };
  return runStage({ run, parking }, "upload", () =>
    uploadVideo.executeWithOptions({ summary: `to YouTube, channel ${channelId}` }, [
      { videoId, channelId, videoKey, thumbnailKey, srtKey, scriptKey, planKey: plan.planKey, spec, ...edited },
    ]),
  );
}

async function finish(
  run: VideoRun,
  status: "completed" | "failed",
  rendered: Rendered,
  errorMessage?: string,
): Promise<GenerateVideoResult> {
  const { videoId } = run.input;
  await close(run, status, errorMessage);
  if (status === "completed") await announce(run);
  await condition(allHandlersFinished);
  const { score, url, spentMicroUsd } = run;
  return { videoId, status, score, videoKey: rendered.videoKey, url, spentMicroUsd };
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
