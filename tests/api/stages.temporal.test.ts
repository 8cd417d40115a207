import { randomUUID } from "node:crypto";
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makePlan } from "../activities/inspection/clip.ts";
import { decodeArrayFromPayloads } from "@temporalio/common/lib/internal-non-workflow/index.js";
import { createChannel } from "../../db/queries/channels.ts";
import type { makeStage } from "../../workflows/make-stage.ts";
import { createTestApi, MODEL, problemOf, SYSTEM, type TestApi } from "./test-api.ts";

/** No worker polls for the workflows, so they stand still: what is tried here is what the API does before and after. */
let api: TestApi;
const started: string[] = [];

beforeAll(async () => {
  const temporalAddress = process.env["TEMPORAL_ADDRESS"];
  if (!temporalAddress) throw new Error("TEMPORAL_ADDRESS must name a Temporal server for tests");
  api = await createTestApi({
    temporalAddress,
    environment: MODEL,
    settings: (settings) => ({ ...settings, api: { ...settings.api, requestsPerMinute: 1000 } }),
  });
  await api.addChannel("science-daily");
});

afterAll(async () => {
  for (const workflowId of started) await api.deps.temporal.workflow.getHandle(workflowId).terminate("test is over");
  await api[Symbol.asyncDispose]();
});

const keyOf = (folder: string, extension = "json") => {
  const hash = randomUUID().replaceAll("-", "").repeat(2);
  return `${folder}/${hash}.${extension}`;
};

async function stored(folder: string, value: unknown): Promise<string> {
  const key = keyOf(folder);
  await api.deps.storage.putJson(key, value);
  return key;
}

async function start(stage: string, json: object, init: { headers?: Record<string, string>; as?: string } = {}) {
  const response = await api.request(`/stages/${stage}`, { json, ...init });
  const body = (await response.json()) as { stage_run_id: string; links: { self: string } };
  if (response.status === 202) started.push(`stage/${body.stage_run_id}/${stage}`);
  return { status: response.status, body };
}

async function startedEventOf(stageRunId: string, stage: string) {
  const handle = api.deps.temporal.workflow.getHandle(`stage/${stageRunId}/${stage}`);
  return (await handle.fetchHistory()).events?.[0]?.workflowExecutionStartedEventAttributes ?? {};
}

/** What the workflow of a stage was started with. */
async function inputOf(stageRunId: string, stage: string): Promise<Parameters<typeof makeStage>> {
  const { input } = await startedEventOf(stageRunId, stage);
  const { loadedDataConverter } = api.deps.temporal.options;
  return decodeArrayFromPayloads(loadedDataConverter, input?.payloads) as Promise<Parameters<typeof makeStage>>;
}

async function storedParts() {
  return { timings_key: await stored("narrations", {}), media_key: await stored("media", {}) };
}

const SCRIPT = {
  version: 1,
  title: "Tides",
  hook: "The sea rises twice a day.",
  scenes: [
    {
      kind: "points",
      kicker: null,
      heading: "Why",
      sentences: ["The moon pulls."],
      points: [],
      pointSentences: [],
      figure: null,
    },
  ],
  tags: [],
  description: "",
  wordsPerMinute: 160,
  provider: "own",
};

