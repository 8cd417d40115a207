import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { claimNext, finishRun } from "../../db/queries/queue.ts";
import { recordVersion } from "../../db/queries/video-versions.ts";
import { getVideo, recordArtifacts, recordDecision } from "../../db/queries/videos.ts";
import type { Script } from "../../domain/script/script.ts";
import { createTestApi, problemOf, SYSTEM, type TestApi } from "./test-api.ts";

interface Edited {
  outcome: string;
  redo: string[];
  new_video_id: string | null;
}
const scene = (heading: string) => ({
  ...{ kind: "quote" as const, kicker: null, heading, sentences: [`${heading} is said.`], points: [] },
  ...{ pointSentences: [], figure: null },
});
const script: Script = {
  ...{ version: 1, title: "Rain", hook: "", tags: [], description: "", wordsPerMinute: 150, provider: "template" },
  scenes: [scene("One"), scene("Two"), scene("Three")],
};
const artifacts = { scriptKey: "scripts/a.json", mediaKey: "media/a.json", videoKey: "videos/a.mp4" };

let api: TestApi;
beforeAll(async () => {
  api = await createTestApi();
  await api.addChannel("science-daily");
  await api.deps.storage.putJson("scripts/a.json", script);
  await api.deps.storage.putJson("videos/a.mp4", "the bytes of version one");
});
afterAll(() => api[Symbol.asyncDispose]());

async function queued(): Promise<string> {
  const response = await api.request("/pipeline/queue", { json: { topic: "Rain", channel_id: "science-daily" } });
  return ((await response.json()) as { video_id: string }).video_id;
}
/** A video that was made, as its run leaves it. */
async function made(status: "completed" | "failed" = "completed"): Promise<string> {
  const { db } = api.deps;
  const videoId = await queued();
  while ((await claimNext(db, SYSTEM, { claimId: randomUUID(), slots: { gpu: 9, cpu: 99 }, gpuOpen: false })) !== null);
  await recordArtifacts(db, SYSTEM, { videoId, artifacts, title: "Rain, edited" });
  const { spec } = await getVideo(db, SYSTEM, { videoId });
  await recordVersion(db, SYSTEM, { videoId, version: 1, edits: [], score: 96, spec });
  await finishRun(db, SYSTEM, { videoId, status });
  return videoId;
}
const edit = (videoId: string, change: object, headers = {}) =>
  api.request(`/pipeline/videos/${videoId}/edit`, { headers, json: { edit: change, reason: "It reads better." } });

describe("POST /pipeline/videos/{video_id}/edit", () => {
  it("changes what a waiting video will be, and refuses what it cannot have yet", async () => {
    const videoId = await queued();
    const response = await edit(videoId, { kind: "voice", voice: "en-gb" });
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({ outcome: "in_line", redo: ["narration", "render", "qa"], run: null });
    const { spec, decisions } = await getVideo(api.deps.db, SYSTEM, { videoId });
    expect(spec.voice).toBe("en-gb");
    expect(decisions).toMatchObject([{ decision: "edited", reason: "It reads better." }]);
    expect((await edit(videoId, { kind: "remove_scene", scene: 1 })).status).toBe(409);
    expect((await edit(videoId, { kind: "title", title: "New" })).status).toBe(409);
  });

  it("makes a new, linked video of a finished one, once however often it is asked", async () => {
    const videoId = await made();
    const headers = { "idempotency-key": randomUUID() };
    const change = { kind: "insert_scene", scene: 2, heading: "New", sentences: ["New is said."] };
    const answers = [await edit(videoId, change, headers), await edit(videoId, change, headers)];
    const [first, again] = await Promise.all(answers.map((answer) => answer.json() as Promise<Edited>));
    expect(first).toMatchObject({ outcome: "new_video", redo: ["narration", "media", "render", "qa"] });
    expect(again).toEqual(first);
    const child = await getVideo(api.deps.db, SYSTEM, { videoId: first?.new_video_id ?? "" });
    expect(child).toMatchObject({ parentVideoId: videoId, status: "queued" });
    expect(child.spec.reuse).toMatchObject({ mediaKey: "media/a.json", mediaScenes: [0, null, 1, 2] });
    const words = await api.deps.storage.getJson<Script>(child.spec.reuse?.scriptKey ?? "");
    expect(words.scenes.map(({ heading }) => heading)).toEqual(["One", "New", "Two", "Three"]);
    expect(words.title).toBe("Rain, edited");
    const parent = await getVideo(api.deps.db, SYSTEM, { videoId });
    expect(parent.spec.reuse).toBeUndefined();
  });

  it("names the field that is wrong, and what would be right", async () => {
    const videoId = await made();
    const problem = await problemOf(await edit(videoId, { kind: "remove_scene", scene: 9 }));
    expect(problem).toMatchObject({ code: "invalid_input", remedy: "The video has scenes 1 to 3." });
    const missing = { kind: "scene_media", scene: 1, object_key: `uploads/${"0".repeat(64)}.png` };
    expect(await problemOf(await edit(videoId, missing))).toMatchObject({ remedy: "Upload it first." });
    for (const change of [
      { kind: "nonsense" },
      { kind: "voice" },
      { kind: "rewrite_line", scene: 0, line: 1, text: "x" },
    ]) {
      expect((await edit(videoId, change)).status).toBe(422);
    }
    const title = await problemOf(await edit(videoId, { kind: "title", title: "New" }));
    expect(title).toMatchObject({ code: "conflict", detail: expect.stringContaining("not published") });
    const neither = await api.request(`/pipeline/videos/${videoId}/edit`, { json: { reason: "none" } });
    expect(neither.status).toBe(422);
  });
});

