import { sql } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { AppError, type ErrorCode } from "../../domain/errors.ts";
import { generateWorkflowId } from "../../domain/video/video.ts";
import * as messages from "../../workflows/generate-video-messages.ts";
import { until, videoRuns } from "./video-runs.ts";

const runs = videoRuns();
const { script, select, start, handleOf, rowOf, costsOf, parked, parkings } = runs;

describe("a run", () => {
  test("goes through every stage once, settles every cost and frees its slot", async () => {
    const videoId = await start();
    const result = await handleOf(videoId).result();
    expect(result).toMatchObject({ status: "completed", score: 97, url: "http://127.0.0.1/watch?v=yt1" });
    expect(script.calls.filter((name) => name === "renderSegment")).toHaveLength(3);
    expect(script.calls.filter((name) => name === "uploadVideo")).toHaveLength(1);
    expect(await rowOf(videoId)).toMatchObject({ status: "completed", slot_held: false });
    const costs = await costsOf(videoId);
    expect(costs.length).toBeGreaterThan(3);
    expect(costs.filter(({ state }) => state === "reserved")).toEqual([]);
    await runs.temporal.keepHistory(generateWorkflowId(videoId), "generate-video");
  });

  test("tries a failure again, and parks when its tries are used up", async () => {
    const failure = () =>
      new AppError("render_failed", "ffmpeg failed", { retryable: true, remedy: "Look at the log." });
    script.accidents["mixAudio"] = [failure(), failure()];
    const videoId = await start();
    await parked(videoId, "failure");
    expect((await rowOf(videoId)).slot_held).toBe(false);
    expect((await handleOf(videoId).query(messages.statusQuery)).waitingFor?.remedy).toBe("Look at the log.");
    await handleOf(videoId).executeUpdate(messages.resumeUpdate);
    expect(await handleOf(videoId).result()).toMatchObject({ status: "completed" });
    expect(script.calls.filter((name) => name === "mixAudio")).toHaveLength(3);
  });

  test("parks at once for a failure that trying again cannot mend", async () => {
    script.accidents["uploadVideo"] = [new AppError("channel_not_connected", "the grant was withdrawn")];
    const videoId = await start();
    await parked(videoId, "channel_connection");
    await handleOf(videoId).executeUpdate(messages.resumeUpdate);
    expect(await handleOf(videoId).result()).toMatchObject({ status: "completed" });
    expect(script.calls.filter((name) => name === "uploadVideo")).toHaveLength(2);
  });

  test("one resume brings back both stages that failed beside each other", async () => {
    const missing = (tool: string) => new AppError("missing_tool", `${tool} is not installed`);
    script.accidents["narrate"] = [missing("espeak-ng")];
    script.accidents["prepareMedia"] = [missing("ffmpeg")];
    const videoId = await start();
    await parked(videoId, "failure");
    // The resume is for what has failed by then: the second failure has to be with the run, not on its way.
    await until(async () =>
      (await costsOf(videoId)).every(({ stage, state }) => stage !== "media" || state !== "reserved"),
    );
    await until(async () => script.calls.includes("narrate") && script.calls.includes("prepareMedia"));
    await handleOf(videoId).executeUpdate(messages.resumeUpdate);
    expect(await handleOf(videoId).result()).toMatchObject({ status: "completed" });
  });

  test.each([
    ["a quota resets", "quota_exhausted", "quota", false],
    ["a service that asked for a long wait answers again", "rate_limited", "platform", true],
  ] as const)("goes on by itself, and without a slot until then, when %s", async (_, code, kind, retryable) => {
    script.accidents["uploadVideo"] = [new AppError(code, "spent", { retryable, retryAfterMs: 1500 })];
    const videoId = await start();
    expect(await handleOf(videoId).result()).toMatchObject({ status: "completed" });
    expect(await parkings(videoId)).toEqual([kind]);
  });

  test("repeats attempts that died with their worker for free, and settles them as unknown", async () => {
    script.accidents["renderSegment"] = ["silence"];
    script.accidents["prepareMedia"] = ["silence"];
    const videoId = await start();
    expect(await handleOf(videoId).result()).toMatchObject({ status: "completed" });
    await runs.temporal.keepHistory(generateWorkflowId(videoId), "generate-video-lost-worker");
    const media = (await costsOf(videoId)).filter(({ stage }) => stage === "media");
    expect(media.map(({ attempt, state }) => ({ attempt, state }))).toContainEqual({ attempt: 1, state: "unknown" });
    expect(script.calls.filter((name) => name === "renderSegment")).toHaveLength(4);
  }, 90_000);

  test("settles each failed attempt by what it bought, once, and by its estimate only where nobody knows", async () => {
    const spoken = { service: "tts", operation: "openai", unit: "character" };
    const told = (code: ErrorCode, units: number) =>
      new AppError(code, "gone", { retryable: true, usage: [{ ...spoken, units }] });
    const unheard = new AppError("platform_unavailable", "gone", { retryable: true, usage: "unknown" });
    script.accidents["narrate"] = [told("platform_unavailable", 100), told("unavailable", 10), unheard];
    const videoId = await start({ voice: "openai:alloy" });
    expect(await handleOf(videoId).result()).toMatchObject({ status: "completed" });
    const lines = await select<{ attempt: number; units: number; actual: number; estimate: number; state: string }>(sql`
      select attempt, units, state, actual_micro_usd::int as actual, estimate_micro_usd::int as estimate
      from core.pipeline_costs where video_id = ${videoId} and service = 'tts' order by attempt`);
    expect(lines).toMatchObject([
      { attempt: 1, units: 100, actual: 1_500, state: "settled" },
      { attempt: 2, units: 10, actual: 150, state: "settled" },
      { attempt: 3, state: "unknown" },
      { attempt: 4, units: 0, actual: 0, state: "released" },
    ]);
    expect(lines[2]?.actual).toBe(lines[2]?.estimate);
  });

  test("a stage that fails for good has paid what it bought, resumed or not", async () => {
    const usage = [{ service: "tts", operation: "openai", units: 20, unit: "character" }];
    script.accidents["narrate"] = [new AppError("unauthorized", "the key was revoked", { usage })];
    const videoId = await start({ voice: "openai:alloy" });
    await parked(videoId, "failure");
    const [line] = (await costsOf(videoId)).filter(({ stage, state }) => stage === "narration" && state === "settled");
    expect(line).toMatchObject({ attempt: 1, actual: 300 });
    await handleOf(videoId).executeUpdate(messages.resumeUpdate);
    await handleOf(videoId).result();
    const spent = (await costsOf(videoId)).filter(({ stage }) => stage === "narration");
    expect(spent.reduce((sum, { actual }) => sum + (actual ?? 0), 0)).toBe(300);
  });

  test("waits for a server of its own without counting failures", async () => {
    const away = () => new AppError("unavailable", "The database cannot be reached.", { retryable: true });
    script.accidents["uploadVideo"] = [away(), away(), away(), away()];
    const videoId = await start();
    await until(async () => (await rowOf(videoId)).status === "completed");
    expect(script.calls.filter((name) => name === "uploadVideo")).toHaveLength(5);
  });

  test("repairs the named segment once and passes", async () => {
    script.scores.push(70);
    const videoId = await start();
    expect(await handleOf(videoId).result()).toMatchObject({ status: "completed", score: 97 });
    expect(script.segmentsMadeAfresh).toEqual([1]);
    const attempts = (await costsOf(videoId)).filter(({ stage }) => stage === "qa").map(({ attempt }) => attempt);
    expect([...new Set(attempts)]).toEqual([1, 2]);
  });

  test("an event that cannot be recorded waits in the error queue, and the video stays made", async () => {
    script.accidents["recordVideoCompleted"] = Array.from(
      { length: 8 },
      () => new AppError("unavailable", "no store", { retryable: false }),
    );
    const videoId = await start();
    expect(await handleOf(videoId).result()).toMatchObject({ status: "completed" });
    const errors = await select(sql`select state from core.error_queue where event_id = ${videoId}`);
    expect(errors).toHaveLength(1);
  });
});
