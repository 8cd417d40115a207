import { randomUUID } from "node:crypto";
import { sql } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { VIDEO_QUEUE_WORKFLOW_ID, generateWorkflowId } from "../../domain/video/video.ts";
import * as messages from "../../workflows/generate-video-messages.ts";
import { wakeSignal } from "../../workflows/video-queue-messages.ts";
import { videoRuns } from "./video-runs.ts";

const runs = videoRuns();
const { script, select, start, handleOf, rowOf, costsOf, parked, grant } = runs;

describe("a person", () => {
  test("waits for a person after one repair; an edited title and an approval publish it", async () => {
    script.scores.push(70, 72);
    const videoId = await start();
    await parked(videoId, "approval");
    const handle = handleOf(videoId);
    await expect(handle.executeUpdate(messages.resumeUpdate)).rejects.toThrow();
    await handle.executeUpdate(messages.editUpdate, {
      args: [{ grantId: await grant(videoId, "edit_video", { title: "Better" }) }],
    });
    await handle.executeUpdate(messages.approveUpdate, { args: [{ grantId: await grant(videoId, "approve_video") }] });
    expect(await handle.result()).toMatchObject({ status: "completed", score: 72 });
    await runs.temporal.keepHistory(generateWorkflowId(videoId), "generate-video-approved");
  });

  test("a rejected video is not published", async () => {
    script.scores.push(70, 70);
    const videoId = await start();
    await parked(videoId, "approval");
    await handleOf(videoId).executeUpdate(messages.rejectUpdate, {
      args: [{ grantId: await grant(videoId, "reject_video") }],
    });
    expect(await handleOf(videoId).result()).toMatchObject({ status: "failed" });
    expect(script.calls).not.toContain("uploadVideo");
  });

  test("a forged approval changes nothing", async () => {
    script.scores.push(70, 70);
    const videoId = await start();
    await parked(videoId, "approval");
    const handle = handleOf(videoId);
    const other = await grant("vid_other", "approve_video");
    for (const grantId of [randomUUID(), "", "' or 1=1", other]) {
      await expect(handle.executeUpdate(messages.approveUpdate, { args: [{ grantId }] })).rejects.toThrow();
    }
    expect((await rowOf(videoId)).waiting_for?.kind).toBe("approval");
    await handle.cancel();
    await expect(handle.result()).rejects.toThrow();
    expect((await rowOf(videoId)).status).toBe("cancelled");
  });

  test("halts before the cap and goes on with a cap of its own", async () => {
    const videoId = await runs.enqueue(10);
    await select(sql`update core.videos set cap_micro_usd = 1 where video_id = ${videoId}`);
    await runs.temporal.client.workflow.getHandle(VIDEO_QUEUE_WORKFLOW_ID).signal(wakeSignal);
    await parked(videoId, "cost_cap");
    const spent = async () => (await costsOf(videoId)).reduce((sum, { actual }) => sum + (actual ?? 0), 0);
    expect(await spent()).toBeLessThanOrEqual(1);
    const grantId = await grant(videoId, "raise_cap", { capMicroUsd: 5_000_000 });
    await handleOf(videoId).executeUpdate(messages.raiseCapUpdate, { args: [{ grantId }] });
    expect(await handleOf(videoId).result()).toMatchObject({ status: "completed" });
  });
});
