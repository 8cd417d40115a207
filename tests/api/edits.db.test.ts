import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it, test } from "vitest";
import { createExperiment } from "../../db/queries/experiments.ts";
import { claimNext, finishRun } from "../../db/queries/queue.ts";
import { recordVersion } from "../../db/queries/video-versions.ts";
import { getVideo, recordArtifacts, recordDecision, recordPublication } from "../../db/queries/videos.ts";
import type { Script } from "../../domain/script/script.ts";
import { createTestApi, MODEL, problemOf, SYSTEM, type TestApi } from "./test-api.ts";

interface Edited {
  outcome: string;
  redo: string[];
  new_video_id: string | null;
  notes: string[];
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
  api = await createTestApi({ environment: MODEL });
  await api.addChannel("science-daily");
  await api.deps.storage.putJson("scripts/a.json", script);
  await api.deps.storage.putJson("videos/a.mp4", "the bytes of version one");
});
afterAll(() => api[Symbol.asyncDispose]());

async function queued(): Promise<string> {
  const json = { topic: "Rain", channel_id: "science-daily", publish: { privacy: "public" } };
  const response = await api.request("/pipeline/queue", { json });
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
    expect(child).toMatchObject({
      parentVideoId: videoId,
      status: "queued",
      spec: { publish: { privacy: "private" } },
    });
    expect(first?.notes).toEqual(["The new video is private until you make it public."]);
    expect(child.spec.reuse).toMatchObject({ mediaKey: "media/a.json", mediaScenes: [0, null, 1, 2] });
    const words = await api.deps.storage.getJson<Script>(child.spec.reuse?.scriptKey ?? "");
    expect(words.scenes.map(({ heading }) => heading)).toEqual(["One", "New", "Two", "Three"]);
    expect(words.title).toBe("Rain, edited");
    const parent = await getVideo(api.deps.db, SYSTEM, { videoId });
    expect(parent.spec.reuse).toBeUndefined();
  });

  it("takes a thumbnail of one's own along, and says that subtitles of one's own stay behind", async () => {
    const videoId = await made();
    const own = { srtKey: "uploads/own.srt", thumbnailKey: "uploads/own.png" };
    await recordArtifacts(api.deps.db, SYSTEM, { videoId, artifacts: own });
    const answers = [
      await edit(videoId, { kind: "voice", voice: "en-gb" }),
      await edit(videoId, { kind: "aspect", aspect: "9:16" }),
    ];
    const reused = [];
    for (const answer of answers) {
      const { notes, new_video_id: newVideoId } = (await answer.json()) as Edited;
      expect(notes).toContain("Your own subtitles belonged to the version before: give them again.");
      const { spec } = await getVideo(api.deps.db, SYSTEM, { videoId: newVideoId ?? "" });
      reused.push(spec.reuse?.thumbnailKey);
    }
    expect(reused).toEqual([own.thumbnailKey, undefined]);
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

describe("an edit that could not be made", () => {
  it("is refused at once for a voice that nobody has", async () => {
    for (const videoId of [await made(), await queued()]) {
      const problem = await problemOf(await edit(videoId, { kind: "voice", voice: "martian" }));
      const told = { code: "invalid_input", field: "edit.voice", remedy: expect.stringContaining("en-us") };
      expect(problem).toMatchObject(told);
    }
  });

  it.each([
    [{ kind: "rewrite_line", scene: 1, line: 1, text: "潮 rises." }, "edit.text"],
    [{ kind: "insert_scene", scene: 1, heading: "New", sentences: ["New.", "潮."] }, "edit.sentences.1"],
    [{ kind: "replace_scene", scene: 1, heading: "潮" }, "edit.heading"],
    [{ kind: "replace_scene", scene: 1, map: { places: [{ name: "潮", lat: 1, lon: 1 }] } }, "edit.map"],
    [{ kind: "look", look: { brand: { intro: "潮" } } }, "edit.look.brand.intro"],
  ])("is refused at once for letters that no font has: %j", async (change, field) => {
    const response = await edit(await made(), change);
    expect(response.status).toBe(422);
    expect(await problemOf(response)).toMatchObject({
      ...{ code: "invalid_input", field, detail: "the bundled fonts cannot draw: 潮" },
      remedy: expect.stringContaining("Latin, Greek, Cyrillic or Arabic"),
    });
  });

  it("takes a pictograph, which pictures leave out", async () => {
    const change = { kind: "rewrite_line", scene: 1, line: 1, text: "The tide rises 🌊." };
    expect((await edit(await made(), change)).status).toBe(200);
  });
});

describe("an edit that names a file", () => {
  const PNG = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
  const MP4 = [0, 0, 0, 0x18, ...Buffer.from("ftypisom0000")];
  const give = async (bytes: Uint8Array | string): Promise<string> => {
    const headers = { "content-type": "application/octet-stream" };
    const response = await api.request("/files", { method: "POST", headers, body: Buffer.from(bytes) });
    return ((await response.json()) as { object_key: string }).object_key;
  };

  it("is refused for a thumbnail that is no picture and subtitles that are no SRT, by its field", async () => {
    const videoId = await made();
    const clip = await give(Buffer.from(MP4));
    const large = await give(Buffer.concat([Buffer.from(PNG), Buffer.alloc(2 * 1024 * 1024)]));
    const [letter, picture] = [await give("Dear all,\nhow are you?"), await give(Buffer.from(PNG))];
    await api.deps.storage.putJson("thumbnails/lie.png", "no picture at all");
    const refused = [
      [{ kind: "thumbnail", object_key: clip }, "PNG or JPEG"],
      [{ kind: "thumbnail", object_key: "thumbnails/lie.png" }, "PNG or JPEG"],
      [{ kind: "thumbnail", object_key: large }, "2.1 MB"],
      [{ kind: "subtitles", object_key: picture }, "SRT"],
      [{ kind: "subtitles", object_key: letter }, "line 1"],
    ] as const;
    for (const [change, detail] of refused) {
      const problem = await problemOf(await edit(videoId, change));
      const told = { code: "invalid_input", field: "edit.object_key", remedy: expect.stringContaining(".") };
      expect(problem).toMatchObject({ ...told, detail: expect.stringContaining(detail) });
    }
    // What is right comes as far as the next question: whether the video is published at all.
    const srt = await give("1\n00:00:00,000 --> 00:00:02,000\nRain falls.\n");
    for (const change of [
      { kind: "thumbnail", object_key: picture },
      { kind: "subtitles", object_key: srt },
    ]) {
      expect(await problemOf(await edit(videoId, change))).toMatchObject({ code: "conflict", field: "video_id" });
    }
  });
});

describe("an edit of what an experiment tests", () => {
  it("is refused, naming the experiment and how to end it", async () => {
    const videoId = await made();
    const publication = { videoId, platform: "youtube", platformVideoId: videoId, url: "https://youtu.be/1" };
    await recordPublication(api.deps.db, SYSTEM, publication);
    const terms = { rotationHours: 24, roundsMax: 4, others: ["Wet"] };
    const experimentId = "exp_aaaaaaaaaaaaaaaa";
    await createExperiment(api.deps.db, SYSTEM, { ...terms, experimentId, videoId, kind: "title" });
    expect(await problemOf(await edit(videoId, { kind: "title", title: "New" }))).toMatchObject({
      ...{ code: "conflict", field: "edit.kind", detail: expect.stringContaining(experimentId) },
      remedy: expect.stringContaining(`longtake experiment stop --experiment-id ${experimentId}`),
    });
    expect(await getVideo(api.deps.db, SYSTEM, { videoId })).toMatchObject({ title: "Rain, edited", decisions: [] });
  });
});

test("publishing at an hour that is past is refused before anything is written", async () => {
  const change = { kind: "publishing", privacy: "private", publish_at: "2020-01-01T00:00:00Z" };
  const problem = await problemOf(await edit(await queued(), change));
  expect(problem).toMatchObject({ code: "invalid_input", field: "edit.publish_at" });
});

describe("POST /pipeline/videos/{video_id}/localise", () => {
  const localise = (videoId: string, body: object) =>
    api.request(`/pipeline/videos/${videoId}/localise`, { json: body });

  it("queues a linked video with the same pictures, other words and another voice", async () => {
    const videoId = await made();
    const response = await localise(videoId, { language: "de" });
    expect(response.status).toBe(202);
    const answer = (await response.json()) as { video_id: string; parent_video_id: string; notes: string[] };
    expect(answer.parent_video_id).toBe(videoId);
    expect(answer.notes).toEqual(["The new video is private until you make it public."]);
    const child = await getVideo(api.deps.db, SYSTEM, { videoId: answer.video_id });
    expect(child).toMatchObject({ parentVideoId: videoId, status: "queued" });
    expect(child.spec).toMatchObject({ language: "de", voice: "de", publish: { privacy: "private" } });
    const { translateKey = "", ...reuse } = child.spec.reuse ?? {};
    expect(reuse).toEqual({ mediaKey: "media/a.json" });
    // The title that a person gave is what is translated.
    expect(await api.deps.storage.getJson<Script>(translateKey)).toEqual({ ...script, title: "Rain, edited" });
  });

  it("refuses a voice that nobody has, and a language without one or without letters", async () => {
    const videoId = await made();
    const wrong = await problemOf(await localise(videoId, { language: "de", voice: "martian" }));
    expect(wrong).toMatchObject({
      code: "invalid_input",
      field: "voice",
      remedy: expect.stringContaining("GET /voices"),
    });
    const boxes = await problemOf(await localise(videoId, { language: "hi" }));
    expect(boxes).toMatchObject({ field: "language", remedy: expect.stringContaining("Cyrillic or Arabic letters") });
    const mute = await problemOf(await localise(videoId, { language: "tl" }));
    expect(mute).toMatchObject({ field: "language", remedy: expect.stringContaining("name one that speaks it") });
    expect((await localise(videoId, { language: "tl", voice: "openai:alloy" })).status).toBe(202);
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
