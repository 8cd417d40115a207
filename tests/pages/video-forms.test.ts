import { expect, test } from "vitest";

import type { ExperimentRecord } from "../../db/queries/experiments.ts";
import { videoForm } from "../../api/pages/video/forms.ts";
import { videoPage } from "../../api/pages/video/page.ts";
import type { VideoPage } from "../../api/pages/video/view.ts";
import { hostile, videoExample } from "./examples.ts";
import { frame, textOf } from "./page-text.ts";

const pageOf = (fields: Partial<VideoPage>) => textOf(videoPage(frame, videoExample(fields)));
const publication = {
  ...{ platform: "youtube", url: "https://youtube.example/1" },
  ...{ processing: "processed", processingReason: null, privacy: null, visibilityReason: null },
};
const experiment: ExperimentRecord = {
  experimentId: "exp_a",
  videoId: "vid_a",
  channelId: "science",
  kind: "title",
  status: "running",
  variants: ["How bridges stand up", hostile],
  rotationHours: 24,
  roundsMax: 8,
  results: [{ round: 0, variant: 0, hours: 24, views: 120 }],
  winner: null,
  reason: null,
  createdAt: "2026-11-20T10:00:00Z",
  finishedAt: null,
};

const bodyOf = (act: string, fields: Record<string, string>) =>
  videoForm(act)?.call("/pipeline/videos/vid_a", { reason: "better", ...fields });
const edit = (kind: object) => {
  return { method: "POST", path: "/pipeline/videos/vid_a/edit", body: { edit: kind, reason: "better" } };
};

test("a scene comes in before or after another, with what its card wants", () => {
  const fields = { place: "3", heading: " Ropes ", lines: "One.\r\n\r\n Two. ", scene_kind: "quote" };
  const scene = { kind: "insert_scene", scene: 3, heading: "Ropes", sentences: ["One.", "Two."], scene_kind: "quote" };
  expect(bodyOf("scene-insertion", { ...fields, figure: "", points: "" })).toEqual(edit(scene));
  expect(bodyOf("scene-insertion", { ...fields, figure: "7", points: "A\nB" })).toEqual(
    edit({ ...scene, figure: "7", points: ["A", "B"] }),
  );
  const page = pageOf({});
  expect(page).toMatch(/<option value="3">after scene 2<\/option>\s*<option value="2">before scene 2<\/option>/);
});

test("a brand is what was filled in, in the spelling of the JSON route", () => {
  const fields = { base: "#12405F", deep: "", text: "ffffff", accent: "", font: "Inter", intro: "", outro: "" };
  const brand = { base: "12405f", text: "ffffff", font: "Inter" };
  expect(bodyOf("brand", fields)).toEqual(edit({ kind: "look", look: { brand } }));
  expect(bodyOf("brand", { base: "" })).toEqual(edit({ kind: "look", look: {} }));
  const { spec } = videoExample({});
  const page = pageOf({ spec: { ...spec, look: { brand: { accent: "ffd166", font: "Roboto Slab" } } } });
  expect(page).toMatch(/name="accent"[^>]*value="ffd166"/);
  expect(page).toContain('<option value="Roboto Slab" selected>');
});

test("a waiting video takes what holds for the whole of it, and no scene, title or thumbnail", () => {
  const page = pageOf({ status: "queued" });
  for (const act of ["priority", "voice", "look", "brand", "music", "aspect", "description", "publishing"]) {
    expect(page).toContain(`action="/videos/vid_a/${act}"`);
  }
  for (const act of ["title", "own-thumbnail", "scene-words", "scene-insertion", "localise"]) {
    expect(page).not.toContain(`action="/videos/vid_a/${act}"`);
  }
  const may = { execute: false, decide: false, raiseCap: false };
  expect(pageOf({ status: "queued", may })).not.toContain('action="/videos/vid_a/voice"');
  expect(bodyOf("priority", { priority: "9" })).toEqual({
    ...{ method: "PATCH", path: "/pipeline/queue/vid_a", body: { priority: 9 } },
  });
});

test("a reviewer changes what is under way and what is shown, and begins nothing new", () => {
  const may = { execute: false, decide: true, raiseCap: false };
  const actsOf = (fields: Partial<VideoPage>) => {
    const acts = pageOf({ may, ...fields }).matchAll(/action="\/videos\/vid_a\/([a-z-]+)"/g);
    return [...new Set([...acts].map(([, act = ""]) => act))].toSorted();
  };
  const dressing = ["thumbnail", "title"];
  const scenes = ["scene-insertion", "scene-picture", "scene-removal", "scene-words"];
  const settings = ["aspect", "brand", "look", "music", "voice"];
  const artifacts = new Set(["thumbnail-1.jpg", "thumbnail-2.jpg"] as const);
  expect(actsOf({ status: "processing", artifacts })).toEqual(
    [...dressing, ...scenes, ...settings, "description", "publishing"].toSorted(),
  );
  expect(actsOf({ publication, artifacts })).toEqual(dressing);
  expect(actsOf({ status: "queued" })).toEqual([]);
  expect(pageOf({ may, status: "processing" })).not.toContain('type="file"');
  expect(actsOf({ may: { ...may, decide: false }, status: "processing", artifacts })).toEqual([]);
});

