import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import { sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";

import { findPublication, findUploadSession, pendingPublications } from "../../../db/queries/publications.ts";
import { getVideo } from "../../../db/queries/videos.ts";
import { revokeConnection } from "../../../db/queries/channels.ts";
import { CHANNEL_ID, SYSTEM } from "../../db/fixtures.ts";
import { createPublishingFixture, FILE_BYTES } from "./fixture.ts";
import type { PublishingFixture } from "./fixture.ts";

const SENDING = { method: "PUT", path: "^/upload/", contentRange: "^bytes \\d" };
const ASKING = { method: "PUT", path: "^/upload/", contentRange: "^bytes \\*" };
const OPENING = { method: "POST", path: "^/upload/youtube/v3/videos" };

let fixture: PublishingFixture;
beforeAll(async () => {
  fixture = await createPublishingFixture();
});
afterAll(() => fixture[Symbol.asyncDispose]());
beforeEach(() => fixture.sandbox.clearFaults());

test("publishes with explicit privacy, disclosure, chapters, thumbnail and captions", async () => {
  const input = await fixture.newVideo();
  const result = await fixture.upload(input);
  const { metadata, ...outcome } = await fixture.outcome(input);
  expect(outcome).toEqual({
    sessions: 1,
    platformVideoIds: [result.platformVideoId],
    sha256: [fixture.file.sha256],
    thumbnails: 1,
    captions: 1,
  });
  expect(result.url).toBe(`${fixture.sandbox.url}/watch?v=${result.platformVideoId}`);
  expect(result.usage.map((usage) => usage.operation)).toEqual(["upload", "thumbnails.set", "captions.insert"]);
  expect(metadata?.status).toMatchObject({
    privacyStatus: "private",
    containsSyntheticMedia: true,
    selfDeclaredMadeForKids: false,
  });
  expect(metadata?.snippet).toMatchObject({
    title: "Why the sky is blue",
    description: "Look up.\n\nLight scatters.\n\n0:00 Part 1\n0:12 Part 2\n0:24 Part 3",
    tags: [`longtake:${input.videoId}`, "sky"],
    categoryId: "27",
  });
  const key = { videoId: input.videoId, platform: "youtube" };
  expect(await findPublication(fixture.db, SYSTEM, key)).toMatchObject({ platformVideoId: result.platformVideoId });
  expect(await findUploadSession(fixture.db, SYSTEM, key)).toMatchObject({ state: "closed", sessionUri: null });
});

describe("what the platform made of the file is on record when the upload ends, and is asked once more:", () => {
  test("processed", async () => {
    const input = await fixture.newVideo();
    await fixture.upload(input);
    expect(await publicationOf(fixture, input.videoId)).toMatchObject({ processing: "processed" });
    const pending = await pendingPublications(fixture.db, { platform: "youtube", limit: 50 });
    expect(pending).toContainEqual(expect.objectContaining({ videoId: input.videoId, processing: "processed" }));
    await fixture.run(input, (activities) => activities.checkProcessing());
    expect(await pendingPublications(fixture.db, { platform: "youtube", limit: 50 })).toEqual([]);
  });

  test("refused", async () => {
    await using own = await createPublishingFixture();
    const input = await own.newVideo();
    await writeFile(join(own.folder, input.videoKey), Buffer.alloc(20_000));
    await expect(own.upload(input)).rejects.toMatchObject({ code: "platform_refused" });
    const processingReason = "YouTube failed it: invalidFile";
    expect(await publicationOf(own, input.videoId)).toMatchObject({ processing: "failed", processingReason });
  });
});

test("a repeat after success touches nothing at the platform", async () => {
  const input = await fixture.newVideo();
  const first = await fixture.upload(input);
  const requestsBefore = (await fixture.sandbox.eventsOf("request")).length;
  expect(await fixture.upload(input)).toEqual({ ...first, usage: [] });
  expect(await fixture.sandbox.eventsOf("request")).toHaveLength(requestsBefore);
});

test("a scheduled video is private until its hour", async () => {
  const publishAt = "2099-01-01T12:00:00+01:00";
  const publish = {
    privacy: "private",
    publishAt,
    containsSyntheticMedia: true,
    selfDeclaredMadeForKids: false,
  } as const;
  const input = await fixture.newVideo({ publish });
  await fixture.upload(input);
  const { metadata } = await fixture.outcome(input);
  expect(metadata?.status).toMatchObject({ privacyStatus: "private", publishAt: "2099-01-01T11:00:00.000Z" });
});

test("a scheduled video that is not public after its hour is noticed, and one that is counts as published", async () => {
  const publishAt = "2099-01-01T12:00:00+01:00";
  const disclosed = { containsSyntheticMedia: true, selfDeclaredMadeForKids: false } as const;
  const publish = { privacy: "private", publishAt, ...disclosed } as const;
  const [stays, appears] = [await fixture.newVideo({ publish }), await fixture.newVideo({ publish })];
  for (const input of [stays, appears]) {
    await fixture.upload(input);
    await fixture.run(input, (activities) => activities.checkProcessing());
  }
  await fixture.run(appears, (activities) =>
    activities.changeVisibility({ videoId: appears.videoId, privacy: "public", publishAt: null }),
  );
  const videoIds = sql.join([sql`${stays.videoId}`, sql`${appears.videoId}`], sql`, `);
  const hourComes = sql`update core.videos set publish_status = 'scheduled', published_at = null, created_at = created_at - interval '1 day',
    scheduled_for = clock_timestamp() - interval '11 minutes' where video_id in (${videoIds})`;
  await fixture.db.execute(hourComes);
  await fixture.db.execute(sql`update core.publications set checked_at = clock_timestamp() - interval '1 day'
    where video_id in (${videoIds})`);
  await fixture.run(stays, (activities) => activities.checkProcessing());
  const [late, seen] = await Promise.all(
    [stays, appears].map(({ videoId }) => getVideo(fixture.db, SYSTEM, { videoId })),
  );
  expect(late).toMatchObject({ publishStatus: "scheduled" });
  expect(late?.publications[0]?.visibilityReason).toMatch(/asked for public at .*YouTube has it as private/);
  expect(seen).toMatchObject({ publishStatus: "published" });
  expect(seen?.publications[0]?.visibilityReason).toBeNull();
  // Both were looked at: the next round asks about neither.
  const asked = (await pendingPublications(fixture.db, { platform: "youtube", limit: 50 })).map((each) => each.videoId);
  expect(asked).not.toContain(stays.videoId);
  expect(asked).not.toContain(appears.videoId);
});

test("two uploaders of the same video share one session and make one video", async () => {
  const input = await fixture.newVideo();
  await fixture.sandbox.fault({ match: OPENING, fault: { kind: "delay", delayMs: 200 } });
  const results = await Promise.all([fixture.upload(input), fixture.upload(input)]);
  const outcome = await fixture.outcome(input);
  expect(outcome).toMatchObject({ sessions: 1, captions: 1, sha256: [fixture.file.sha256] });
  expect(results.map((result) => result.platformVideoId)).toEqual([
    ...outcome.platformVideoIds,
    ...outcome.platformVideoIds,
  ]);
});

describe("exactly one video when", () => {
  test.each([
    {
      name: "the session is lost half-way",
      faults: [{ match: SENDING, fault: { kind: "lose_session" }, skip: 1 }],
      sessions: 2,
    },
    {
      name: "the last reply is lost and then the session too: the tag finds the video",
      faults: [
        { match: SENDING, fault: { kind: "reply_lost_after_commit" }, skip: 2 },
        { match: ASKING, fault: { kind: "lose_session" }, skip: 1 },
      ],
      sessions: 1,
    },
    {
      name: "the answer to the session's opening is lost",
      faults: [{ match: OPENING, fault: { kind: "reply_lost_after_commit" } }],
      sessions: 2,
    },
    {
      name: "503 everywhere for a while",
      faults: [{ match: { path: "^/" }, fault: { kind: "status", status: 503 }, times: 5 }],
      sessions: 1,
    },
    {
      name: "the token dies in the middle",
      faults: [{ match: SENDING, fault: { kind: "expire_token" }, skip: 1 }],
      sessions: 1,
    },
    {
      name: "the reply to the captions is lost",
      faults: [{ match: { path: "upload/youtube/v3/captions" }, fault: { kind: "reply_lost_after_commit" } }],
      sessions: 1,
    },
  ])("$name", async ({ faults, sessions }) => {
    const input = await fixture.newVideo();
    for (const fault of faults) await fixture.sandbox.fault(fault);
    const result = await untilDone(() => fixture.upload(input));
    expect(await fixture.outcome(input)).toMatchObject({
      sessions,
      platformVideoIds: [result.platformVideoId],
      sha256: [fixture.file.sha256],
      captions: 1,
    });
  });
});

describe("a cancelled upload", () => {
  const LAST_BYTES = { ...SENDING, contentRange: `-${FILE_BYTES - 1}/` };

  test("whose last byte had arrived is on record, since the platform has the video", async () => {
    const input = await fixture.newVideo();
    await fixture.sandbox.fault({ match: LAST_BYTES, fault: { kind: "delay_reply", delayMs: 60_000 } });
    const arrived = until(async () => (await fixture.outcome(input)).platformVideoIds.length === 1);
    await expect(fixture.upload(input, arrived)).rejects.toThrow();
    const key = { videoId: input.videoId, platform: "youtube" };
    const [platformVideoId] = (await fixture.outcome(input)).platformVideoIds;
    expect(await findPublication(fixture.db, SYSTEM, key)).toMatchObject({ platformVideoId });
  });

  test("that was not whole leaves nothing behind", async () => {
    const input = await fixture.newVideo();
    await fixture.sandbox.fault({ match: SENDING, fault: { kind: "delay_reply", delayMs: 60_000 } });
    const begun = until(async () => (await fixture.outcome(input)).sessions === 1);
    await expect(fixture.upload(input, begun)).rejects.toThrow();
    expect(await findPublication(fixture.db, SYSTEM, { videoId: input.videoId, platform: "youtube" })).toBeNull();
  });
});

describe("a run that cannot go on says why:", () => {
  test("quota: until when, and nobody asks again before", async () => {
    await using own = await createPublishingFixture();
    const input = await own.newVideo();
    await own.sandbox.fault({ match: OPENING, fault: { kind: "quota_exceeded", shape: "granular" } });
    const refused = own.upload(input);
    await expect(refused).rejects.toMatchObject({ code: "quota_exhausted", retryable: false });
    await expect(refused).rejects.toHaveProperty("retryAfterMs", expect.any(Number));
    await expect(own.upload(input)).rejects.toMatchObject({ code: "quota_exhausted" });
    expect((await own.outcome(input)).sessions).toBe(0);
  });

  test("withdrawn access in the middle, and it goes on from there once connected again", async () => {
    await using own = await createPublishingFixture();
    const input = await own.newVideo();
    await own.sandbox.fault({ match: SENDING, fault: { kind: "revoke_token" }, skip: 1 });
    await expect(own.upload(input)).rejects.toMatchObject({
      code: "channel_not_connected",
      retryable: false,
      remedy: expect.stringContaining(`longtake channel connect --channel-id ${CHANNEL_ID}`),
    });
    await own.connect();
    const result = await own.upload(input);
    expect(await own.outcome(input)).toMatchObject({ sessions: 1, platformVideoIds: [result.platformVideoId] });
  });

  test("a channel that nobody connected", async () => {
    const input = await fixture.newVideo();
    await revokeConnection(fixture.db, SYSTEM, { channelId: CHANNEL_ID, platform: "youtube" });
    await expect(fixture.upload(input)).rejects.toMatchObject({ code: "channel_not_connected" });
    await fixture.connect();
    expect(await fixture.upload(input)).toMatchObject({ platform: "youtube" });
  });
});

async function publicationOf({ db }: PublishingFixture, videoId: string) {
  return (await getVideo(db, SYSTEM, { videoId })).publications[0];
}

async function until(fact: () => Promise<boolean>): Promise<void> {
  while (!(await fact())) await sleep(20);
}

/** As the workflow does: again while the failure is retryable. */
async function untilDone<Result>(attempt: () => Promise<Result>): Promise<Result> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await attempt();
    } catch (error) {
      const retryable = typeof error === "object" && error !== null && "retryable" in error && error.retryable === true;
      if (!retryable || tries === 10) throw error;
    }
  }
}
