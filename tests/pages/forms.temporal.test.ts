import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { claimNext, finishRun } from "../../db/queries/queue.ts";
import { videoFamily } from "../../db/queries/video-family.ts";
import { listExperiments } from "../../db/queries/experiments.ts";
import { getVideo, recordArtifacts, recordPublication } from "../../db/queries/videos.ts";
import { experimentWorkflowId } from "../../domain/channel/experiment-rules.ts";
import { ADMIN_PASSWORD, createTestApi, FIRST_ADMIN_EMAIL, SYSTEM, type TestApi } from "../api/test-api.ts";

const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const scene = (heading: string) => ({
  ...{ kind: "quote", kicker: null, heading, sentences: [`${heading} is said.`], points: [] },
  ...{ pointSentences: [], figure: null },
});
const artifacts = {
  ...{ scriptKey: "scripts/a.json", mediaKey: "media/a.json", videoKey: "videos/a.mp4", srtKey: "captions/a.srt" },
  ...{ thumbnailKey: "thumbnails/a.jpg", planKey: "plans/a.json" },
};

let api: TestApi;
let cookie: string;
let csrfToken: string;
beforeAll(async () => {
  api = await createTestApi({ temporalAddress: process.env["TEMPORAL_ADDRESS"] ?? "127.0.0.1:7233" });
  await api.addChannel("science-daily");
  const words = { version: 1, title: "Rain", hook: "", tags: [], description: "", wordsPerMinute: 150 };
  const script = { ...words, provider: "template", scenes: [scene("One"), scene("Two")] };
  await api.deps.storage.putJson("scripts/a.json", script);
  await api.deps.storage.putJson("media/a.json", { version: 1, palette: {}, stills: [] });
  await api.deps.storage.putJson("plans/a.json", { chapters: [], segments: [], audio: {} });
  const json = { email: FIRST_ADMIN_EMAIL, password: ADMIN_PASSWORD };
  const signedIn = await api.request("/auth/login", { as: null, json });
  cookie = signedIn.headers.getSetCookie()[0]?.split(";")[0] ?? "";
  csrfToken = ((await signedIn.json()) as { csrf_token: string }).csrf_token;
});
afterAll(() => api[Symbol.asyncDispose]());

async function made(): Promise<string> {
  const { db } = api.deps;
  const answer = await api.request("/pipeline/queue", { json: { topic: "Rain", channel_id: "science-daily" } });
  const { video_id: videoId } = (await answer.json()) as { video_id: string };
  while ((await claimNext(db, SYSTEM, { claimId: randomUUID(), slots: { gpu: 9, cpu: 99 }, gpuOpen: false })) !== null);
  await recordArtifacts(db, SYSTEM, { videoId, artifacts, title: "Rain" });
  await finishRun(db, SYSTEM, { videoId, status: "completed" });
  return videoId;
}

/** As a browser without scripts sends it. */
function send(videoId: string, act: string, fields: Readonly<Record<string, string | File>>): Promise<Response> {
  const body = new FormData();
  body.set("csrf_token", csrfToken);
  for (const [name, value] of Object.entries(fields)) body.set(name, value);
  return api.request(`/videos/${videoId}/${act}`, { as: null, method: "POST", headers: { cookie }, body });
}

test("a picture of one's own comes with the form, and the scene gets it", async () => {
  const videoId = await made();
  const file = new File([PNG], "rain.png", { type: "text/plain" });
  const answer = await send(videoId, "scene-picture", { scene: "2", object_key: "", reason: "It shows rain.", file });
  const listed = await api.request("/files");
  const { files } = (await listed.json()) as { files: { object_key: string }[] };
  expect(files).toMatchObject([{ name: "rain.png", media_type: "image/png" }]);
  const { children } = await videoFamily(api.deps.db, SYSTEM, { videoId });
  const linkedId = children[0]?.videoId ?? "";
  // The finished video stays: the person is shown the one that was made from it.
  expect(answer.headers.get("location")).toBe(`/videos/${linkedId}?done=linked`);
  const page = await api.request(`/videos/${linkedId}?done=linked`, { as: null, headers: { cookie } });
  expect(await page.text()).toContain("This is a new video, made from the finished one");
  const { spec } = await getVideo(api.deps.db, SYSTEM, { videoId: linkedId });
  expect(spec.media?.uploads).toEqual([{ objectKey: files[0]?.object_key, scene: 1 }]);
});