test("a copy in another language is made of what is finished or was approved", () => {
  const approved = { at: "2026-11-21T09:54:00Z", action: "approved", by: "user/ada", reason: "fine" };
  const localise = 'action="/videos/vid_a/localise"';
  expect(pageOf({})).toContain(localise);
  expect(pageOf({ status: "failed", trail: [approved] })).toContain(localise);
  expect(pageOf({ status: "failed", trail: [{ ...approved, action: "rejected" }] })).not.toContain(localise);
});

test("forms whose repetition would change more carry a key of their own", () => {
  const page = pageOf({ publication });
  for (const act of ["scene-words", "scene-picture", "scene-insertion", "brand", "localise", "title-experiment"]) {
    const [, form = ""] = page.split(`action="/videos/vid_a/${act}"`);
    expect(form.slice(0, form.indexOf("</form>"))).toContain('name="form_key"');
  }
  const again = { scene: "1", form_key: "k" };
  expect(bodyOf("scene-removal", again)?.idempotencyKey).toBeDefined();
  expect(bodyOf("scene-removal", again)).toEqual(bodyOf("scene-removal", again));
});

test("a published video offers a test of its titles and thumbnails, and only one at a time", () => {
  const candidates = [1, 2].map((number) => ({ number, objectKey: `t/${number}.jpg`, isShown: number === 1 }));
  const page = pageOf({ publication, candidates });
  expect(page).toContain('action="/videos/vid_a/title-experiment"');
  expect(page).toContain('name="candidate_2" value="t/2.jpg"');
  expect(page).not.toContain('name="candidate_1"');
  for (const other of [{ candidates }, { publication: { ...publication, processing: "gone" } }]) {
    expect(pageOf(other)).not.toContain("title-experiment");
  }
  const hidden = { ...publication, privacy: "private" };
  expect(pageOf({ publication: hidden })).toContain("once others than you can see the video");
  expect(pageOf({ publication: hidden })).not.toContain("title-experiment");
  const running = pageOf({ publication, experiments: [experiment] });
  expect(running).not.toContain("title-experiment");
  expect(running).toContain("120 views in 24 h");
  expect(running).toMatch(/img src=x[\s\S]*?0 views in 0 h[\s\S]*?shown now/);
  expect(running).toContain("Round 1 of at most 8");
  expect(running).toContain('action="/videos/vid_a/experiment-stop"');
  expect(running).toContain('action="/videos/vid_a/experiment-resume"');
  expect(running).not.toContain("<script>");
  const decided = { ...experiment, status: "decided", winner: 1, reason: "variant 2 has more" } as const;
  const after = pageOf({ publication, experiments: [decided] });
  expect(after).toContain("variant 2 has more");
  expect(after).toContain("title-experiment");
});

test("a waiting experiment is resumed, and a running one stopped, by the JSON routes", () => {
  const path = "/experiments/exp_a";
  const fields = { experiment_id: "exp_a", reason: "seen enough" };
  expect(bodyOf("experiment-resume", fields)).toEqual({ method: "POST", path: `${path}/resume` });
  const stop = { method: "POST", path: `${path}/stop`, body: { reason: "seen enough" } };
  expect(bodyOf("experiment-stop", fields)).toEqual(stop);
});

test("an experiment of the page is the experiment of the JSON route", () => {
  const begin = (kind: string, variants: readonly (string | undefined)[]) => {
    const terms = { video_id: "vid_a", kind, variants, rotation_hours: 12, rounds_max: 4 };
    return { method: "POST", path: "/experiments", body: terms };
  };
  const terms = { rotation_hours: "12", rounds_max: "4" };
  expect(bodyOf("title-experiment", { ...terms, variants: "Why?\r\nHow?\r\n" })).toEqual(
    begin("title", ["Why?", "How?"]),
  );
  const pictures = { candidate_2: "t/2.jpg", candidate_3: "t/3.jpg" };
  expect(bodyOf("thumbnail-experiment", { ...terms, ...pictures, object_key: "uploads/a.png" })).toEqual(
    begin("thumbnail", ["t/2.jpg", "t/3.jpg", "uploads/a.png"]),
  );
});
