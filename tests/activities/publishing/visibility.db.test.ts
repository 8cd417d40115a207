import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { findPublication } from "../../../db/queries/publications.ts";
import { getVideo } from "../../../db/queries/videos.ts";
import type { UploadInput } from "../../../domain/video/production.ts";
import { SYSTEM } from "../../db/fixtures.ts";
import { createPublishingFixture, type PublishingFixture } from "./fixture.ts";

let fixture: PublishingFixture;
beforeAll(async () => {
  fixture = await createPublishingFixture();
});
afterAll(() => fixture[Symbol.asyncDispose]());

const SETTINGS = {
  privacy: "private",
  publishAt: null,
  containsSyntheticMedia: true,
  selfDeclaredMadeForKids: false,
} as const;
const videoOf = ({ videoId }: UploadInput) => getVideo(fixture.db, SYSTEM, { videoId });

test("a published video becomes public now, or at its hour; what was disclosed stays so, and a repeat sends nothing", async () => {
  const input = await fixture.newVideo();
  const { platformVideoId, url } = await fixture.upload(input);
  const change = (privacy: "public" | "private", publishAt: string | null) =>
    fixture.run(input, (act) => act.changeVisibility({ videoId: input.videoId, privacy, publishAt }));
  const sent = async () =>
    (await fixture.sandbox.eventsOf("video_updated"))
      .filter(({ videoId }) => videoId === platformVideoId)
      .map(({ metadata }) => metadata.status);

  expect(await change("private", "2099-01-01T18:00:00+01:00")).toMatchObject({ url, usage: [{ units: 1 }] });
  expect(await videoOf(input)).toMatchObject({ publishStatus: "scheduled", publishedAt: null });
  expect(await change("private", "2099-01-01T17:00:00Z")).toMatchObject({ usage: [] });
  await change("public", null);
  expect(await videoOf(input)).toMatchObject({ publishStatus: "published", publishedAt: expect.any(String) });
  expect(await sent()).toMatchObject([
    { privacyStatus: "private", publishAt: "2099-01-01T17:00:00.000Z", containsSyntheticMedia: true },
    { privacyStatus: "public", containsSyntheticMedia: true, selfDeclaredMadeForKids: false },
  ]);
  expect((await sent()).at(-1)).not.toHaveProperty("publishAt");
});

test("an hour that passed while a video waited is not published at once: nothing is sent, and it goes on with another", async () => {
  const past = "2020-01-01T00:00:00.000Z";
  const input = await fixture.newVideo({ publish: { ...SETTINGS, publishAt: past } });
  await expect(fixture.upload(input)).rejects.toMatchObject({
    ...{ code: "platform_refused", field: "publishAt" },
    remedy: expect.stringContaining("publish_at"),
  });
  expect(await fixture.outcome(input)).toMatchObject({ sessions: 0, platformVideoIds: [] });
  const publishAt = "2099-01-01T00:00:00.000Z";
  const edited = { ...input, spec: { ...input.spec, publish: { ...SETTINGS, publishAt } } };
  await fixture.upload(edited);
  expect((await fixture.outcome(input)).metadata?.status).toMatchObject({ privacyStatus: "private", publishAt });
  expect(await videoOf(input)).toMatchObject({ publishStatus: "scheduled", scheduledFor: publishAt });
  const { videoId } = input;
  const late = fixture.run(input, (act) => act.changeVisibility({ videoId, privacy: "private", publishAt: past }));
  await expect(late).rejects.toMatchObject({ code: "platform_refused", field: "publishAt" });
  expect(await videoOf(input)).toMatchObject({ publishStatus: "scheduled", scheduledFor: publishAt });
});

test("a dry run writes down what would be sent, and sends nothing", async () => {
  const input = await fixture.newVideo({ publish: { ...SETTINGS, dryRun: true, captionTrack: false } });
  const requestsBefore = (await fixture.sandbox.eventsOf("request")).length;
  expect(await fixture.upload(input)).toMatchObject({ platformVideoId: null, url: null, usage: [] });
  expect(await fixture.sandbox.eventsOf("request")).toHaveLength(requestsBefore);
  const key = { videoId: input.videoId, platform: "youtube" };
  expect(await findPublication(fixture.db, SYSTEM, key)).toBeNull();
  const { artifacts } = await videoOf(input);
  const publication: unknown = JSON.parse(
    await readFile(join(fixture.folder, artifacts["publicationKey"] ?? ""), "utf8"),
  );
  expect(publication).toMatchObject({
    video: { snippet: { title: "Why the sky is blue" }, status: { privacyStatus: "private" } },
    captions: null,
  });
});

test("a dry run names what the platform would refuse; without a caption track 400 units are saved", async () => {
  const publish = { ...SETTINGS, dryRun: true, publishAt: "2020-01-01T00:00:00Z" };
  const past = await fixture.newVideo({ publish });
  await expect(fixture.upload(past)).rejects.toMatchObject({ code: "platform_refused", field: "publishAt" });
  const untitled = await fixture.newVideo({ publish: { ...SETTINGS, dryRun: true } });
  await writeFile(
    join(fixture.folder, "scripts/untitled.json"),
    JSON.stringify({ title: "<>", hook: "", description: "", tags: [] }),
  );
  const refused = fixture.upload({ ...untitled, scriptKey: "scripts/untitled.json", title: "<>" });
  await expect(refused).rejects.toMatchObject({ code: "platform_refused", field: "title" });
  const bare = await fixture.newVideo({ publish: { ...SETTINGS, captionTrack: false } });
  const { usage } = await fixture.upload(bare);
  expect(usage.map(({ operation }) => operation)).toEqual(["upload", "thumbnails.set"]);
});
