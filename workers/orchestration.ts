import type { Client } from "@temporalio/client";
import type { Logger } from "pino";
import { createExperimentActivities } from "../activities/experiment.ts";
import { createClockActivities } from "../activities/clock.ts";
import { createHousekeepingActivities } from "../activities/housekeeping.ts";
import { createMakeStageActivities } from "../activities/make-stage.ts";
import { createProductionScheduleActivities } from "../activities/production-schedule.ts";
import { createStageActivities } from "../activities/stages.ts";
import { createVideoQueueActivities } from "../activities/video-queue.ts";
import { installedIn } from "../clients/language-model/settings.ts";
import { readPriceBook } from "../clients/price-book.ts";
import { paidSpeechOf } from "../clients/speech/settings.ts";
import { createUnbought } from "../clients/speech/unbought.ts";
import { installedMedia } from "../clients/stock-media/settings.ts";
import { levelSharesOf } from "../domain/cost/cost.ts";
import { VIDEO_QUEUE_WORKFLOW_ID } from "../domain/video/video.ts";
import type { videoQueue } from "../workflows/video-queue.ts";
import { createFeedReader } from "../clients/feed.ts";
import { createTrendsReader } from "../clients/google-trends.ts";
import type { Role } from "./role.ts";

/** Runs the workflows, and their short transactions as local activities in the same process. */
export const orchestration: Role = async ({ environment, settings, db, redis, temporal, storage, logger }) => {
  const priceBook = await readPriceBook();
  const installed = installedIn(environment);
  const unbought = createUnbought({ paid: paidSpeechOf(environment), storage });
  const access = { allowsPrivate: environment.LONGTAKE_ENV !== "production" };
  const topicSources = {
    feeds: createFeedReader(access),
    trends: createTrendsReader(environment.GOOGLE_TRENDS_URL, access),
  };
  const activities = {
    ...createVideoQueueActivities({ db, redis, temporal, settings, publicUrl: environment.LONGTAKE_PUBLIC_URL }),
    ...createStageActivities({ db, priceBook, installed, storage, unbought, shares: levelSharesOf(settings.cost) }),
    ...createClockActivities(environment),
    ...createHousekeepingActivities({ db }),
    ...createExperimentActivities({ db }),
    ...createProductionScheduleActivities({ db, settings, ...topicSources, installed: installedMedia(environment) }),
    ...createMakeStageActivities({ redis, settings, publicUrl: environment.LONGTAKE_PUBLIC_URL }),
  };
  await keepDispatcher(temporal, logger);
  return [{ taskQueue: "orchestration", activities, runsWorkflows: true }];
};

const LOOK_AFTER_EVERY_MS = 30_000;

/** Starts the dispatcher where it does not run: on a new cluster, and after somebody terminated it. */
async function keepDispatcher(temporal: Client, logger: Logger): Promise<void> {
  const start = () =>
    temporal.workflow.start<typeof videoQueue>("videoQueue", {
      workflowId: VIDEO_QUEUE_WORKFLOW_ID,
      taskQueue: "orchestration",
      workflowIdConflictPolicy: "USE_EXISTING",
      staticSummary: "Gives free run slots to waiting videos",
    });
  await start();
  setInterval(() => {
    start().catch((error: unknown) =>
      logger.warn({ error: String(error) }, "the dispatcher could not be looked after"),
    );
  }, LOOK_AFTER_EVERY_MS).unref();
}
