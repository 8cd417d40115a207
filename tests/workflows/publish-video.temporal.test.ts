import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { createClockActivities } from "../../activities/clock.ts";
import { createMakeStageActivities } from "../../activities/make-stage.ts";
import { createPublishingActivities } from "../../activities/publishing/publishing.ts";
import { createStageActivities } from "../../activities/stages.ts";
import { createCredentialCipher } from "../../clients/credentials.ts";
import { readPriceBook } from "../../clients/price-book.ts";
import { createProgressBus } from "../../clients/progress/progress.ts";
import { connectRedis, type RedisConnection } from "../../clients/redis.ts";
import { createObjectStore } from "../../clients/storage/storage.ts";
import { revokeConnection } from "../../db/queries/channels.ts";
import { getVideo } from "../../db/queries/videos.ts";
import type { UploadInput } from "../../domain/video/production.ts";
import { publishVideo } from "../../workflows/publish-video.ts";
import { watchPublications } from "../../workflows/watch-publications.ts";
import { createPublishingFixture, KEY_RING, type PublishingFixture } from "../activities/publishing/fixture.ts";
import { CHANNEL_ID, SYSTEM } from "../db/fixtures.ts";
import { clientsOf } from "../sandbox/youtube-account.ts";
import { bundleWorkflows, createTestNamespace, settings, type TestNamespace } from "./test-namespace.ts";

let fixture: PublishingFixture;
let temporal: TestNamespace;
let redis: RedisConnection;
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
  const quick = { ...settings, retry: { initialIntervalMs: 50, backoffCoefficient: 2, maximumIntervalMs: 200 } };
  const orchestration = {
    ...createStageActivities({ db, storage, priceBook: await readPriceBook(), installed: { languageModel: false } }),
    ...createMakeStageActivities({ redis, settings: quick, publicUrl: "http://127.0.0.1" }),
    ...createClockActivities({ LONGTAKE_ENV: "test" }),
  };
  await temporal.work({ taskQueue: "orchestration", activities: orchestration, workflowBundle });
  const { youtube } = clientsOf(fixture.sandbox.url);
  const credentials = createCredentialCipher(KEY_RING);
  const publishing = createPublishingActivities({
    db,
    storage,
    youtube,
    credentials,
    progress: createProgressBus(redis),
  });
  await temporal.work({ taskQueue: "youtube", activities: publishing });
}, 60_000);
beforeEach(() => fixture.sandbox.clearFaults());
afterAll(async () => {
  await temporal?.close();
  redis?.disconnect();
  await fixture?.[Symbol.asyncDispose]();
});

const publish = (upload: UploadInput, name: string, visibility: "public" | null) =>
  temporal.client.workflow.execute(publishVideo, {
    workflowId: `publish-video/${upload.videoId}/${name}`,
    taskQueue: "orchestration",
    args: [{ upload, visibility: visibility === null ? null : { privacy: visibility, publishAt: null } }],
  });

test("a finished video is published once, then made public, through an outage of the platform", async () => {
  const upload = await fixture.newVideo();
  const { url } = await publish(upload, "first", null);
  const match = { method: "PUT", path: "^/youtube/v3/videos" };
  await fixture.sandbox.fault({ match, fault: { kind: "status", status: 503 }, times: 1 });
  expect(await publish(upload, "second", "public")).toEqual({ videoId: upload.videoId, url });
  await temporal.keepHistory(`publish-video/${upload.videoId}/second`, "publish-video");
  const { stages, publishStatus } = await getVideo(fixture.db, SYSTEM, { videoId: upload.videoId });
  expect(publishStatus).toBe("published");
  expect(stages.map(({ attempt, status }) => [attempt, status])).toEqual([
    [1, "completed"],
    [2, "failed"],
    [3, "completed"],
  ]);
  expect((await fixture.outcome(upload)).platformVideoIds).toHaveLength(1);
});

test("changes of one video at once have an attempt each, and all are told of", async () => {
  const upload = await fixture.newVideo();
  await publish(upload, "first", null);
  await Promise.all(["second", "third", "fourth"].map((name) => publish(upload, name, "public")));
  const { stages } = await getVideo(fixture.db, SYSTEM, { videoId: upload.videoId });
  expect(new Set(stages.map(({ attempt }) => attempt))).toEqual(new Set([1, 2, 3, 4]));
  expect(stages.map(({ status }) => status)).toEqual(["completed", "completed", "completed", "completed"]);
});

test("what the platform made of an upload is asked until it says so, and one that is gone is told", async () => {
  const [processed, gone] = [await fixture.newVideo(), await fixture.newVideo()];
  await fixture.upload(processed);
  await fixture.remove((await fixture.upload(gone)).platformVideoId);
  const outcome = await temporal.client.workflow.execute(watchPublications, {
    workflowId: "watch-publications",
    taskQueue: "orchestration",
  });
  await temporal.keepHistory("watch-publications", "watch-publications");
  expect(outcome).toMatchObject({ gone: 1, failed: 0 });
  const publicationOf = async ({ videoId }: UploadInput) =>
    (await getVideo(fixture.db, SYSTEM, { videoId })).publications[0];
  expect(await publicationOf(processed)).toMatchObject({ processing: "processed", processingReason: null });
  expect(await publicationOf(gone)).toMatchObject({ processing: "gone" });
});

test("an hour that passed before the upload ends it, and nothing is sent", async () => {
  const upload = await fixture.newVideo();
  const past = { ...upload.spec.publish, publishAt: "2020-01-01T00:00:00.000Z" };
  await expect(publish({ ...upload, spec: { ...upload.spec, publish: past } }, "past", null)).rejects.toMatchObject({
    cause: { type: "platform_refused", details: [{ remedy: expect.stringContaining("publish_at") }] },
  });
  expect((await fixture.outcome(upload)).sessions).toBe(0);
});

test("what a person must mend ends it with the remedy", async () => {
  const upload = await fixture.newVideo();
  await revokeConnection(fixture.db, SYSTEM, { channelId: CHANNEL_ID, platform: "youtube" });
  await expect(publish(upload, "first", null)).rejects.toMatchObject({
    cause: {
      type: "channel_not_connected",
      details: [{ remedy: expect.stringContaining("longtake channel connect") }],
    },
  });
});
