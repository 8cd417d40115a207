import { readFile } from "node:fs/promises";
import { createStageActivities } from "../activities/stages.ts";
import { createVideoQueueActivities } from "../activities/video-queue.ts";
import { loadPriceBook } from "../activities/price-book.ts";
import type { StageProviders } from "../domain/price-book.ts";
import type { Role } from "./role.ts";
import { ROOT } from "./workflow-bundle.ts";

/** Runs the workflows, and their short transactions as local activities in the same process. */
export const orchestration: Role = async ({ environment, settings, db, redis, temporal }) => {
  const priceBook = loadPriceBook(await readFile(`${ROOT}/assets/price-book.yaml`, "utf8"));
  const providers: StageProviders = {
    script: environment.OPENAI_BASE_URL ? "openai" : "template",
    narration: "espeak",
  };
  const activities = {
    ...createVideoQueueActivities({ db, redis, temporal, settings, publicUrl: environment.LONGTAKE_PUBLIC_URL }),
    ...createStageActivities({ db, priceBook, providers }),
  };
  return [{ taskQueue: "orchestration", activities, runsWorkflows: true }];
};
