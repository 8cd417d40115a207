import { afterAll, beforeAll, expect, test } from "vitest";
import { getVideo } from "../../../db/queries/videos.ts";
import { SYSTEM } from "../../db/fixtures.ts";
import { createPublishingFixture, type PublishingFixture } from "./fixture.ts";

let fixture: PublishingFixture;
beforeAll(async () => {
  fixture = await createPublishingFixture({ SANDBOX_LOCKS_PRIVATE: "true" });
});
afterAll(() => fixture[Symbol.asyncDispose]());

const DISCLOSED = { containsSyntheticMedia: true, selfDeclaredMadeForKids: false };
const LOCKED = "asked for public, YouTube has it as private";

/** How often the platform was asked about videos since so many events. */
async function asked(before = 0): Promise<number> {
  const events = (await fixture.sandbox.eventsOf("request")).slice(before);
  return events.filter(({ method, path }) => method === "GET" && path.startsWith("/youtube/v3/videos")).length;
}
const requests = async () => (await fixture.sandbox.eventsOf("request")).length;

test("what a platform locks to private is told after the upload without another call, and again after a change", async () => {
  const input = await fixture.newVideo({ publish: { ...DISCLOSED, privacy: "public", publishAt: null } });
  const { videoId } = input;
  const before = await requests();
  expect(await fixture.upload(input)).toMatchObject({ visibilityReason: LOCKED });
  const publicationOf = async () => (await getVideo(fixture.db, SYSTEM, { videoId })).publications[0];
  expect(await publicationOf()).toMatchObject({ privacy: "private", visibilityReason: LOCKED });
  expect(await asked(before)).toBe(1);
  // A repeat of the upload tells what is on record.
  expect(await fixture.upload(input)).toMatchObject({ visibilityReason: LOCKED });

  const change = (privacy: "public" | "private", publishAt: string | null) =>
    fixture.run(input, (act) => act.changeVisibility({ videoId, privacy, publishAt }));
  const changed = await requests();
  expect(await change("private", "2099-01-01T18:00:00Z")).toMatchObject({
    visibilityReason: "asked for public at 2099-01-01T18:00:00.000Z, YouTube has it as private",
  });
  expect(await asked(changed)).toBe(2);
  expect(await change("private", null)).toMatchObject({ visibilityReason: null, usage: [] });
  expect(await publicationOf()).toMatchObject({ privacy: "private", visibilityReason: null });
});
