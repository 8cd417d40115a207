import { MockActivityEnvironment } from "@temporalio/testing";
import { DefaultLogger } from "@temporalio/worker";

import { createPublishingActivities } from "../../../activities/publishing/publishing.ts";
import type { PublishingActivities, PublishingSettings } from "../../../activities/publishing/publishing.ts";
import { createCredentialCipher } from "../../../clients/credentials.ts";
import { createProgressBus } from "../../../clients/progress/progress.ts";
import { connectRedis } from "../../../clients/redis.ts";
import { createObjectStore } from "../../../clients/storage/storage.ts";
import { connectDatabase } from "../../../db/client.ts";
import { createYoutubeQuota } from "../../../db/queries/youtube-quota.ts";
import type { QuotaSettings } from "../../../domain/quota/bucket.ts";
import type { UploadInput, UploadResult } from "../../../domain/video/production.ts";
import { clientsOf } from "../../sandbox/youtube-account.ts";

/** Whose quota is spent, in a day that no test sees the end of. */
export const PROJECT = "longtake-test";
const NOON_MS = Date.parse("2026-11-21T20:00:00.000Z");

/** Everything another process needs to go on with the same upload. */
export interface WorkerSettings {
  readonly databaseUrl: string;
  readonly redisUrl: string;
  readonly storagePath: string;
  readonly sandboxUrl: string;
  readonly keyRing: string;
  readonly publishing: PublishingSettings;
  readonly quota: QuotaSettings;
  readonly input: UploadInput;
}

/** One attempt of `uploadVideo` as a worker runs it, over connections of its own. */
export function runUpload(settings: WorkerSettings, cancelled?: Promise<unknown>): Promise<UploadResult> {
  return runActivity(settings, (activities) => activities.uploadVideo(settings.input), cancelled);
}

/** Any of the publishing activities, as a worker runs it. */
export async function runActivity<Result>(
  settings: WorkerSettings,
  run: (activities: PublishingActivities) => Promise<Result>,
  /** Resolves when the run is cancelled; left out it never is. */
  cancelled?: Promise<unknown>,
): Promise<Result> {
  const { db, close } = connectDatabase(settings.databaseUrl, { max: 2 });
  const redis = connectRedis(settings.redisUrl, (error) => {
    throw error;
  });
  const progress = createProgressBus(redis);
  const quotaOf = createYoutubeQuota({ db, project: PROJECT, settings: settings.quota, now: () => NOON_MS });
  try {
    const activities = createPublishingActivities({
      db,
      storage: createObjectStore({ kind: "folder", path: settings.storagePath }),
      youtube: clientsOf(settings.sandboxUrl, quotaOf).youtube,
      credentials: createCredentialCipher(settings.keyRing),
      progress,
      settings: settings.publishing,
    });
    const environment = new MockActivityEnvironment({}, { logger: new DefaultLogger("ERROR") });
    void cancelled?.then(() => environment.cancel());
    return await environment.run(() => run(activities));
  } finally {
    await progress.close();
    redis.disconnect();
    await close();
  }
}

// Run by itself, the file is the process that the tests kill: settings in, result out, as JSON.
if (process.argv[1] === import.meta.filename) {
  const settings: WorkerSettings = JSON.parse(process.argv[2] ?? "{}");
  process.stdout.write(JSON.stringify(await runUpload(settings)));
}
