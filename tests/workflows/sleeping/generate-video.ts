import { condition, proxyLocalActivities, setHandler, sleep } from "@temporalio/workflow";
import type { VideoQueueActivities } from "../../../activities/video-queue.ts";
import type { GenerateVideoInput } from "../../../domain/video/generation.ts";
import { transaction } from "../../../workflows/activity-options.ts";
import { resumeUpdate, slotGrantedSignal } from "../../../workflows/generate-video-messages.ts";
import { Parking, wakeDispatcher } from "../../../workflows/parking.ts";
import { VideoRun } from "../../../workflows/video-run.ts";

const queue = proxyLocalActivities<VideoQueueActivities>(transaction);

/** Sleeps `seed` milliseconds in place of making a video; topics that begin with `park` wait for a person first. */
export async function generateVideo(input: GenerateVideoInput): Promise<void> {
  const run = new VideoRun(input);
  const parking = new Parking(run);
  let parked = false;
  setHandler(slotGrantedSignal, () => parking.grantSlot());
  setHandler(resumeUpdate, () => {
    parking.wakeUp();
    return run.status();
  });
  const { videoId, spec } = input;
  if (spec.topic.startsWith("park") && !parked) {
    parked = true;
    await parking.park({ kind: "failure", reason: "test", remedy: "resume", until: null, errorCode: null });
  }
  if (spec.seed > 0) await sleep(spec.seed);
  else await condition(() => false);
  await queue.finishRun({ videoId, status: "completed" });
  await wakeDispatcher();
}
