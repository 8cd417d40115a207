import { proxyLocalActivities, workflowInfo } from "@temporalio/workflow";
import type { StageActivities } from "../activities/stages.ts";
import { isUnplayable } from "../domain/inspection/streams.ts";
import type { InspectionResult } from "../domain/video/production.ts";
import type { MakeStageInput, MakeStageResult, UploadWork } from "../domain/video/stage-run.ts";
import { transaction } from "./activity-options.ts";
import { failWith } from "./make-stage-failure.ts";
import type { MakeStageRun } from "./make-stage-run.ts";
import { productionActivities } from "./production.ts";
import { runStage, type StageCause, type StageParking } from "./stage.ts";

const records = proxyLocalActivities<StageActivities>(transaction);

/**
 * Judges a finished file by itself and uploads it as a whole video is. What time heals is waited for, since another
 * request would be another upload; what a person must mend ends it.
 */
export async function uploadAlone(
  run: MakeStageRun,
  input: MakeStageInput,
  { file, title, grantId }: UploadWork,
): Promise<MakeStageResult> {
  const { videoId, channelId, spec } = input;
  const { qa, upload } = productionActivities(run.input);
  const parking: StageParking = {
    async park({ kind, until }, cause) {
      if (until === null) failWith(run, await afterUpload(input, cause));
      run.wait(cause, until);
      await run.clock.waitUntil(Date.parse(until), `waits for ${kind}`);
    },
  };
  if (grantId !== undefined) {
    const consumer = workflowInfo().workflowId;
    await records.applyGrant({ videoId, act: "approve_video", grantId, consumer });
  }
  const { containsSyntheticMedia } = spec.publish;
  const judged = await runStage({ run, parking }, "qa", () =>
    qa.inspectFile.executeWithOptions({ summary: "a file without a plan" }, [
      { videoId, videoKey: file.videoKey, containsSyntheticMedia },
    ]),
  );
  const { reportKey, score, findings } = judged;
  const artifacts = { ...file, reportKey };
  await records.recordArtifacts({ videoId, artifacts, title, score });
  const fault = faultOf(judged, grantId !== undefined);
  if (fault !== null) failWith(run, fault);
  const sent = await runStage({ run, parking }, "upload", () =>
    upload.uploadVideo.executeWithOptions({ summary: `to YouTube, channel ${channelId}` }, [
      { videoId, channelId, ...file, spec, title },
    ]),
  );
  const { platformVideoId, url, visibilityReason = null } = sent;
  run.enter("done");
  return {
    videoId,
    stage: "upload",
    artifacts,
    facts: {
      ...{ title, score, findings },
      ...(platformVideoId === null ? {} : { platformVideoId }),
      ...(url === null ? {} : { url }),
      ...(visibilityReason === null ? {} : { visibilityReason }),
    },
    spentMicroUsd: run.spentMicroUsd,
  };
}

/** The gate where the judgement does not say by which one it judged: nothing passes by mistake. */
const HIGHEST_SCORE = 100;

/**
 * What cannot be played never goes out; what is below the gate does when somebody approved it as it is, also where it
 * breaks a rule for files that were made here. What a file without a plan cannot tell speaks neither for nor against it.
 */
function faultOf({ score, gate = HIGHEST_SCORE, findings }: InspectionResult, isApproved: boolean): StageCause | null {
  const isHopeless = isUnplayable(findings);
  if (!isHopeless && (score >= gate || isApproved)) return null;
  const told = findings.slice(0, 3).map(({ message }) => message);
  const remedy = "Mend what the findings name (longtake video inspect lists them), then upload the mended file.";
  const orApprove = " Or send it again with a reason, which approves it as it is.";
  return {
    code: "quality_rejected",
    message: `the file is not fit to go out, quality score ${score} (gate ${gate}): ${told.join("; ")}`,
    remedy: isHopeless ? remedy : remedy + orApprove,
    retryAfterMs: null,
  };
}

/** Whoever starts again once the platform has the video would make a second one. */
async function afterUpload({ videoId, channelId }: MakeStageInput, cause: StageCause): Promise<StageCause> {
  const url = await records.uploadedAt({ videoId });
  if (url === null && cause.code === "channel_not_connected") {
    const connect = `longtake channel connect --channel-id ${channelId}`;
    return { ...cause, remedy: `Connect the channel, then upload the file again: ${connect}` };
  }
  if (url === null) return cause;
  const remedy = `The video is uploaded, and another upload would be a second one: ${url}. Add what is missing in YouTube Studio.`;
  return { ...cause, remedy };
}
