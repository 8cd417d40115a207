import { afterAll, beforeAll, expect, test } from "vitest";
import { createExperiment, finishExperiment, requireUntested } from "../../db/queries/experiments.ts";
import { getVideo, recordArtifacts, recordPublication } from "../../db/queries/videos.ts";
import { addChannel, enqueue, SYSTEM } from "./fixtures.ts";
import { createTestDatabase, type TestDatabase } from "./test-database.ts";

const [FIRST, SECOND] = ["thumbnails/first.jpg", "thumbnails/second.jpg"] as const;

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
  await addChannel(database.db);
});
afterAll(() => database.drop());

async function tested(videoId: string): Promise<string> {
  const { db } = database;
  await enqueue(db, videoId);
  await recordArtifacts(db, SYSTEM, { videoId, artifacts: { thumbnailKey: FIRST, thumbnail2Key: SECOND } });
  const publication = { videoId, platform: "youtube", platformVideoId: videoId, url: "https://youtu.be/1" };
  await recordPublication(db, SYSTEM, publication);
  const experimentId = `exp_${videoId}`;
  const terms = { kind: "thumbnail", others: [SECOND], rotationHours: 24, roundsMax: 4 } as const;
  await createExperiment(db, SYSTEM, { experimentId, videoId, ...terms });
  return experimentId;
}

const thumbnailOf = async (videoId: string) =>
  (await getVideo(database.db, SYSTEM, { videoId })).artifacts["thumbnailKey"];

test("a thumbnail that wins becomes the video's; one that does not leaves it as it was", async () => {
  const { db } = database;
  const [won, stopped] = [await tested("won"), await tested("stopped")];
  await finishExperiment(db, SYSTEM, { experimentId: won, status: "decided", winner: 1, reason: "more views" });
  await finishExperiment(db, SYSTEM, { experimentId: stopped, status: "stopped", winner: null, reason: "enough" });
  expect(await thumbnailOf("won")).toBe(SECOND);
  expect(await thumbnailOf("stopped")).toBe(FIRST);
});

test("an edit asks for its own subject, and as long as the test runs", async () => {
  const { db } = database;
  const experimentId = await tested("edited");
  await expect(requireUntested(db, { videoId: "edited", kind: "thumbnail" })).rejects.toMatchObject({
    ...{ code: "conflict", message: expect.stringContaining(experimentId) },
    remedy: expect.stringContaining("longtake experiment stop"),
  });
  await requireUntested(db, { videoId: "edited", kind: "title" });
  await finishExperiment(db, SYSTEM, { experimentId, status: "stopped", winner: null, reason: "enough" });
  await requireUntested(db, { videoId: "edited", kind: "thumbnail" });
});
