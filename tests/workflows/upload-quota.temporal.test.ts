import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createClockActivities } from "../../activities/clock.ts";
import { createMakeStageActivities } from "../../activities/make-stage.ts";
import { createPublishingActivities } from "../../activities/publishing/publishing.ts";
import { createStageActivities } from "../../activities/stages.ts";
import { createCredentialCipher } from "../../clients/credentials.ts";
import { readPriceBook } from "../../clients/price-book.ts";
import { createProgressBus } from "../../clients/progress/progress.ts";
import { connectRedis, type RedisConnection } from "../../clients/redis.ts";
import { createObjectStore } from "../../clients/storage/storage.ts";
import { getVideo } from "../../db/queries/videos.ts";
import { createYoutubeQuota } from "../../db/queries/youtube-quota.ts";
import { msUntilQuotaReset, YOUTUBE_QUOTA_ZONE } from "../../domain/quota-day.ts";
import type { UploadInput } from "../../domain/video/production.ts";
import { publishVideo } from "../../workflows/publish-video.ts";
import { createPublishingFixture, KEY_RING, type PublishingFixture } from "../activities/publishing/fixture.ts";
import { SYSTEM } from "../db/fixtures.ts";
import { clientsOf } from "../sandbox/youtube-account.ts";
import { bundleWorkflows, createTestNamespace, settings, type TestNamespace } from "./test-namespace.ts";

/** The platform's day ends so soon after the third video was asked for. */
const DAY_ENDS_IN_MS = 8_000;
let fixture: PublishingFixture;
let temporal: TestNamespace;
let redis: RedisConnection;
/** Moves the time of the count; the workflow waits for as long as it is told. */
let shiftMs = 0;
/** Set, the next look at the clock finds the day near its end, however long that look took to come. */
let isDayToEnd = false;
let dayEndsAtMs = Infinity;
const nowMs = () => {
  if (isDayToEnd) {
    isDayToEnd = false;
    shiftMs = msUntilQuotaReset(Date.now(), YOUTUBE_QUOTA_ZONE) - DAY_ENDS_IN_MS;
    dayEndsAtMs = Date.now() + DAY_ENDS_IN_MS;
  }
  return Date.now() + shiftMs;
};

beforeAll(async () => {
  let workflowBundle: { code: string };
  [fixture, temporal, workflowBundle] = await Promise.all([
    createPublishingFixture(),
    createTestNamespace(),
    bundleWorkflows(),
  ]);
  redis = connectRedis(process.env["REDIS_URL"] ?? "", () => undefined);
  const { db } = fixture;
  const storage = createObjectStore({ kind: "folder", path: fixture.folder });
  const orchestration = {
    ...createStageActivities({ db, storage, priceBook: await readPriceBook(), installed: { languageModel: false } }),
    ...createMakeStageActivities({ redis, settings, publicUrl: "http://127.0.0.1" }),
    ...createClockActivities({ LONGTAKE_ENV: "test" }),
  };
  await temporal.work({ taskQueue: "orchestration", activities: orchestration, workflowBundle });
  const quota = { uploadsPerDay: 2, unitsPerDay: 10_000, keptForPublishing: 0.2 };
  const quotaOf = createYoutubeQuota({ db, project: "test", settings: quota, now: nowMs });
  const { youtube } = clientsOf(fixture.sandbox.url, quotaOf);
  const credentials = createCredentialCipher(KEY_RING);
  const progress = createProgressBus(redis);
  const activities = createPublishingActivities({ db, storage, youtube, credentials, progress });
  await temporal.work({ taskQueue: "youtube", activities });
}, 60_000);
afterAll(async () => {
  await temporal?.close();
  redis?.disconnect();
  await fixture?.[Symbol.asyncDispose]();
});

const publish = (upload: UploadInput) =>
  temporal.client.workflow.execute(publishVideo, {
    workflowId: `publish-video/${upload.videoId}/first`,
    taskQueue: "orchestration",
    args: [{ upload, visibility: null }],
  });

test("of two uploads a day the third waits, unasked, for midnight in California and is published then", async () => {
  const videos = [await fixture.newVideo(), await fixture.newVideo(), await fixture.newVideo()] as const;
  shiftMs = msUntilQuotaReset(Date.now(), YOUTUBE_QUOTA_ZONE) - 12 * 3_600_000;
  await publish(videos[0]);
  await publish(videos[1]);
  isDayToEnd = true;
  const { url } = await publish(videos[2]);
  expect(url).toContain("/watch?v=");
  expect(Date.now()).toBeGreaterThanOrEqual(dayEndsAtMs);

  const { stages } = await getVideo(fixture.db, SYSTEM, { videoId: videos[2].videoId });
  expect(stages.map(({ attempt, status, errorCode }) => ({ attempt, status, errorCode }))).toEqual([
    { attempt: 1, status: "failed", errorCode: "quota_exhausted" },
    { attempt: 2, status: "completed", errorCode: null },
  ]);
  const days = await fixture.db.execute<{ spent: number; refused: boolean }>(sql`
    select spent_units as spent, refused_at is not null as refused from core.quota_buckets
    where kind = 'uploads' order by day`);
  expect([...days]).toEqual([
    { spent: 2, refused: false },
    { spent: 1, refused: false },
  ]);
  const asked = (await fixture.sandbox.eventsOf("request")).filter(({ method, path }) => {
    return method === "POST" && path.startsWith("/upload/youtube/v3/videos");
  });
  expect(asked.map(({ status }) => status)).toEqual([200, 200, 200]);
}, 90_000);
