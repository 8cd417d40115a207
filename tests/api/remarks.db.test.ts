import { afterAll, beforeAll, expect, it } from "vitest";
import { recordArtifacts } from "../../db/queries/videos.ts";
import { createTestApi, SYSTEM, type TestApi } from "./test-api.ts";

let api: TestApi;
beforeAll(async () => {
  api = await createTestApi();
  await api.addChannel("science-daily");
});
afterAll(() => api[Symbol.asyncDispose]());

async function queued(publish: object = {}): Promise<string> {
  const json = { topic: "Rain", channel_id: "science-daily", publish };
  return ((await (await api.request("/pipeline/queue", { json })).json()) as { video_id: string }).video_id;
}

async function shown(path: string): Promise<object> {
  const response = await api.request(path);
  expect(response.status).toBe(200);
  return (await response.json()) as object;
}

it("tells what the script and its pictures were noted for, and who made what is seen", async () => {
  const videoId = await queued();
  const path = `/pipeline/videos/${videoId}`;
  expect(await shown(path)).toMatchObject({ script_notes: [], media_findings: [], credits: [], music_credit: null });
  const credit = { source: "pexels", author: "Ada", url: "https://pexels.example/1", licence: "Pexels" };
  const { storage, db } = api.deps;
  await storage.putJson("scripts/a.json", { notes: ["Scene 2: look."], scenes: [] });
  await storage.putJson("media/a.json", {
    stills: [{ scene: 0, credit }],
    clips: [{ scene: 1, credit }],
    findings: [{ scene: 1, source: "pixabay", assetId: "7", reason: "no picture" }],
  });
  const music = { source: "licensed", objectKey: "uploads/m.mp3", author: "Cy", licence: "CC-BY-4.0" };
  await storage.putJson("plans/a.json", { audio: { music } });
  const artifacts = { scriptKey: "scripts/a.json", mediaKey: "media/a.json", planKey: "plans/a.json" };
  await recordArtifacts(db, SYSTEM, { videoId, artifacts });
  expect(await shown(path)).toMatchObject({
    script_notes: ["Scene 2: look."],
    media_findings: [{ scene: 2, source: "pixabay", asset_id: "7", reason: "no picture" }],
    credits: [{ ...credit, scenes: [1, 2] }],
    music_credit: { author: "Cy", licence: "CC-BY-4.0" },
  });
});

it("gives no address of a video that is only tried, and says that it is", async () => {
  const status = async (publish: object) => shown(`/pipeline/status/${await queued(publish)}`);
  expect(await status({ dry_run: true })).toMatchObject({ url: null, dry_run: true });
  expect(await status({})).toMatchObject({ url: null, dry_run: false });
});
