import { proxyLocalActivities, setWorkflowOptions, workflowInfo } from "@temporalio/workflow";
import type { MakeStageActivities } from "../activities/make-stage.ts";
import type { StageActivities } from "../activities/stages.ts";
import type { Dress, EditPublishedInput, GenerateVideoInput } from "../domain/video/generation.ts";
import { routeOf } from "../domain/video/video.ts";
import { transaction } from "./activity-options.ts";
import { productionActivities } from "./production.ts";
import { runStage } from "./stage.ts";
import { VideoRun } from "./video-run.ts";
import { waitOrFail } from "./wait-or-fail.ts";
import { pinned } from "./versioning.ts";

const records = proxyLocalActivities<StageActivities>(transaction);
const terms = proxyLocalActivities<MakeStageActivities>(transaction);

/**
 * Changes title, thumbnail or captions of a published video on the platform, as one more attempt of its upload stage.
 * Waits for a spent quota by itself; what a person must mend ends it, and the edit is made again. Id `edit-published/<videoId>/<grantId>`.
 */
export async function editPublished({ videoId, channelId, spec, grantId }: EditPublishedInput): Promise<Dress> {
  const consumer = workflowInfo().workflowId;
  const { applied } = await records.applyGrant({ videoId, act: "edit_video", grantId, consumer });
  const dress = applied?.dress ?? {};
  const { complexity } = spec;
  const input: GenerateVideoInput = {
    ...{ videoId, channelId, spec, priority: 5, route: routeOf(complexity) },
    ...(await terms.openStage({ complexity })),
  };
  const run = new VideoRun(input);
  run.attempts.upload = await records.lastAttempt({ videoId, stage: "upload" });
  const { upload } = productionActivities(input);
  const parking = waitOrFail(run.clock);
  await runStage({ run, parking }, "upload", () =>
    upload.updatePublished.executeWithOptions({ summary: Object.keys(dress).join(", ") }, [
      { videoId, ...dress, isEdit: true },
    ]),
  );
  run.enter("done");
  return dress;
}

setWorkflowOptions(pinned, editPublished);
