import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { UpdatePublishedInput } from "../../../activities/publishing/update.ts";
import { createExperiment } from "../../../db/queries/experiments.ts";
import type { UploadInput } from "../../../domain/video/production.ts";
import { SYSTEM } from "../../db/fixtures.ts";
import { createPublishingFixture, type PublishingFixture } from "./fixture.ts";

const DISCLOSED = { containsSyntheticMedia: true, selfDeclaredMadeForKids: false };
let fixture: PublishingFixture;
let input: UploadInput;
let platformVideoId: string | null;
beforeAll(async () => {
  fixture = await createPublishingFixture();
  await writeFile(join(fixture.folder, "thumbnails/other.png"), Buffer.from([0x89, 0x50, 0x4e, 0x47, 1]));
  await writeFile(join(fixture.folder, "captions/other.srt"), "1\n00:00:00,000 --> 00:00:02,000\nThe sky is red.\n");
  // A test of titles needs a video that others can see.
  input = await fixture.newVideo({ publish: { ...DISCLOSED, privacy: "unlisted", publishAt: null } });
  ({ platformVideoId } = await fixture.upload(input));
});
afterAll(() => fixture[Symbol.asyncDispose]());

const update = (changes: Omit<UpdatePublishedInput, "videoId">) =>
  fixture.run(input, (activities) => activities.updatePublished({ videoId: input.videoId, ...changes }));

async function shown() {
  const updated = (await fixture.sandbox.eventsOf("video_updated")).filter((e) => e.videoId === platformVideoId);
  return updated.at(-1)?.metadata;
}

const operationsOf = ({ usage }: { usage: readonly { operation: string }[] }) => usage.map((used) => used.operation);

test("a new title leaves everything else as it was, and is sent once", async () => {
  const changed = await update({ title: "Why <evenings> are red" });
  expect(operationsOf(changed)).toEqual(["videos.update"]);
  expect(await shown()).toMatchObject({
    snippet: { title: "Why evenings are red", tags: [`longtake:${input.videoId}`, "sky"], categoryId: "27" },
    status: { privacyStatus: "unlisted", containsSyntheticMedia: true },
  });
  expect((await shown())?.snippet.description).toContain("0:12 Part 2");
  expect(operationsOf(await update({ title: "Why evenings are red" }))).toEqual([]);
});

test("a lost reply is not paid twice", async () => {
  const match = { method: "PUT", path: "^/youtube/v3/videos" };
  await fixture.sandbox.fault({ match, fault: { kind: "reply_lost_after_commit" } });
  await expect(update({ description: "Other words." })).rejects.toMatchObject({ code: "platform_unavailable" });
  expect(operationsOf(await update({ description: "Other words." }))).toEqual([]);
  expect((await shown())?.snippet).toMatchObject({ title: "Why evenings are red", description: "Other words." });
});

test("captions take the place of those that are there, another language stands beside them", async () => {
  const srtKey = "captions/other.srt";
  expect(operationsOf(await update({ srtKey }))).toEqual(["captions.update"]);
  expect(operationsOf(await update({ srtKey }))).toEqual([]);
  expect(operationsOf(await update({ srtKey, language: "de" }))).toEqual(["captions.insert"]);
  const { captions } = await fixture.outcome(input);
  expect(captions).toBe(2);
});

test("a thumbnail is set once", async () => {
  const thumbnailKey = "thumbnails/other.png";
  expect(operationsOf(await update({ thumbnailKey }))).toEqual(["thumbnails.set"]);
  expect(operationsOf(await update({ thumbnailKey }))).toEqual([]);
});

test("an edit that waited is kept out by an experiment that began meanwhile; the experiment itself goes on", async () => {
  const { videoId } = input;
  const terms = { kind: "title", others: ["Another"], rotationHours: 24, roundsMax: 4 } as const;
  await createExperiment(fixture.db, SYSTEM, { experimentId: "exp_meanwhile", videoId, ...terms });
  await expect(update({ title: "Late", isEdit: true })).rejects.toMatchObject({
    ...{ code: "conflict", message: expect.stringContaining("exp_meanwhile") },
    remedy: expect.stringContaining("longtake experiment stop"),
  });
  expect(operationsOf(await update({ title: "Another" }))).toEqual(["videos.update"]);
  expect((await shown())?.snippet.title).toBe("Another");
});

test("a spent day says when it ends, and a video that was never published is no video to change", async () => {
  await fixture.sandbox.fault({ match: { path: "thumbnails/set" }, fault: { kind: "quota_exceeded" } });
  await expect(update({ thumbnailKey: input.thumbnailKey })).rejects.toMatchObject({
    code: "quota_exhausted",
    retryAfterMs: expect.any(Number),
  });
  const other = await fixture.newVideo();
  const refused = fixture.run(other, (activities) =>
    activities.updatePublished({ videoId: other.videoId, title: "x" }),
  );
  await expect(refused).rejects.toMatchObject({ code: "conflict" });
});
