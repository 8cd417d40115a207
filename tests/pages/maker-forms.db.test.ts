import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { claimNext, finishRun } from "../../db/queries/queue.ts";
import { videoFamily } from "../../db/queries/video-family.ts";
import { getVideo, listVideos, recordArtifacts } from "../../db/queries/videos.ts";
import { ADMIN_PASSWORD, createTestApi, FIRST_ADMIN_EMAIL, SYSTEM, type TestApi } from "../api/test-api.ts";

type Fields = Readonly<Record<string, string>>;

const EMPTY = { channel_id: "", seconds: "", aspect: "", language: "", voice: "", captions: "", priority: "" };

let api: TestApi;
let cookie: string;
let csrfToken: string;
beforeAll(async () => {
  api = await createTestApi();
  await api.addChannel("science-daily");
  const json = { email: FIRST_ADMIN_EMAIL, password: ADMIN_PASSWORD };
  const signedIn = await api.request("/auth/login", { as: null, json });
  cookie = signedIn.headers.getSetCookie()[0]?.split(";")[0] ?? "";
  csrfToken = ((await signedIn.json()) as { csrf_token: string }).csrf_token;
});
afterAll(() => api[Symbol.asyncDispose]());

const page = async (path: string) => (await api.request(path, { as: null, headers: { cookie } })).text();

/** As a browser without scripts sends it. */
function send(path: string, fields: Fields, token = csrfToken): Promise<Response> {
  const body = new URLSearchParams({ csrf_token: token, ...fields }).toString();
  const headers = { cookie, "content-type": "application/x-www-form-urlencoded" };
  return api.request(path, { as: null, method: "POST", headers, body });
}

async function queued(fields: Fields = {}): Promise<string> {
  const answer = await send("/videos", { ...EMPTY, topic: "Rain", form_key: randomUUID(), ...fields });
  return /^\/videos\/(vid_\w+)\?done=queued$/.exec(answer.headers.get("location") ?? "")?.[1] ?? "";
}

const count = async () => (await listVideos(api.deps.db, SYSTEM, { limit: 100 })).videos.length;

test("a video is queued from the start page as it was asked for, and its page says so", async () => {
  const [, formKey = ""] = /action="\/videos"[\s\S]*?name="form_key" value="([^"]+)"/.exec(await page("/")) ?? [];
  expect(formKey).not.toBe("");
  const asked = {
    seconds: "45",
    aspect: "9:16",
    language: "en-GB",
    voice: "en-gb",
    captions: "karaoke",
    priority: "8",
  };
  const videoId = await queued({ ...asked, channel_id: "science-daily", form_key: formKey });
  const { spec, priority } = await getVideo(api.deps.db, SYSTEM, { videoId });
  expect({ ...spec, priority }).toMatchObject({
    ...{ topic: "Rain", seconds: 45, aspect: "9:16", language: "en-GB", voice: "en-gb", priority: 8 },
    look: { captions: "karaoke" },
  });
  expect(await page(`/videos/${videoId}?done=queued`)).toContain("The video is in the queue.");
});

test("a double click queues one video, and the same page with other words another one", async () => {
  const before = await count();
  const fields = { ...EMPTY, topic: "Tides", form_key: randomUUID() };
  const answers = await Promise.all([send("/videos", fields), send("/videos", fields), send("/videos", fields)]);
  expect(answers.map(({ status }) => status)).toEqual([303, 303, 303]);
  expect(new Set(answers.map(({ headers }) => headers.get("location"))).size).toBe(1);
  expect(await count()).toBe(before + 1);
  expect((await send("/videos", { ...fields, topic: "Ebb" })).headers.get("location")).toContain("done=queued");
  expect(await count()).toBe(before + 2);
});

test.each([
  [{ topic: "…" }, "topic: has no letters or digits that could be spoken"],
  [{ seconds: "3" }, "Send at least 5."],
  [{ seconds: "a minute" }, "seconds: Invalid input: expected number"],
  [{ aspect: "4:3" }, "Send one of: 16:9, 9:16, 1:1."],
  [{ voice: "nobody" }, "nobody"],
  [{ language: "German" }, "language: expected a BCP 47 language"],
  [{ language: "de" }, "language: the built-in grammar writes English, not German (de)"],
  [{ topic: "東京の歴史" }, "Write it in Latin, Greek, Cyrillic or Arabic letters."],
  [{ captions: "loud" }, "look.captions: "],
  [{ priority: "11" }, "Send at most 10."],
  [{ channel_id: "absent" }, "absent"],
])("what cannot be queued is said on the page, which keeps what was entered: %j", async (wrong: Fields, words) => {
  const before = await count();
  const answer = await send("/videos", { ...EMPTY, topic: "Kept words", form_key: randomUUID(), ...wrong });
  expect(answer.status).toBeGreaterThanOrEqual(404);
  const text = await answer.text();
  expect(text).toMatch(/role="alert"/);
  expect(text).toContain(words);
  const [field = ""] = Object.keys(wrong);
  expect(text).toMatch(new RegExp(`name="${field}"[^>]*aria-invalid="true"`));
  expect(text).toContain(`value="${wrong["topic"] ?? "Kept words"}"`);
  expect(await count()).toBe(before);
});