test("what cannot be used is said on the page, by its reason", async () => {
  const videoId = await made();
  const mine = (name: string, content: string | Buffer) => ({ reason: "Mine.", file: new File([content], name) });
  const thumbnail = await send(videoId, "own-thumbnail", mine("t.txt", "no picture"));
  expect(thumbnail.status).toBe(422);
  expect(await thumbnail.text()).toContain("a thumbnail must be a PNG or JPEG");
  const subtitles = await send(videoId, "subtitles", mine("s.srt", "Dear all,"));
  expect(await subtitles.text()).toContain("this is no SRT file: line 1");
  const large = await send(videoId, "own-thumbnail", mine("t.png", Buffer.alloc(33 * 1024 * 1024)));
  expect(large.headers.get("location")).toBe(`/videos/${videoId}?refused=too-large`);
  const page = await api.request(large.headers.get("location") ?? "", { as: null, headers: { cookie } });
  expect(await page.text()).toContain("longtake file upload");
  const forged = await api.request(`/videos/${videoId}/own-thumbnail`, {
    ...{ as: null, method: "POST", headers: { cookie } },
    body: new FormData(),
  });
  expect(forged.status).toBe(403);
});

test("a translation of one's own comes with the form; without a language model there is no other", async () => {
  const videoId = await made();
  const asked = { language: "de", voice: "", form_key: randomUUID() };
  const none = await send(videoId, "localise", { ...asked, file: new File([], "") });
  expect(none.status).toBe(422);
  expect(await none.text()).toContain("no language model is configured");
  const file = new File(["# Eins\n\nEins wird gesagt.\n\n# Zwei\n\nZwei wird gesagt.\n"], "regen.md");
  const answer = await send(videoId, "localise", { ...asked, form_key: randomUUID(), file });
  const { children } = await videoFamily(api.deps.db, SYSTEM, { videoId });
  expect(answer.headers.get("location")).toBe(`/videos/${children[0]?.videoId}?done=linked`);
  const { spec } = await getVideo(api.deps.db, SYSTEM, { videoId: children[0]?.videoId ?? "" });
  expect(spec).toMatchObject({ language: "de", script: { source: "own" }, reuse: { mediaKey: "media/a.json" } });
});

test("a finished video is published from its page, at an hour of UTC", async () => {
  const videoId = await made();
  const page = await api.request(`/videos/${videoId}`, { as: null, headers: { cookie } });
  expect(await page.text()).toContain(`action="/videos/${videoId}/publish"`);
  const past = await send(videoId, "publish", { privacy: "public", publish_at: "2020-01-01T00:00" });
  expect(past.status).toBe(422);
  expect(await past.text()).toContain("must lie in the future");
  const fields = { privacy: "public", publish_at: "2099-01-02T03:04", shown_at: "1795289130830" };
  // A double click is one upload.
  for (const answer of [await send(videoId, "publish", fields), await send(videoId, "publish", fields)]) {
    expect(answer.headers.get("location")).toBe(`/videos/${videoId}?done=publish`);
  }
  const { workflow } = api.deps.temporal;
  const begun = () => Array.fromAsync(workflow.list({ query: `VideoId = "${videoId}"` }));
  await expect.poll(async () => (await begun()).map(({ type }) => type)).toEqual(["publishVideo"]);
  for (const { workflowId } of await begun()) await workflow.getHandle(workflowId).terminate("seen");
});

test("a published video's titles are tested from its page, once however often the button is pressed", async () => {
  const { db, temporal } = api.deps;
  const videoId = await made();
  const url = `https://youtu.be/${videoId}`;
  await recordPublication(db, SYSTEM, { videoId, platform: "youtube", platformVideoId: videoId, url });
  const terms = { rotation_hours: "24", rounds_max: "4", form_key: randomUUID() };
  const same = await send(videoId, "title-experiment", { ...terms, variants: "Rain" });
  expect(same.status).toBe(422);
  expect(await same.text()).toContain("one of the variants is what the video has");
  const fields = { ...terms, variants: "Why it rains\r\nDrops\r\n" };
  for (const answer of [
    await send(videoId, "title-experiment", fields),
    await send(videoId, "title-experiment", fields),
  ]) {
    expect(answer.headers.get("location")).toBe(`/videos/${videoId}?done=title-experiment`);
  }
  const [experiment, ...more] = await listExperiments(db, SYSTEM, { videoId });
  expect(more).toEqual([]);
  expect(experiment).toMatchObject({ status: "running", variants: ["Rain", "Why it rains", "Drops"], roundsMax: 4 });
  const experimentId = experiment?.experimentId ?? "";
  const page = await (await api.request(`/videos/${videoId}`, { as: null, headers: { cookie } })).text();
  expect(page).toMatch(/Rain[\s\S]*?0 views in 0 h[\s\S]*?shown now[\s\S]*?Why it rains/);
  expect(page).not.toContain(`/videos/${videoId}/title-experiment"`);
  await temporal.workflow.getHandle(experimentWorkflowId(experimentId)).terminate("seen");
  await send(videoId, "experiment-stop", { experiment_id: experimentId, reason: "Seen enough" });
  expect(await listExperiments(db, SYSTEM, { videoId })).toMatchObject([{ status: "stopped" }]);
});
