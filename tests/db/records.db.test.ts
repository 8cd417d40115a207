import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  createChannel,
  findConnection,
  getChannel,
  listChannels,
  revokeConnection,
  saveConnection,
  updateChannel,
} from "../../db/queries/channels.ts";
import {
  enqueueError,
  errorsToAlert,
  listErrors,
  markAlerted,
  redriveErrors,
  resolveError,
} from "../../db/queries/error-queue.ts";
import {
  closeUploadSession,
  findPublication,
  findUploadSession,
  openUploadSession,
  saveUploadSession,
} from "../../db/queries/publications.ts";
import { getVideo, listVideos, recordArtifacts, recordDecision, recordPublication } from "../../db/queries/videos.ts";
import { recordWorkflowClosed, recordWorkflowStarted, workflowsAbout } from "../../db/queries/workflows.ts";
import type { Principal } from "../../domain/principal.ts";
import { addChannel, CHANNEL_ID, enqueue, SYSTEM } from "./fixtures.ts";
import { createTestDatabase, type TestDatabase } from "./test-database.ts";

const ELSEWHERE: Principal = { kind: "user", id: "u", role: "operator", channelIds: ["another"] };
const UPLOAD = { videoId: "uploaded", platform: "youtube" };

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
  await addChannel(database.db);
});
afterAll(() => database.drop());

test("a video keeps what was made of it, and is not there for other channels' principals", async () => {
  const { db } = database;
  const videoId = await enqueue(db, "made");
  await recordArtifacts(db, SYSTEM, { videoId, artifacts: { scriptKey: "scripts/a.json" }, title: "Blue sky" });
  await recordArtifacts(db, SYSTEM, {
    videoId,
    artifacts: { videoKey: "videos/b.mp4" },
    score: 91,
    durationMs: 20_000,
  });
  await recordDecision(db, SYSTEM, { videoId, decision: "edited", reason: "typo", edits: { title: "Why blue" } });

  expect(await getVideo(db, SYSTEM, { videoId })).toMatchObject({
    title: "Why blue",
    status: "queued",
    artifacts: { scriptKey: "scripts/a.json", videoKey: "videos/b.mp4" },
    qualityScore: 91,
    durationMs: 20_000,
    workflowId: "generate/made",
    decisions: [{ decision: "edited", reason: "typo", decidedBy: "system/test" }],
  });
  await expect(getVideo(db, ELSEWHERE, { videoId })).rejects.toMatchObject({ code: "not_found" });
  await expect(recordArtifacts(db, ELSEWHERE, { videoId })).rejects.toMatchObject({ code: "not_found" });
});

test("pages of videos neither repeat nor skip, also within one microsecond", async () => {
  const { db } = database;
  await addChannel(db, "paged");
  for (let index = 0; index < 7; index += 1) await enqueue(db, `page${index}`, { channelId: "paged" });
  await db.execute(sql`update core.videos set created_at = now() - interval '1 day' where channel_id = 'paged'`);

  const seen: string[] = [];
  let cursor: string | null = null;
  do {
    const page = await listVideos(db, SYSTEM, { channelId: "paged", limit: 3, cursor });
    seen.push(...page.videos.map(({ videoId }) => videoId));
    cursor = page.nextCursor;
  } while (cursor !== null);

  expect(seen).toEqual(["page6", "page5", "page4", "page3", "page2", "page1", "page0"]);
  expect((await listVideos(db, ELSEWHERE, { limit: 5 })).videos).toEqual([]);
  expect((await listVideos(db, SYSTEM, { search: "SKY IS", channelId: "paged", limit: 9 })).videos).toHaveLength(7);
  expect((await listVideos(db, SYSTEM, { search: "100%", limit: 9 })).videos).toEqual([]);
  await expect(listVideos(db, SYSTEM, { limit: 3, cursor: "forged" })).rejects.toMatchObject({ field: "cursor" });
});

