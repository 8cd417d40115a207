import { randomUUID } from "node:crypto";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { WorkflowFailedError } from "@temporalio/client";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { createInspectionActivities } from "../../activities/inspection/inspection.ts";
import { createMakeStageActivities } from "../../activities/make-stage.ts";
import { createPublishingActivities } from "../../activities/publishing/publishing.ts";
import { createStageActivities } from "../../activities/stages.ts";
import { createCredentialCipher } from "../../clients/credentials.ts";
import { createFfmpeg } from "../../clients/ffmpeg/ffmpeg.ts";
import { readPriceBook } from "../../clients/price-book.ts";
import { createProgressBus } from "../../clients/progress/progress.ts";
import { readQualityPolicy } from "../../clients/quality-policy.ts";
import { connectRedis, type RedisConnection } from "../../clients/redis.ts";
import { createObjectStore } from "../../clients/storage/storage.ts";
import { revokeConnection } from "../../db/queries/channels.ts";
import { createDraft, getDraft } from "../../db/queries/drafts.ts";
import { createGrant } from "../../db/queries/grants.ts";
import { completeSpec, type SpecLayer } from "../../domain/channel/defaults.ts";
import { stageWorkflowId, type UploadWork } from "../../domain/video/stage-run.ts";
import { makeStage } from "../../workflows/make-stage.ts";
import { type Clip, ffmpeg, INDEX_FIRST, makeClip } from "../activities/inspection/clip.ts";
import { createPublishingFixture, KEY_RING, type PublishingFixture } from "../activities/publishing/fixture.ts";
import { CHANNEL_ID, SYSTEM } from "../db/fixtures.ts";
import { clientsOf } from "../sandbox/youtube-account.ts";
import { bundleWorkflows, createTestNamespace, settings, type TestNamespace } from "./test-namespace.ts";

const TITLE = "My own tides";
/** Its still picture and its silence come later: without a plan both would be faults. */
const GOOD = "uploads/good.mp4";
let fixture: PublishingFixture;
let temporal: TestNamespace;
let redis: RedisConnection;
let clip: Clip;

beforeAll(async () => {
  let workflowBundle: { code: string };
  [fixture, temporal, workflowBundle] = await Promise.all([
    createPublishingFixture(),
    createTestNamespace(),
    bundleWorkflows(),
  ]);
  clip = await makeClip(fixture.folder);
  await mkdir(join(fixture.folder, "uploads"), { recursive: true });
  await ffmpeg("-i", clip.at(clip.videoKey), "-t", "4", "-c", "copy", ...INDEX_FIRST, clip.at(GOOD));
  redis = connectRedis(process.env["REDIS_URL"] ?? "", () => undefined);
  const { db } = fixture;
  const storage = createObjectStore({ kind: "folder", path: fixture.folder });
  const progress = createProgressBus(redis);
  const quick = { ...settings, retry: { initialIntervalMs: 50, backoffCoefficient: 2, maximumIntervalMs: 200 } };
  const orchestration = {
    ...createMakeStageActivities({ redis, settings: quick, publicUrl: "http://127.0.0.1" }),
    ...createStageActivities({ db, storage, priceBook: await readPriceBook(), installed: { languageModel: false } }),
  };
  await temporal.work({ taskQueue: "orchestration", activities: orchestration, workflowBundle });
  const policy = await readQualityPolicy();
  const inspection = createInspectionActivities({ storage, ffmpeg: createFfmpeg(), progress, policy });
  await temporal.work({ taskQueue: "media", activities: inspection });
  const { youtube } = clientsOf(fixture.sandbox.url);
  const credentials = createCredentialCipher(KEY_RING);
  const publishing = createPublishingActivities({ db, storage, youtube, credentials, progress });
  await temporal.work({ taskQueue: "youtube", activities: publishing });
}, 120_000);
beforeEach(() => fixture.sandbox.clearFaults());
afterAll(async () => {
  await temporal?.close();
  redis?.disconnect();
  await fixture?.[Symbol.asyncDispose]();
});

/** As the API does: the draft first, the approval, then the workflow. */
async function upload(
  file: UploadWork["file"],
  { publish = {}, approval }: { publish?: SpecLayer["publish"] & object; approval?: string } = {},
) {
  const videoId = `vid_${randomUUID().replaceAll("-", "").slice(0, 20)}`;
  const spec = completeSpec(TITLE, [{ publish }]);
  const draft = { videoId, channelId: CHANNEL_ID, stage: "upload", spec, capMicroUsd: 3_000_000 } as const;
  await createDraft(fixture.db, SYSTEM, draft);
  const grant = { act: "approve_video", subjectId: videoId, payload: {}, reason: approval ?? "" } as const;
  const granted = approval === undefined ? {} : { grantId: await createGrant(fixture.db, SYSTEM, grant) };
  const result = temporal.client.workflow.execute(makeStage, {
    workflowId: stageWorkflowId(videoId, "upload"),
    taskQueue: "orchestration",
    args: [{ videoId, channelId: CHANNEL_ID, spec, work: { stage: "upload", file, title: TITLE, ...granted } }],
  });
  return { videoId, result };
}

