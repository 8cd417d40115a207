import { ApplicationFailure } from "@temporalio/common";
import {
  CancellationScope,
  allHandlersFinished,
  condition,
  currentUpdateInfo,
  isCancellation,
  log,
  proxyActivities,
  proxyLocalActivities,
  setHandler,
  setWorkflowOptions,
  workflowInfo,
} from "@temporalio/workflow";
import type { EventActivities } from "../activities/events.ts";
import type { StageActivities } from "../activities/stages.ts";
import type { VideoQueueActivities } from "../activities/video-queue.ts";
import type { Decision, GenerateVideoInput, GenerateVideoResult } from "../domain/generation.ts";
import type {
  InspectionResult,
  MediaResult,
  NarrationResult,
  ScriptResult,
  UploadResult,
} from "../domain/production.ts";
import { idempotentWrite, transaction } from "./activity-options.ts";
import * as messages from "./generate-video-messages.ts";
import { Parking, wakeDispatcher } from "./parking.ts";
import { type ProductionActivities, type Rendered, productionActivities, renderVideo } from "./production.ts";
import { runStage } from "./stage.ts";
import { VideoRun } from "./video-run.ts";
import { pinned } from "./versioning.ts";

const queue = proxyLocalActivities<VideoQueueActivities>(transaction);
const records = proxyLocalActivities<StageActivities>(transaction);
const { recordVideoCompleted } = proxyActivities<EventActivities>({ ...idempotentWrite, taskQueue: "data" });

/** What was made so far; quality control and repair work on the last of each. */
interface Made {
  readonly script: ScriptResult;
  readonly narration: NarrationResult;
  readonly media: MediaResult;
}

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

function handleMessages(run: VideoRun, parking: Parking, decisions: Decision[]): void {
  const { videoId } = run.input;
  const decide = async (act: Decision["act"], { grantId }: messages.GuardedMessage): Promise<Decision> =>
    records.applyGrant({ videoId, act, grantId, consumer: `${workflowInfo().runId}/${currentUpdateInfo()?.id}` });
  const whileParked = () => {
    if (run.waitingFor === null) refuse(`the run is not parked: it is in stage ${run.stage}`);
  };
  const guarded = (message: messages.GuardedMessage) => {
    if (typeof message?.grantId !== "string") refuse("grantId: expected the id of a grant");
  };
  const onApproval = (message: messages.GuardedMessage) => {
    guarded(message);
    if (run.waitingFor?.kind !== "approval") refuse("the run does not wait for approval");
  };

  setHandler(messages.statusQuery, () => run.status());
  setHandler(messages.slotGrantedSignal, () => parking.grantSlot());
  setHandler(
    messages.resumeUpdate,
    () => {
      parking.wakeUp();
      return run.status();
    },
    {
      validator: () => {
        whileParked();
        if (run.waitingFor?.kind === "approval") refuse("approve, edit or reject the video instead");
      },
    },
  );
  setHandler(
    messages.raiseCapUpdate,
    async (message) => {
      const { capMicroUsd } = await decide("raise_cap", message);
      run.capMicroUsd = capMicroUsd ?? run.capMicroUsd;
      if (run.waitingFor?.kind === "cost_cap") parking.wakeUp();
      run.tell();
      return run.status();
    },
    { validator: guarded },
  );
  for (const [update, act] of [
    [messages.approveUpdate, "approve_video"],
    [messages.rejectUpdate, "reject_video"],
    [messages.editUpdate, "edit_video"],
  ] as const) {
    setHandler(
      update,
      async (message) => {
        decisions.push(await decide(act, message));
        if (act !== "edit_video") parking.wakeUp();
        return run.status();
      },
      { validator: onApproval },
    );
  }
}

