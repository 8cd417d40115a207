import { array, assert as assertProperty, asyncProperty, integer } from "fast-check";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";

import { createPublishingFixture, FILE_BYTES } from "./fixture.ts";
import type { PublishingFixture } from "./fixture.ts";

let fixture: PublishingFixture;
beforeAll(async () => {
  fixture = await createPublishingFixture();
});
afterAll(() => fixture[Symbol.asyncDispose]());
beforeEach(() => fixture.sandbox.clearFaults());

test("uploaders killed −9 at random bytes, one after the other: one video, every byte", async () => {
  let kills = 0;
  const bytesOfDeaths = array(integer({ min: 0, max: FILE_BYTES - 1 }), { minLength: 1, maxLength: 3 });
  const property = asyncProperty(bytesOfDeaths, async (deaths) => {
    const input = await fixture.newVideo();
    for (const storedBytes of deaths.toSorted((a, b) => a - b)) {
      if (await fixture.killDuring(input, { storedBytes })) kills += 1;
    }
    const { platformVideoId } = await fixture.upload(input);
    expect(await fixture.outcome(input)).toMatchObject({
      sessions: 1,
      platformVideoIds: [platformVideoId],
      sha256: [fixture.file.sha256],
      thumbnails: 1,
      captions: 1,
    });
  });
  await assertProperty(property, { numRuns: 5, seed: 20_261_121 });
  expect(kills).toBeGreaterThanOrEqual(5);
}, 120_000);

test.each([
  { when: "video_inserted", thumbnails: 1 },
  // Setting the same thumbnail again is the one step whose repeat cannot be told from the first.
  { when: "thumbnail_set", thumbnails: 2 },
  { when: "caption_inserted", thumbnails: 1 },
] as const)(
  "an uploader killed −9 on $when",
  async ({ when, thumbnails }) => {
    const input = await fixture.newVideo();
    // Keeps the uploader waiting for the answer that it will never read.
    await fixture.sandbox.fault({
      match: { path: PATHS[when] },
      fault: { kind: "delay_reply", delayMs: 30_000 },
      skip: SKIPS[when],
    });
    expect(await fixture.killDuring(input, when)).toBe(true);
    await fixture.sandbox.clearFaults();
    const { platformVideoId } = await fixture.upload(input);
    const outcome = await fixture.outcome(input);
    expect(outcome).toMatchObject({ sessions: 1, platformVideoIds: [platformVideoId], captions: 1 });
    expect(outcome.thumbnails).toBeLessThanOrEqual(thumbnails);
  },
  60_000,
);

test("the platform killed −9 while it receives, and the uploader too", async () => {
  const input = await fixture.newVideo();
  await fixture.killDuring(input, { storedBytes: 5_000_000 });
  await fixture.sandbox.crashAndRestart();
  const { platformVideoId } = await fixture.upload(input);
  expect(await fixture.outcome(input)).toMatchObject({
    sessions: 1,
    platformVideoIds: [platformVideoId],
    sha256: [fixture.file.sha256],
  });
}, 60_000);

const PATHS = {
  video_inserted: "^/upload/youtube/v3/videos.*upload_id",
  thumbnail_set: "thumbnails/set",
  caption_inserted: "upload/youtube/v3/captions",
} as const;
/** The status query and two chunks come before the chunk that makes the video. */
const SKIPS = { video_inserted: 3, thumbnail_set: 0, caption_inserted: 0 } as const;