async function refusalOf({ result }: { result: Promise<unknown> }) {
  const error: unknown = await result.catch((thrown: unknown) => thrown);
  if (!(error instanceof WorkflowFailedError)) throw new Error("it did not fail", { cause: error });
  return error.cause;
}

test("a file of one's own is judged and uploaded once with its thumbnail and subtitles, through a lost answer", async () => {
  const match = { method: "PUT", path: "^/upload/youtube/v3/videos" };
  await fixture.sandbox.fault({ match, fault: { kind: "reply_lost_after_commit" }, times: 1 });
  const { thumbnailKey, srtKey } = await fixture.newVideo();
  const { videoId, result } = await upload(
    { videoKey: GOOD, thumbnailKey, srtKey },
    { publish: { privacy: "unlisted", description: "All of the sea.", tags: ["sea"] } },
  );
  const { facts, artifacts } = await result;
  const { platformVideoIds, thumbnails, captions, metadata } = await fixture.outcome({ videoId });
  expect(platformVideoIds).toEqual([facts.platformVideoId]);
  expect({ thumbnails, captions }).toEqual({ thumbnails: 1, captions: 1 });
  expect(metadata).toMatchObject({
    snippet: { title: TITLE, description: "All of the sea.", tags: [`longtake:${videoId}`, "sea"] },
    status: { privacyStatus: "unlisted", containsSyntheticMedia: true, selfDeclaredMadeForKids: false },
  });
  expect(facts.url).toContain(facts.platformVideoId);
  expect(artifacts).toMatchObject({ videoKey: GOOD, reportKey: expect.stringContaining("reports/") });
  const draft = await getDraft(fixture.db, SYSTEM, { videoId });
  expect(draft).toMatchObject({ title: TITLE, attempts: [{ stage: "qa", status: "completed" }, { stage: "upload" }] });
  await temporal.keepHistory(stageWorkflowId(videoId, "upload"), "make-stage-upload");
});

test("a file that cannot be decoded is refused, whoever approves it, and nothing is sent", async () => {
  const videoKey = "uploads/noise.mp4";
  await writeFile(join(fixture.folder, videoKey), Buffer.alloc(50_000, 7));
  const bad = await upload({ videoKey }, { approval: "I like it" });
  expect(await refusalOf(bad)).toMatchObject({
    type: "quality_rejected",
    details: [{ remedy: expect.not.stringContaining("reason") }],
  });
  expect((await fixture.outcome(bad)).sessions).toBe(0);
});

test("a file below the gate goes out only when somebody approved it as it is", async () => {
  const videoKey = "uploads/mono.mp4";
  await ffmpeg("-i", clip.at(clip.videoKey), "-ac", "1", "-c:v", "copy", ...INDEX_FIRST, clip.at(videoKey));
  const refused = await upload({ videoKey });
  expect(await refusalOf(refused)).toMatchObject({
    type: "quality_rejected",
    details: [{ remedy: expect.stringContaining("with a reason") }],
  });
  expect((await fixture.outcome(refused)).sessions).toBe(0);
  const approved = await upload({ videoKey }, { approval: "The still and one channel are meant to be." });
  await approved.result;
  expect((await fixture.outcome(approved)).platformVideoIds).toHaveLength(1);
});

test("a dry run writes down what would be sent, and sends nothing", async () => {
  const { videoId, result } = await upload({ videoKey: GOOD }, { publish: { dryRun: true } });
  expect((await result).facts).not.toHaveProperty("url");
  expect((await fixture.outcome({ videoId })).sessions).toBe(0);
  expect((await getDraft(fixture.db, SYSTEM, { videoId })).artifacts).toHaveProperty("publicationKey");
});

test("what fails once the video is there ends with its address: another upload would be a second video", async () => {
  const { thumbnailKey } = await fixture.newVideo();
  const match = { path: "thumbnails/set" };
  await fixture.sandbox.fault({ match, fault: { kind: "status", status: 403, reason: "forbidden" }, times: 20 });
  const half = await upload({ videoKey: GOOD, thumbnailKey });
  expect(await refusalOf(half)).toMatchObject({ details: [{ remedy: expect.stringContaining("/watch?v=") }] });
  expect((await fixture.outcome(half)).platformVideoIds).toHaveLength(1);
});

test("a channel that nobody connected is told, and nothing is sent", async () => {
  await revokeConnection(fixture.db, SYSTEM, { channelId: CHANNEL_ID, platform: "youtube" });
  const closed = await upload({ videoKey: GOOD });
  expect(await refusalOf(closed)).toMatchObject({
    type: "channel_not_connected",
    details: [{ remedy: expect.stringContaining("then upload the file again: longtake channel connect") }],
  });
  expect((await fixture.outcome(closed)).sessions).toBe(0);
});