test("a form without the CSRF token queues nothing", async () => {
  const before = await count();
  expect((await send("/videos", { ...EMPTY, topic: "Forged" }, "wrong")).status).toBe(403);
  expect(await count()).toBe(before);
});

test("a waiting video takes a brand and a priority, and refuses letters that nobody could read", async () => {
  const videoId = await queued();
  const path = `/videos/${videoId}`;
  const reason = "The channel's colours";
  const colours = { base: "#12405F", text: "ffffff", accent: "ffd166", deep: "", font: "Roboto Slab", intro: "Hello" };
  const set = await send(`${path}/brand`, { ...colours, outro: "", reason, form_key: randomUUID() });
  expect(set.headers.get("location")).toBe(`${path}?done=brand`);
  expect((await send(`${path}/priority`, { priority: "9" })).headers.get("location")).toBe(`${path}?done=priority`);
  const { spec, priority, status } = await getVideo(api.deps.db, SYSTEM, { videoId });
  expect({ status, priority, brand: spec.look?.brand }).toEqual({
    ...{ status: "queued", priority: 9 },
    brand: { base: "12405f", text: "ffffff", accent: "ffd166", font: "Roboto Slab", intro: "Hello" },
  });
  const refused = await send(`${path}/brand`, { ...colours, text: "12405f", reason });
  expect(refused.status).toBe(422);
  expect(await refused.text()).toContain("edit.look.brand.text: has a contrast of 1.0 on its ground");
});

test("a scene that comes in twice by a double click comes in once", async () => {
  const videoId = await made();
  const scene = { place: "2", heading: "Drops", lines: "They fall.", scene_kind: "quote", figure: "", points: "" };
  const fields = { ...scene, reason: "It was missing", form_key: randomUUID() };
  const answers = [
    await send(`/videos/${videoId}/scene-insertion`, fields),
    await send(`/videos/${videoId}/scene-insertion`, fields),
  ];
  const { children } = await videoFamily(api.deps.db, SYSTEM, { videoId });
  expect(children).toHaveLength(1);
  const linked = `/videos/${children[0]?.videoId}?done=linked`;
  expect(answers.map(({ headers }) => headers.get("location"))).toEqual([linked, linked]);
  const { spec } = await getVideo(api.deps.db, SYSTEM, { videoId: children[0]?.videoId ?? "" });
  const script = await api.deps.storage.getJson<{ scenes: { heading: string }[] }>(spec.reuse?.scriptKey ?? "");
  expect(script.scenes.map(({ heading }) => heading)).toEqual(["One", "Drops", "Two"]);
  const empty = await send(`/videos/${videoId}/scene-insertion`, { ...fields, lines: " \r\n", form_key: randomUUID() });
  expect(empty.status).toBe(422);
  expect(await empty.text()).toContain("edit.sentences");
});

/** A finished video of two scenes. */
async function made(): Promise<string> {
  const { db, storage } = api.deps;
  const videoId = await queued();
  while ((await claimNext(db, SYSTEM, { claimId: randomUUID(), slots: { gpu: 9, cpu: 99 }, gpuOpen: false })) !== null);
  const scenes = ["One", "Two"].map((heading) => ({
    ...{ kind: "quote", kicker: null, heading, sentences: [`${heading} is said.`], points: [] },
    ...{ pointSentences: [], figure: null },
  }));
  const words = { version: 1, title: "Rain", hook: "", tags: [], description: "", wordsPerMinute: 150 };
  await storage.putJson("scripts/a.json", { ...words, provider: "template", scenes });
  await storage.putJson("media/a.json", { version: 1, palette: {}, stills: [] });
  const artifacts = { scriptKey: "scripts/a.json", mediaKey: "media/a.json", videoKey: "videos/a.mp4" };
  await recordArtifacts(db, SYSTEM, { videoId, artifacts, title: "Rain" });
  await finishRun(db, SYSTEM, { videoId, status: "completed" });
  return videoId;
}
