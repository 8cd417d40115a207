import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { createYoutubeQuota } from "../../../db/queries/youtube-quota.ts";
import { SYSTEM } from "../../db/fixtures.ts";
import { clientsOf, connectAccount } from "../../sandbox/youtube-account.ts";
import { createPublishingFixture, type PublishingFixture } from "./fixture.ts";
import { PROJECT } from "./worker.ts";

const OPENING = { method: "POST", path: "^/upload/youtube/v3/videos" };

/** What we counted, by bucket. */
async function counted({ db }: PublishingFixture) {
  const rows = await db.execute<{ kind: "units" | "uploads"; spent: number; refused: boolean }>(sql`
    select kind, spent_units as spent, refused_at is not null as refused from core.quota_buckets`);
  const of = (kind: string) => rows.find((row) => row.kind === kind);
  return {
    units: of("units")?.spent ?? 0,
    uploads: of("uploads")?.spent ?? 0,
    refused: of("uploads")?.refused ?? false,
  };
}

/** What the stand-in counted since `before`. */
async function platformCounted({ sandbox }: PublishingFixture, before = { units: 0, uploads: 0 }) {
  const events = await sandbox.eventsOf("quota_spent");
  const of = (bucket: string) =>
    events.filter((event) => event.bucket === bucket).reduce((sum, event) => sum + event.units, 0);
  return { units: of("Queries") - before.units, uploads: of("Video Uploads") - before.uploads };
}

const openings = async ({ sandbox }: PublishingFixture) =>
  (await sandbox.eventsOf("request")).filter(({ method, path }) => method === "POST" && /videos\?/.test(path)).length;

test("our count is the platform's own, call by call, and the third upload of two is never asked for", async () => {
  await using fixture = await createPublishingFixture({}, { uploadsPerDay: 2 });
  const before = await platformCounted(fixture);
  await fixture.upload(await fixture.newVideo());
  await fixture.upload(await fixture.newVideo());
  const third = await fixture.newVideo();
  await expect(fixture.upload(third)).rejects.toMatchObject({
    code: "quota_exhausted",
    retryAfterMs: expect.any(Number),
    message: "videos.insert needs 1: 2 of the day's 2 uploads are spent",
  });
  expect(await openings(fixture)).toBe(2);
  const { refused, ...ours } = await counted(fixture);
  expect(ours).toEqual(await platformCounted(fixture, before));
  expect(ours).toMatchObject({ uploads: 2 });
  expect(refused).toBe(false);
});

test("a bucket that YouTube calls empty is not asked again", async () => {
  await using fixture = await createPublishingFixture({ SANDBOX_UPLOADS_PER_DAY: "1" });
  await fixture.upload(await fixture.newVideo());
  await expect(fixture.upload(await fixture.newVideo())).rejects.toMatchObject({ code: "quota_exhausted" });
  expect(await openings(fixture)).toBe(2);
  expect(await counted(fixture)).toMatchObject({ refused: true });
  await expect(fixture.upload(await fixture.newVideo())).rejects.toMatchObject({ code: "quota_exhausted" });
  expect(await openings(fixture)).toBe(2);
});

test("uploaders killed −9: no call that was made is missing from our count, and at most one a kill is in it in vain", async () => {
  await using fixture = await createPublishingFixture();
  const before = await platformCounted(fixture);
  const input = await fixture.newVideo();
  let kills = 0;
  for (const path of ["thumbnails/set", "upload/youtube/v3/captions"]) {
    await fixture.sandbox.fault({ match: { path }, fault: { kind: "delay_reply", delayMs: 30_000 } });
    if (await fixture.killDuring(input, path === "thumbnails/set" ? "thumbnail_set" : "caption_inserted")) kills += 1;
    await fixture.sandbox.clearFaults();
  }
  await fixture.upload(input);
  expect(kills).toBe(2);
  const [ours, theirs] = [await counted(fixture), await platformCounted(fixture, before)];
  expect(ours.uploads).toBe(theirs.uploads);
  expect(ours.units).toBeGreaterThanOrEqual(theirs.units);
  expect(ours.units - theirs.units).toBeLessThanOrEqual(kills * 400);
}, 120_000);

test("a platform that cannot be reached costs nothing; one whose answer is lost costs the call", async () => {
  await using fixture = await createPublishingFixture();
  const { refreshToken } = await connectAccount(fixture.sandbox.url);
  const settings = { uploadsPerDay: 10, unitsPerDay: 100, keptForPublishing: 0 };
  const quotaOf = createYoutubeQuota({ db: fixture.db, project: `${PROJECT}-away`, settings });
  const here = clientsOf(fixture.sandbox.url, quotaOf);
  await fixture.sandbox.fault({ match: { path: "v3/channels" }, fault: { kind: "reply_lost_after_commit" } });
  const channel = here.youtube.asChannel(refreshToken, SYSTEM);
  await expect(channel.readMine()).rejects.toMatchObject({ code: "platform_unavailable" });
  expect(await counted(fixture)).toMatchObject({ units: 1 });
  await fixture.sandbox.stop();
  await expect(channel.readMine()).rejects.toMatchObject({ code: "platform_unavailable" });
  expect(await counted(fixture)).toMatchObject({ units: 1 });
});

test("a channel that has uploaded all it may in 24 hours closes nothing for the others", async () => {
  await using fixture = await createPublishingFixture();
  const fault = { kind: "status", status: 400, reason: "uploadLimitExceeded" };
  await fixture.sandbox.fault({ match: OPENING, fault });
  await expect(fixture.upload(await fixture.newVideo())).rejects.toMatchObject({ code: "quota_exhausted" });
  expect(await counted(fixture)).toMatchObject({ refused: false, uploads: 1 });
  expect(await fixture.upload(await fixture.newVideo())).toMatchObject({ platform: "youtube" });
});
