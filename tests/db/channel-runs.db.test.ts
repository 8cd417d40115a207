import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { runsOfChannel } from "../../db/queries/channel-runs.ts";
import { updateChannel } from "../../db/queries/channels.ts";
import { beginStage } from "../../db/queries/costs.ts";
import type { ChannelStatus, Stage } from "../../domain/video/video.ts";
import { addChannel, CHANNEL_ID, enqueue, SYSTEM } from "./fixtures.ts";
import { createTestDatabase, type TestDatabase } from "./test-database.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
  await addChannel(database.db);
});
afterAll(() => database.drop());

const setStatus = (status: ChannelStatus) => updateChannel(database.db, SYSTEM, { channelId: CHANNEL_ID, status });
let attempts = 0;
const begin = (videoId: string, stage: Stage) =>
  beginStage(database.db, SYSTEM, { videoId, stage, attempt: (attempts += 1), lines: [], stageCapMicroUsd: 1_000_000 });

test("before an upload the channel is looked at; what is on the platform already may be seen to", async () => {
  const { db } = database;
  const videoId = await enqueue(db, "uploads");
  await db.execute(
    sql`update core.video_queue set status = 'processing', started_at = now() where video_id = ${videoId}`,
  );
  expect(await runsOfChannel(db, SYSTEM, { channelId: CHANNEL_ID })).toMatchObject([{ videoId, waitingFor: null }]);
  for (const status of ["active", "paused"] as const) {
    await setStatus(status);
    expect(await begin(videoId, "upload")).toMatchObject({ decision: "reserved" });
  }
  for (const status of ["suspended", "archived"] as const) {
    await setStatus(status);
    expect(await begin(videoId, "upload")).toMatchObject({
      decision: "halted",
      haltReason: null,
      halt: { code: "channel_suspended", message: expect.stringContaining(status), retryAfterMs: null },
    });
    expect(await begin(videoId, "render")).toMatchObject({ decision: "reserved" });
  }
  await db.execute(sql`
    insert into core.publications (video_id, platform, platform_video_id, url)
    values (${videoId}, 'youtube', 'yt1', 'http://127.0.0.1/watch?v=yt1')`);
  expect(await begin(videoId, "upload")).toMatchObject({ decision: "reserved" });
});
