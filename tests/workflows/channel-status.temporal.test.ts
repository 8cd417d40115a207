import { expect, test } from "vitest";

import { runsFollowStatus } from "../../api/channels/runs-follow-status.ts";
import { updateChannel } from "../../db/queries/channels.ts";
import { systemPrincipal } from "../../domain/principal.ts";
import type { ChannelStatus } from "../../domain/video/video.ts";
import * as messages from "../../workflows/generate-video-messages.ts";
import { CHANNEL_ID, until, videoRuns } from "./video-runs.ts";

const runs = videoRuns();
const { script, start, handleOf, rowOf, parked, parkings } = runs;
const me = systemPrincipal("test");
const log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

/** As PATCH /channels/{channel_id} does. */
async function setStatus(status: ChannelStatus): Promise<void> {
  const { db, temporal } = runs;
  const changed = await updateChannel(db, me, { channelId: CHANNEL_ID, status });
  await runsFollowStatus({ db, temporal: temporal.client, log }, me, changed);
}

/** A run whose channel is suspended while it renders. */
async function suspendedWhileMaking(): Promise<string> {
  await setStatus("active");
  script.calls.length = 0;
  script.slow.add("mixAudio");
  const videoId = await start();
  await until(() => Promise.resolve(script.calls.includes("mixAudio")));
  await setStatus("suspended");
  script.slow.clear();
  await parked(videoId, "channel_status");
  return videoId;
}

test("a suspended channel's run is made, waits before its upload, and goes on when the channel is active again", async () => {
  const videoId = await suspendedWhileMaking();
  expect(script.calls).not.toContain("uploadVideo");
  expect((await rowOf(videoId)).slot_held).toBe(false);
  const { waitingFor } = await handleOf(videoId).query(messages.statusQuery);
  expect(waitingFor).toMatchObject({
    errorCode: "channel_suspended",
    until: null,
    reason: expect.stringMatching(/Test/),
  });
  expect(waitingFor?.remedy).toMatch(/longtake channel update --channel-id ch_test --status active/);

  // Resumed too early it looks again, and parks again.
  await handleOf(videoId).executeUpdate(messages.resumeUpdate);
  await until(async () => (await parkings(videoId)).length === 2);
  await parked(videoId, "channel_status");
  expect(script.calls).not.toContain("uploadVideo");

  await setStatus("active");
  expect(await handleOf(videoId).result()).toMatchObject({ status: "completed" });
  expect(script.calls.filter((name) => name === "uploadVideo")).toHaveLength(1);
});

test("an archived channel's runs end, parked or at work, and nothing is uploaded", async () => {
  const parkedRun = await suspendedWhileMaking();
  await setStatus("archived");
  await until(async () => (await rowOf(parkedRun)).status === "cancelled");

  await setStatus("active");
  script.calls.length = 0;
  script.slow.add("narrate");
  const atWork = await start();
  await until(() => Promise.resolve(script.calls.includes("narrate")));
  await setStatus("archived");
  await until(async () => (await rowOf(atWork)).status === "cancelled");
  expect(script.calls).not.toContain("uploadVideo");
});