test("an upload session outlives a crash and a publication is recorded once", async () => {
  const { db } = database;
  await enqueue(db, UPLOAD.videoId);
  expect(await findUploadSession(db, SYSTEM, UPLOAD)).toBeNull();
  expect(await openUploadSession(db, SYSTEM, { ...UPLOAD, bytesTotal: 9 })).toMatchObject({ state: "opening" });
  await saveUploadSession(db, SYSTEM, { ...UPLOAD, sessionUri: "https://upload/1", bytesTotal: 9 });
  expect(await openUploadSession(db, SYSTEM, { ...UPLOAD, bytesTotal: 9 })).toMatchObject({
    state: "open",
    sessionUri: "https://upload/1",
  });
  await closeUploadSession(db, SYSTEM, UPLOAD);
  expect(await findUploadSession(db, SYSTEM, UPLOAD)).toMatchObject({ state: "closed", sessionUri: null });

  const publication = { ...UPLOAD, platformVideoId: "yt1", url: "https://youtu.be/yt1" };
  await recordPublication(db, SYSTEM, publication);
  await recordPublication(db, SYSTEM, publication);
  await expect(recordPublication(db, SYSTEM, { ...publication, platformVideoId: "yt2" })).rejects.toMatchObject({
    code: "conflict",
  });
  expect(await findPublication(db, SYSTEM, UPLOAD)).toMatchObject({ platformVideoId: "yt1" });
  expect(await getVideo(db, SYSTEM, UPLOAD)).toMatchObject({ publishStatus: "published" });
});

test("suspending a channel empties its waiting line, and its connection is forgotten when revoked", async () => {
  const { db } = database;
  const { channelId } = await createChannel(db, SYSTEM, { channelId: "second", name: "Second", niche: "tech" });
  await expect(createChannel(db, SYSTEM, { channelId, name: "Again", niche: "tech" })).rejects.toMatchObject({
    code: "conflict",
  });
  await enqueue(db, "stopped", { channelId });
  const key = { channelId, platform: "youtube" };
  await saveConnection(db, SYSTEM, {
    ...key,
    encryptedToken: "sealed",
    keyId: "k1",
    account: { accountId: "UC1", title: "T" },
  });
  expect(await findConnection(db, SYSTEM, key)).toMatchObject({ status: "connected", encryptedToken: "sealed" });
  expect(await revokeConnection(db, SYSTEM, key)).toEqual({ revoked: true });
  expect(await revokeConnection(db, SYSTEM, key)).toEqual({ revoked: false });
  expect(await findConnection(db, SYSTEM, key)).toMatchObject({ status: "revoked", encryptedToken: null });

  await updateChannel(db, SYSTEM, { channelId, status: "suspended" });
  expect(await getVideo(db, SYSTEM, { videoId: "stopped" })).toMatchObject({ status: "cancelled" });
  await expect(getChannel(db, ELSEWHERE, { channelId })).rejects.toMatchObject({ code: "not_found" });
  expect((await listChannels(db, SYSTEM)).map((channel) => channel.channelId)).toContain(CHANNEL_ID);
  expect(await listChannels(db, ELSEWHERE)).toEqual([]);
});

test("a failed event waits, alerts once, is driven again, and comes back when it fails again", async () => {
  const { db } = database;
  const failed = { source: "video_completed", eventId: "made", payload: { videoId: "made" }, error: "Redis is away" };
  const { errorId } = await enqueueError(db, SYSTEM, failed);
  expect(await errorsToAlert(db)).toMatchObject([{ errorId, failures: 1 }]);
  await markAlerted(db, { errorId });
  expect(await errorsToAlert(db)).toEqual([]);

  expect(await redriveErrors(db, SYSTEM, { source: "video_completed" })).toMatchObject([{ payload: failed.payload }]);
  expect(await redriveErrors(db, SYSTEM, { source: "video_completed" })).toEqual([]);
  expect(await enqueueError(db, SYSTEM, failed)).toEqual({ errorId, failures: 2 });
  expect(await errorsToAlert(db)).toHaveLength(1);
  expect(await resolveError(db, SYSTEM, failed)).toEqual({ resolved: true });
  expect(await listErrors(db, SYSTEM, { state: "waiting" })).toEqual([]);
});

test("the first ending of a run counts", async () => {
  const { db } = database;
  const run = { workflowId: "generate/made", runId: "r1" };
  await recordWorkflowStarted(db, SYSTEM, { ...run, type: "generateVideo", subjectId: "made", channelId: CHANNEL_ID });
  await recordWorkflowClosed(db, SYSTEM, { ...run, status: "completed" });
  await recordWorkflowClosed(db, SYSTEM, { ...run, status: "failed" });
  expect(await workflowsAbout(db, SYSTEM, { subjectId: "made" })).toMatchObject([{ status: "completed" }]);
});