describe("POST /stages/{stage}", () => {
  it("starts a workflow on a draft that no list of videos shows, once per Idempotency-Key", async () => {
    const headers = { "idempotency-key": randomUUID() };
    const first = await start("script", { topic: "Tides", seconds: 10 }, { headers });
    expect(first.status).toBe(202);
    const { stage_run_id: id } = first.body;
    started.pop();
    expect((await start("script", { topic: "Tides", seconds: 10 }, { headers })).body).toEqual(first.body);
    const run = await api.deps.temporal.workflow.getHandle(`stage/${id}/script`).describe();
    expect(run.searchAttributes).toMatchObject({ Stage: ["script"], ChannelId: ["science-daily"], VideoId: [id] });
    expect(await run.staticSummary()).toBe("script alone: Tides");
    const { videos } = (await (await api.request("/pipeline/videos")).json()) as { videos: unknown[] };
    expect(videos).toEqual([]);
  });

  it("speaks plain paragraphs, kept as a script", async () => {
    const { status, body } = await start("narration", { text: "The moon pulls.\n\nThe sea follows." });
    expect(status).toBe(202);
    const shown = (await (await api.request(`/stages/${body.stage_run_id}`)).json()) as object;
    expect(shown).toMatchObject({ stage: "narration", status: "running", error: null, result: null, artifacts: [] });
  });

  it.each([
    ["narration", {}, "script_key"],
    ["narration", { text: "…" }, "text"],
    ["narration", { script_key: keyOf("scripts") }, "script_key"],
    ["media", { script_key: "../../etc/passwd" }, "script_key"],
    ["render", { script_key: keyOf("scripts") }, "plan_key"],
    ["render", { plan_key: keyOf("uploads") }, "plan_key"],
    ["qa", { video_key: keyOf("uploads", "mp4") }, "video_key"],
    ["qa", {}, "video_key"],
    ["preview", {}, "video_id"],
    ["preview", { script_key: keyOf("scripts"), timings_key: keyOf("narrations") }, "video_id"],
    ["preview", { plan_key: keyOf("plans"), aspect: "1:1" }, "aspect"],
    ["render", { plan_key: keyOf("plans"), look: {} }, "look"],
    ["narration", { text: "Hi.", voice: "martian" }, "voice"],
    ["narration", { text: "Hi.", narration: { recording_key: keyOf("uploads", "wav") } }, "narration.recording_key"],
    ["script", { topic: "Tides", priority: 5 }, "priority"],
  ])("%s refuses %o by the field %s", async (stage, json, field) => {
    const response = await api.request(`/stages/${stage}`, { json });
    expect(response.status).toBe(422);
    expect((await problemOf(response)).field).toBe(field);
  });

  it("names the place of a wrong value in a script or plan that was given", async () => {
    const script = await stored("uploads", { ...SCRIPT, scenes: [{ ...SCRIPT.scenes[0], sentences: [""] }] });
    const wrongScript = await problemOf(await api.request("/stages/media", { json: { script_key: script } }));
    expect(wrongScript.field).toBe("script.scenes.0.sentences.0");
    const refused = async (changes: object): Promise<string | undefined> => {
      const plan_key = await stored("uploads", { ...uploadedPlan(), ...changes });
      return (await problemOf(await api.request("/stages/render", { json: { plan_key } }))).field;
    };
    const hostile = { encoder: "libx264", enhancement: "movie=/etc/passwd", quality: 21 };
    expect(await refused({ encoder: hostile })).toBe("plan.encoder.enhancement");
    expect(await refused({ frameCount: 1 })).toBe("plan.frame_count");
    expect(await refused({ logo: { objectKey: "../secret.png" } })).toBe("plan.logo.object_key");
    expect(await refused({})).toBe("plan.segments.0.still.object_key");
  });

  it("takes a script and a plan that are right", async () => {
    expect((await start("media", { script_key: await stored("uploads", SCRIPT) })).status).toBe(202);
    const plan = uploadedPlan();
    for (const key of [plan.audio.narrationKey, ...plan.segments.map(({ still }) => still.objectKey)]) {
      await api.deps.storage.putJson(key, null);
    }
    expect((await start("render", { plan_key: await stored("uploads", plan) })).status).toBe(202);
    expect((await start("preview", { plan_key: await stored("plans", plan) })).status).toBe(202);
  });

  it("draws a draft of parts, and of a video that was never rendered", async () => {
    const parts = { script_key: await stored("uploads", SCRIPT), ...(await storedParts()) };
    const { status, body } = await start("preview", { ...parts, aspect: "9:16", look: { captions: "karaoke" } });
    expect(status).toBe(202);
    const [{ work, spec }] = await inputOf(body.stage_run_id, "preview");
    expect(work).toMatchObject({ stage: "preview", scriptKey: parts.script_key, mediaKey: parts.media_key });
    expect(spec).toMatchObject({ topic: "Tides", aspect: "9:16", look: { captions: "karaoke" } });

    const queued = await api.request("/pipeline/queue", { json: { topic: "Moons", aspect: "1:1" } });
    const { video_id } = (await queued.json()) as { video_id: string };
    const early = await api.request("/stages/preview", { json: { video_id } });
    expect(early.status).toBe(409);
    expect(await problemOf(early)).toMatchObject({
      field: "video_id",
      detail: expect.stringContaining("has no script, no narration, no pictures"),
      remedy: expect.stringMatching(/^Ask again when its script, narration and pictures are made/),
    });
    const { script_key: scriptKey, timings_key: timingsKey, media_key: mediaKey } = parts;
    await api.deps.db.execute(sql`update core.videos
      set artifacts = ${JSON.stringify({ scriptKey, timingsKey, mediaKey })}::jsonb where video_id = ${video_id}`);
    const drawn = await start("preview", { video_id });
    expect(drawn.status).toBe(202);
    const [ofVideo] = await inputOf(drawn.body.stage_run_id, "preview");
    expect(ofVideo.work).toEqual({ stage: "preview", scriptKey, timingsKey, mediaKey });
    expect(ofVideo.spec).toMatchObject({ topic: "Moons", aspect: "1:1" });
  });

  it("starts a draft, which somebody waits for, before the segments of videos that render", async () => {
    const parts = { script_key: await stored("uploads", SCRIPT), ...(await storedParts()) };
    const priorityOf = async (stage: string) => {
      const { body } = await start(stage, parts);
      return (await startedEventOf(body.stage_run_id, stage)).priority?.priorityKey;
    };
    expect(await priorityOf("preview")).toBe(1);
    expect(await priorityOf("render")).toBe(3);
  });

  it("judges by thresholds of one's own, and names the one that is wrong", async () => {
    const video_key = keyOf("uploads", "mp4");
    await api.deps.storage.putJson(video_key, "");
    const policy = { gate: 91, checks: { true_peak: { full_at: -2 } } };
    expect((await start("qa", { video_key, policy })).status).toBe(202);
    const wrong = { gate: 91, checks: { true_peak: { full_at: "low" } } };
    const response = await api.request("/stages/qa", { json: { video_key, policy: wrong } });
    expect(response.status).toBe(422);
    expect((await problemOf(response)).field).toBe("policy.checks.true_peak.full_at");
  });

  it("is for those who may execute, within their channels", async () => {
    const json = { topic: "Tides", channel_id: "science-daily" };
    expect((await api.request("/stages/script", { json, as: await api.keyOf("analyst") })).status).toBe(403);
    await api.addChannel("history");
    const elsewhere = await api.keyOf("operator", ["history"]);
    expect((await api.request("/stages/script", { json, as: elsewhere })).status).toBe(404);
    const { body } = await start("script", json);
    expect((await api.request(`/stages/${body.stage_run_id}`, { as: elsewhere })).status).toBe(404);
  });

  it("asks the channel for what a request leaves out, as the queue does", async () => {
    const personality = { voice: "de", language: "de", tone: "dry", pronunciations: [{ word: "Elbe", say: "elba" }] };
    const settings = { personality, strategy: { aspect: "9:16", captions: "box" }, brand: { base: "12405f" } };
    await createChannel(api.deps.db, SYSTEM, { channelId: "tiden", name: "Tiden", niche: "education", ...settings });
    const channel_id = "tiden";
    const specOf = async (stage: string, json: object) => {
      const { status, body } = await start(stage, { channel_id, ...json });
      expect(status).toBe(202);
      return (await inputOf(body.stage_run_id, stage))[0].spec;
    };
    expect(await specOf("script", { topic: "Tiden" })).toMatchObject({ language: "de", script: { tone: "dry" } });
    expect(await specOf("narration", { text: "Die Elbe fließt." })).toMatchObject({
      voice: "de",
      narration: { pronunciations: [{ word: "Elbe", say: "elba" }] },
    });
    const script_key = await stored("uploads", SCRIPT);
    expect(await specOf("media", { script_key })).toMatchObject({ aspect: "9:16" });
    const parts = { script_key, ...(await storedParts()) };
    const look = { captions: "box", brand: { base: "12405f" } };
    expect(await specOf("render", parts)).toMatchObject({ aspect: "9:16", look });
    expect(await specOf("preview", { ...parts, aspect: "1:1" })).toMatchObject({ aspect: "1:1", look });
    const english = await stored("uploads", { ...SCRIPT, language: "en-GB" });
    expect(await specOf("narration", { script_key: english })).toMatchObject({ language: "en-GB", voice: "en-gb" });
  });
});