async function prepare(run: VideoRun, parking: Parking): Promise<Made> {
  const { videoId, channelId, spec } = run.input;
  const activities = productionActivities(run.input);
  const script = await runStage({ run, parking }, "script", () =>
    activities.script.writeScript({ videoId, channelId, spec }),
  );
  const { scriptKey, title } = script;
  await records.recordArtifacts({ videoId, artifacts: { scriptKey }, title });
  const [narration, media] = await Promise.all([
    runStage({ run, parking }, "narration", () =>
      activities.narration.narrate({ videoId, scriptKey, voice: spec.voice }),
    ),
    runStage({ run, parking }, "media", () => activities.media.prepareMedia({ videoId, scriptKey, spec })),
  ]);
  return { script, narration, media };
}

/** On its second failure a GPU encoder is given up for the CPU's: better slower than not at all. */
async function render(run: VideoRun, parking: Parking, made: Made, afresh: readonly number[] = []): Promise<Rendered> {
  const { videoId, spec } = run.input;
  const { scriptKey } = made.script;
  const rendered = await runStage({ run, parking }, "render", ({ failures }) => {
    const encoder = failures > 0 ? "libx264" : run.input.encoder;
    const activities = productionActivities({ policy: run.input.policy, encoder });
    const { timingsKey } = made.narration;
    const { mediaKey } = made.media;
    return renderVideo(activities, { videoId, spec, scriptKey, timingsKey, mediaKey, encoder }, afresh);
  });
  const { sha256, bytes, durationMs, videoKey, audioKey, thumbnailKey, contactSheetKey, srtKey, vttKey, plan } =
    rendered;
  const artifacts = { videoKey, audioKey, thumbnailKey, contactSheetKey, srtKey, vttKey, planKey: plan.planKey };
  await records.recordArtifacts({ videoId, artifacts, sha256, bytes, durationMs });
  return rendered;
}

/** Inspects; repairs the named segments once; then a person decides. Null when the video was rejected. */
async function assureQuality(
  run: VideoRun,
  parking: Parking,
  made: Made,
  rendered: Rendered,
  decisions: Decision[],
): Promise<Rendered | null> {
  let current = rendered;
  let inspection = await inspect(run, parking, made, current);
  const faulty = [...new Set(inspection.findings.flatMap(({ segmentIndexes }) => segmentIndexes))];
  if (inspection.needsRepair) {
    current = await render(run, parking, made, faulty);
    inspection = await inspect(run, parking, made, current);
  }
  if (!inspection.needsRepair) return current;
  const worst = inspection.findings
    .map(({ message }) => message)
    .slice(0, 3)
    .join("; ");
  decisions.length = 0;
  await parking.park({
    kind: "approval",
    reason: `quality score ${inspection.score} after one repair: ${worst}`,
    remedy: "Watch the video, then approve, edit or reject it.",
    until: null,
    errorCode: "quality_rejected",
  });
  return decisions.at(-1)?.act === "reject_video" ? null : current;
}

async function inspect(run: VideoRun, parking: Parking, made: Made, rendered: Rendered): Promise<InspectionResult> {
  const { videoId } = run.input;
  const { qa } = productionActivities(run.input);
  const { videoKey, audioKey, segmentKeys, plan } = rendered;
  const sources = {
    timingsKey: made.narration.timingsKey,
    mediaKey: made.media.mediaKey,
    segmentKeys,
    containsSyntheticMedia: run.input.spec.publish.containsSyntheticMedia,
  };
  const inspection = await runStage({ run, parking }, "qa", () =>
    qa.inspectVideo({ videoId, planKey: plan.planKey, videoKey, audioKey, ...sources }),
  );
  run.score = inspection.score;
  run.findings = inspection.findings;
  run.tell();
  await records.recordArtifacts({ videoId, artifacts: { reportKey: inspection.reportKey }, score: inspection.score });
  return inspection;
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
    uploadVideo({
      videoId,
      channelId,
      videoKey,
      thumbnailKey,
      srtKey,
      scriptKey,
      planKey: plan.planKey,
      spec,
      ...edited,
    }),
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
      source: "video_completed",
      eventId: videoId,
      payload: { videoId },
      error: String(cause),
    });
  }
}

function refuse(message: string): never {
  throw ApplicationFailure.nonRetryable(message, "conflict");
}
