import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { claimNext, finishRun } from "../../db/queries/queue.ts";
import { listVideos, recordArtifacts } from "../../db/queries/videos.ts";
import { createTestApi, problemOf, SYSTEM, type TestApi } from "./test-api.ts";

/** An installation without a language model: its grammar writes English. */
let api: TestApi;
beforeAll(async () => {
  api = await createTestApi();
  await api.addChannel("science-daily");
  await api.deps.storage.putJson(OWN, "Die Gezeiten.");
});
afterAll(() => api[Symbol.asyncDispose]());

const refusal = async (path: string, json: object, method = "POST") => {
  const response = await api.request(path, { method, json });
  expect(response.status).toBe(422);
  const { field, remedy, detail } = await problemOf(response);
  return { field, said: `${detail} ${remedy}` };
};
const OWN = `uploads/${"5".repeat(64)}.txt`;
const MODEL_ASKED = "Set OPENAI_API_KEY";
const WORDS = [
  [{ language: "de" }, "language", MODEL_ASKED],
  [{ script: { source: "model" } }, "script.source", MODEL_ASKED],
  [{ language: "ja" }, "language", "writes English, not Japanese (ja)"],
  [{ look: { brand: { intro: "東京" } } }, "look.brand.intro", "Write it in Latin"],
] as const;

describe("words that nobody here can write or draw", () => {
  it.each(WORDS)("are refused before a video is queued: %j", async (asked, field, said) => {
    const before = await listVideos(api.deps.db, SYSTEM, { limit: 100 });
    const refused = await refusal("/pipeline/queue", { topic: "Tides", ...asked });
    expect(refused).toEqual({ field, said: expect.stringContaining(said) });
    expect(await listVideos(api.deps.db, SYSTEM, { limit: 100 })).toEqual(before);
  });

  it("are named by their letters where they are the topic", async () => {
    const topic = { field: "topic", said: expect.stringContaining("東") };
    expect(await refusal("/pipeline/queue", { topic: "東京の歴史" })).toEqual(topic);
    expect(await refusal("/stages/script", { topic: "東京の歴史" })).toEqual(topic);
  });

  it("are refused of a script alone", async () => {
    const refused = await refusal("/stages/script", { topic: "Tides", language: "de" });
    expect(refused).toEqual({ field: "language", said: expect.stringContaining(MODEL_ASKED) });
  });

  it("are refused of a schedule, among its topics too, and of a change to it", async () => {
    const json = { schedule_id: "mornings", channel_id: "science-daily", cadence: "0 6 * * *", topic_source: "list" };
    const topics = { topics: ["Tides", "東京の歴史"] };
    expect(await refusal("/schedules", { ...json, topics })).toMatchObject({ field: "topics.topics.1" });
    const spec = { language: "de" };
    const refused = await refusal("/schedules", { ...json, topics: { topics: ["Tides"] }, spec });
    expect(refused).toEqual({ field: "spec.language", said: expect.stringContaining(MODEL_ASKED) });
    expect((await api.request("/schedules/mornings")).status).toBe(404);
  });

  it("are those of a translation as well, unless it is one's own", async () => {
    const { db, storage } = api.deps;
    const { video_id: videoId } = (await (
      await api.request("/pipeline/queue", { json: { topic: "Tides", channel_id: "science-daily" } })
    ).json()) as { video_id: string };
    await claimNext(db, SYSTEM, { claimId: videoId, slots: { gpu: 9, cpu: 99 }, gpuOpen: false });
    await storage.putJson("scripts/a.json", {});
    await recordArtifacts(db, SYSTEM, {
      ...{ videoId, title: "Tides" },
      artifacts: { scriptKey: "scripts/a.json", mediaKey: "media/a.json" },
    });
    await finishRun(db, SYSTEM, { videoId, status: "completed" });
    const path = `/pipeline/videos/${videoId}/localise`;
    const refused = await refusal(path, { language: "de" });
    expect(refused).toEqual({ field: "language", said: expect.stringContaining("give your own script") });
    expect((await api.request(path, { json: { language: "de", script_key: OWN } })).status).toBe(202);
  });
});

it("a script of one's own may be in any language that can be drawn", async () => {
  const json = { topic: "Tides", language: "de", script: { own_key: OWN } };
  expect((await api.request("/pipeline/queue", { json })).status).toBe(202);
});