describe("GET /stages/{stage_run_id}", () => {
  it("tells an end from outside, and has no file that was not made", async () => {
    const { body } = await start("script", { topic: "Tides", channel_id: "science-daily" });
    const workflowId = started.pop() ?? "";
    const file = await api.request(`/stages/${body.stage_run_id}/artifacts/script.json`);
    expect(file.status).toBe(404);
    await api.deps.temporal.workflow.getHandle(workflowId).terminate("enough");
    const shown = await (await api.request(`/stages/${body.stage_run_id}`)).json();
    expect(shown).toMatchObject({ status: "cancelled", error: { code: "cancelled" }, result: null });
  });

  it("serves what was made", async () => {
    const { body } = await start("script", { topic: "Tides", channel_id: "science-daily" });
    const scriptKey = await stored("scripts", SCRIPT);
    await api.deps.db.execute(sql`
      update core.videos set artifacts = ${JSON.stringify({ scriptKey })}::jsonb where video_id = ${body.stage_run_id}`);
    const shown = (await (await api.request(`/stages/${body.stage_run_id}`)).json()) as {
      artifacts: { name: string; url: string }[];
      object_keys: object;
    };
    expect(shown.artifacts.map(({ name }) => name)).toEqual(["script.json"]);
    expect(shown.object_keys).toEqual({ script_key: scriptKey });
    const file = await api.request(new URL(shown.artifacts[0]?.url ?? "").pathname);
    expect(await file.json()).toEqual(SCRIPT);
  });

  it("knows no stage by that name", async () => {
    expect((await api.request("/stages/vid_aaaaaaaaaaaaaaaaaaaa")).status).toBe(404);
    expect((await api.request("/stages/script")).status).toBe(422);
  });
});

/** The plan of the clip, with keys as the store has them. */
function uploadedPlan() {
  const plan = makePlan();
  const hash = "a1".repeat(32);
  return {
    ...plan,
    segments: plan.segments.map((segment) => ({
      ...segment,
      still: { ...segment.still, objectKey: `stills/${hash}.png`, sha256: hash },
    })),
    audio: { ...plan.audio, narrationKey: `narrations/${hash}.wav` },
  };
}
