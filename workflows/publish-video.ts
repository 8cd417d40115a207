import { proxyLocalActivities, setWorkflowOptions } from "@temporalio/workflow";
import type { MakeStageActivities } from "../activities/make-stage.ts";
import type { VisibilityInput } from "../activities/publishing/visibility.ts";
import type { StageActivities } from "../activities/stages.ts";
import type { GenerateVideoInput } from "../domain/video/generation.ts";
import type { UploadInput } from "../domain/video/production.ts";
import { routeOf } from "../domain/video/video.ts";
import { transaction } from "./activity-options.ts";
import { productionActivities } from "./production.ts";
import { runStage } from "./stage.ts";
import { VideoRun } from "./video-run.ts";
import { waitOrFail } from "./wait-or-fail.ts";
import { pinned } from "./versioning.ts";

const records = proxyLocalActivities<StageActivities>(transaction);
const terms = proxyLocalActivities<MakeStageActivities>(transaction);

export interface PublishVideoInput {
  readonly upload: UploadInput;
  /** Null: who may see it is in the upload's spec, and the video is not on the platform yet. */
  readonly visibility: Omit<VisibilityInput, "videoId"> | null;
}

export interface PublishVideoResult {
  readonly videoId: string;
  /** Null where the spec asks for a dry run. */
  readonly url: string | null;
}

/**
 * Publishes a finished video, or changes who may see one that is published, as one more attempt of its upload stage.
 * Waits for a spent quota by itself; what a person must mend ends it. Id `publish-video/<videoId>/<request>`.
 */
export async function publishVideo({ upload, visibility }: PublishVideoInput): Promise<PublishVideoResult> {
  const { videoId, channelId, spec } = upload;
  const { complexity } = spec;
  const input: GenerateVideoInput = {
    ...{ videoId, channelId, spec, priority: 5, route: routeOf(complexity) },
    ...(await terms.openStage({ complexity })),
  };
  const run = new VideoRun(input);
  run.attempts.upload = await records.lastAttempt({ videoId, stage: "upload" });
  const { upload: youtube } = productionActivities(input);
  const parking = waitOrFail(run.clock);
  const { url, visibilityReason = null } = await runStage({ run, parking }, "upload", async () => {
    if (visibility === null) {
      return youtube.uploadVideo.executeWithOptions({ summary: "to YouTube" }, [upload]);
    }
    const summary = visibility.publishAt === null ? visibility.privacy : `public at ${visibility.publishAt}`;
    return youtube.changeVisibility.executeWithOptions({ summary }, [{ videoId, ...visibility }]);
  });
  run.url = url;
  run.visibilityReason = visibilityReason;
  run.enter("done");
  return { videoId, url };
}

setWorkflowOptions(pinned, publishVideo);