describe("POST /pipeline/videos/{video_id}/localise", () => {
  const localise = (videoId: string, body: object) =>
    api.request(`/pipeline/videos/${videoId}/localise`, { json: body });

  it("queues a linked video with the same pictures, other words and another voice", async () => {
    const videoId = await made();
    const response = await localise(videoId, { language: "de" });
    expect(response.status).toBe(202);
    const answer = (await response.json()) as { video_id: string; parent_video_id: string };
    expect(answer.parent_video_id).toBe(videoId);
    const child = await getVideo(api.deps.db, SYSTEM, { videoId: answer.video_id });
    expect(child).toMatchObject({ parentVideoId: videoId, status: "queued" });
    expect(child.spec).toMatchObject({ language: "de", voice: "de" });
    expect(child.spec.reuse).toEqual({ translateKey: "scripts/a.json", mediaKey: "media/a.json" });
  });

  it("takes approved videos too, and no others", async () => {
    const failed = await made("failed");
    expect((await localise(failed, { language: "de" })).status).toBe(409);
    await recordDecision(api.deps.db, SYSTEM, { videoId: failed, decision: "approved", reason: "fine" });
    expect((await localise(failed, { language: "de" })).status).toBe(202);
    expect((await localise(await queued(), { language: "de" })).status).toBe(409);
    const same = await problemOf(await localise(failed, { language: "en-GB" }));
    expect(same).toMatchObject({ field: "language" });
    expect((await localise(failed, { language: "de", script_key: `uploads/${"0".repeat(64)}.txt` })).status).toBe(422);
  });
});

describe("versions", () => {
  it("are listed and can be downloaded when a newer one is there", async () => {
    const videoId = await made();
    await recordArtifacts(api.deps.db, SYSTEM, { videoId, artifacts: { videoKey: "videos/b.mp4" } });
    const response = await api.request(`/pipeline/videos/${videoId}/versions`);
    const { versions } = (await response.json()) as { versions: { artifacts: { name: string; url: string }[] }[] };
    expect(versions).toMatchObject([{ version: 1, edits: [], quality_score: 96, spec: { topic: "Rain" } }]);
    const url = versions[0]?.artifacts.find(({ name }) => name === "video.mp4")?.url ?? "";
    const bytes = await api.request(new URL(url).pathname + new URL(url).search);
    expect(await bytes.text()).toContain("version one");
    expect((await api.request(`/pipeline/videos/${videoId}/artifacts/video.mp4?version=2`)).status).toBe(404);
    expect((await api.request(`/pipeline/videos/vid_${"a".repeat(20)}/versions`)).status).toBe(404);
  });
});
