import { expect, test } from "vitest";

import type { VideoVersion } from "../../db/queries/video-versions.ts";
import { wordsOf } from "../../api/pages/video/scene-words.ts";
import { loginPage, safeNext } from "../../api/pages/login.ts";
import { startPage } from "../../api/pages/start.ts";
import { videoForm } from "../../api/pages/video/forms.ts";
import { videoListPage } from "../../api/pages/video/list.ts";
import { videoPage } from "../../api/pages/video/page.ts";
import { cardExample, hostile, reportExample, startExample, videoExample } from "./examples.ts";
import { frame, textOf } from "./page-text.ts";

const parkedFor = (kind: string) => ({
  status: "processing",
  waitingFor: { kind, reason: "Score 71 is below 85.", remedy: "Look at the findings.", until: null },
});

function published() {
  const shown = { processing: "processed", processingReason: null, privacy: "public", visibilityReason: null };
  return { platform: "youtube", url: "https://youtube.example/1", ...shown };
}

function version(number: number, edits: VideoVersion["edits"]): VideoVersion {
  const { spec } = videoExample({});
  const [createdBy, createdAt] = ["user/u1", "2026-11-21T09:00:00Z"];
  return {
    version: number,
    spec,
    edits,
    artifacts: { videoKey: `videos/${number}.mp4` },
    qualityScore: 93,
    createdBy,
    createdAt,
  };
}

test("text of people and models never becomes markup, on any page", () => {
  const pages = [
    startPage(frame, startExample({ title: hostile })),
    videoListPage(frame, {
      videos: [cardExample({ topic: hostile })],
      search: hostile,
      status: "",
      nextCursor: hostile,
      isFirst: true,
    }),
    videoPage(frame, {
      ...videoExample({ topic: hostile, title: hostile, ...parkedFor(hostile) }),
      waitingFor: { kind: hostile, reason: hostile, remedy: hostile, until: null },
      error: { code: hostile, message: hostile },
      chapters: [{ title: hostile, startMs: 0, endMs: 1 }],
      report: reportExample({ message: hostile }),
      storyboard: [
        { number: 1, kind: "title", heading: hostile, lines: [hostile], time: null, frame: null, findings: 0 },
      ],
      scriptNotes: [hostile],
      mediaFindings: [{ scene: 1, source: hostile, assetId: hostile, reason: hostile }],
      credits: [{ source: hostile, author: hostile, url: `https://x/${hostile}`, licence: hostile, scenes: [1] }],
      musicCredit: { author: hostile, licence: hostile },
      parent: { videoId: hostile, title: hostile, language: hostile, status: hostile },
      versions: [version(1, []), version(2, [{ kind: "title", title: hostile }])],
      trail: [{ at: "2026-11-21T10:00:00Z", action: hostile, by: hostile, reason: hostile }],
      notice: { tone: "bad", text: hostile },
    }),
    videoPage(frame, {
      ...videoExample({ title: hostile }),
      publication: {
        ...{ platform: hostile, url: `https://x/${hostile}`, processing: "failed", processingReason: hostile },
        ...{ privacy: null, visibilityReason: null },
      },
    }),
    videoPage(frame, {
      ...videoExample({ title: hostile }),
      publication: { ...published(), privacy: hostile, visibilityReason: hostile },
    }),
    loginPage(frame, { next: safeNext(`/videos?x=${hostile}`), email: hostile, hasOidc: true }),
  ].map((page) => textOf(page));
  for (const page of pages) {
    expect(page).not.toContain("<script>");
    expect(page).not.toContain("<img src=x");
    expect(page).toContain("&lt;script&gt;");
  }
});

test("no page holds a script or a style of its own", () => {
  const pages = [startPage(frame, startExample({})), videoPage(frame, videoExample({}))].map((page) => textOf(page));
  for (const page of pages) {
    expect(page).not.toMatch(/<style|\sstyle=|\son[a-z]+=|javascript:/i);
    for (const [, source] of page.matchAll(/<script[^>]*src="([^"]+)"/g)) expect(source).toMatch(/^\/assets\//);
    expect(page).not.toMatch(/<script(?![^>]*src=)/);
  }
});

test("every form that changes something carries the CSRF token, and none is shown without a session", () => {
  const video = videoExample(parkedFor("approval"));
  const page = textOf(videoPage(frame, video));
  const forms = page.match(/<form[^>]*method="post"[\s\S]*?<\/form>/g) ?? [];
  expect(forms.length).toBeGreaterThanOrEqual(9);
  for (const form of forms) expect(form).toContain('name="csrf_token" value="csrf-1"');
  const withKey = {
    ...frame,
    reader: { principal: { kind: "api_key", id: "k", role: "operator" }, csrfToken: null },
  } as const;
  expect(textOf(videoPage(withKey, video))).not.toContain('method="post"');
});

test.each([
  { kind: "approval", acts: ["/approve", "/reject", "/cancel"] },
  { kind: "cost_cap", acts: ["/raise-cap", "/cancel"] },
  { kind: "channel_connection", acts: ["/resume", "/cancel"] },
  { kind: "failure", acts: ["/resume", "/cancel"] },
])("a run that waits for $kind offers $acts", ({ kind, acts }) => {
  const page = textOf(videoPage(frame, videoExample(parkedFor(kind))));
  const all = ["/approve", "/reject", "/raise-cap", "/resume", "/cancel"];
  expect(all.filter((act) => page.includes(`/videos/vid_a${act}"`))).toEqual(all.filter((act) => acts.includes(act)));
  expect(page).toContain("Look at the findings.");
});

test("a reader who may only read sees what a run waits for and no button", () => {
  const may = { execute: false, decide: false, raiseCap: false };
  const page = textOf(videoPage(frame, { ...videoExample(parkedFor("approval")), may }));
  expect(page).toContain("Look at the findings.");
  expect(page).not.toContain('action="/videos/');
});

test("a guarded form asks for the password only when the proof is old", () => {
  const video = videoExample(parkedFor("approval"));
  expect(textOf(videoPage(frame, video))).not.toContain('type="password"');
  const old = { ...video, proof: { isFresh: false, hasOidc: false } };
  expect(textOf(videoPage(frame, old))).toContain('type="password"');
});

test("what the stages noted is read on the page, and each credit leads to its work and its licence", () => {
  const finding = { scene: 2, source: "pixabay", assetId: "77", reason: "the file is no picture" };
  const ofFolder = { scene: null, source: "folder", assetId: null, reason: "none of its 12 files fits" };
  const musicCredit = { author: "Cy", licence: "CC-BY-4.0" };
  const noted = { scriptNotes: ["Scene 2: no source."], mediaFindings: [finding, ofFolder], musicCredit };
  const page = textOf(videoPage(frame, videoExample(noted)));
  expect(page).toContain("Scene 2: no source.");
  expect(page).toMatch(/href="#scene-2">Scene 2:<\/a>\s+the file is no picture/);
  expect(page).toMatch(/none of its 12 files fits\s+<span class="small quiet">\(folder\)</);
  expect(page).toContain('href="https://pexels.example/1"');
  expect(page).toContain('href="https://www.pexels.com/license/"');
  expect(page).toMatch(/Cy, <span class="quiet">music, <a href="https:\/\/creativecommons.org\/licenses\/by\/4.0\/"/);
  expect(textOf(videoPage(frame, videoExample({})))).not.toContain("Remarks");
});

test("a dry run says that nothing was uploaded", () => {
  const { spec } = videoExample({});
  const dry = { ...spec, publish: { ...spec.publish, dryRun: true } };
  expect(textOf(videoPage(frame, videoExample({ spec: dry })))).toContain("Not uploaded: dry run");
  expect(textOf(videoPage(frame, videoExample({ spec: dry, publication: published() })))).not.toContain("Not uploaded");
});

test("a finished dry run is offered to be published, and no form that always answers 409", () => {
  const { spec } = videoExample({});
  const dry = { ...spec, publish: { ...spec.publish, dryRun: true } };
  const page = textOf(videoPage(frame, videoExample({ spec: dry })));
  expect(page).toContain('action="/videos/vid_a/publish"');
  expect(page).toContain('action="/videos/vid_a/voice"');
  for (const act of ["title", "thumbnail", "publishing"]) expect(page).not.toContain(`/videos/vid_a/${act}"`);
  const reader = { execute: false, decide: false, raiseCap: false };
  expect(textOf(videoPage(frame, { ...videoExample({ spec: dry }), may: reader }))).not.toContain("/vid_a/publish");
});

test("a video that was uploaded is made public by a form, now or at an hour, which the form then shows", () => {
  const page = textOf(videoPage(frame, videoExample({ publication: published() })));
  expect(page).toMatch(/action="\/videos\/vid_a\/publish"[\s\S]*name="privacy"[\s\S]*name="publish_at"/);
  expect(page).toContain('action="/videos/vid_a/title"');
  const scheduled = { publishStatus: "scheduled", scheduledFor: "2026-11-22T18:00:00.000Z" };
  const later = textOf(videoPage(frame, videoExample({ publication: published(), ...scheduled })));
  expect(later).toContain('value="2026-11-22T18:00"');
  expect(later).toContain("Uploaded to YouTube");
  expect(textOf(videoPage(frame, videoExample(parkedFor("failure"))))).not.toContain('/vid_a/publish"');
});

test("a parked upload offers what it still takes, and no scene", () => {
  const upload = { stage: "upload", attempt: 1, status: "failed", startedAt: "2026-11-21T09:53:00Z" };
  const attempt = { ...upload, finishedAt: null, errorCode: "platform_refused", errorMessage: "invalidTitle" };
  const page = textOf(videoPage(frame, videoExample({ ...parkedFor("failure"), stages: [attempt] })));
  for (const act of ["title", "publishing"]) expect(page).toContain(`action="/videos/vid_a/${act}"`);
  for (const act of ["voice", "scene-words"]) expect(page).not.toContain(`action="/videos/vid_a/${act}"`);
});

test("what the platform made of an upload is told, and a refused one does not read as published", () => {
  const pageOf = (processing: string, processingReason: string | null = null) =>
    textOf(videoPage(frame, videoExample({ publication: { ...published(), processing, processingReason } })));
  expect(pageOf("processed")).toContain("Published on YouTube");
  expect(pageOf("processing")).toContain("YouTube is still processing it");
  const rejected = pageOf("failed", "YouTube rejected it: duplicate");
  expect(rejected).toContain("YouTube rejected it: duplicate");
  expect(rejected).not.toContain("Published on");
  const gone = pageOf("gone", "YouTube no longer has the video");
  expect(gone).not.toContain("Published on");
  expect(gone).not.toContain('/vid_a/publish"');
});

test("a video that the platform shows otherwise than was asked says so, and what to do", () => {
  const pageOf = (visibility: { privacy: string; visibilityReason: string | null }) =>
    textOf(videoPage(frame, videoExample({ publication: { ...published(), ...visibility } })));
  const reason = "asked for public, YouTube has it as private";
  const locked = pageOf({ privacy: "private", visibilityReason: reason });
  expect(locked).toContain(reason);
  expect(locked).toContain("longtake video publish");
  expect(pageOf({ privacy: "public", visibilityReason: null })).not.toContain("Not shown as was asked");
});

test("what was expected stands beside what it came to", () => {
  const page = textOf(videoPage(frame, videoExample({})));
  expect(page).toContain("Expected by 7 videos made here");
  expect(page).toContain("$0.0012");
});

test("an edit of the page is the edit of the JSON route", () => {
  const said = (act: string, fields: Record<string, string>) =>
    videoForm(act)?.call("/pipeline/videos/vid_a", { reason: "better", ...fields });
  const edit = (kind: object) => {
    return { method: "POST", path: "/pipeline/videos/vid_a/edit", body: { edit: kind, reason: "better" } };
  };
  expect(said("voice", { voice: "openai:alloy" })).toEqual(edit({ kind: "voice", voice: "openai:alloy" }));
  expect(said("scene-picture", { scene: "3", object_key: "" })).toEqual(edit({ kind: "scene_media", scene: 3 }));
  expect(said("music", { source: "none", seed: "4" })).toEqual(edit({ kind: "music", music: { source: "none" } }));
  expect(said("publishing", { privacy: "public", publish_at: "" })).toEqual(
    edit({ kind: "publishing", privacy: "public", publish_at: null }),
  );
  expect(said("publishing", { privacy: "public", publish_at: "2027-01-02T03:04" })).toEqual(
    edit({ kind: "publishing", privacy: "private", publish_at: "2027-01-02T03:04:00.000Z" }),
  );
  const publish = (body: object, idempotencyKey: string) => {
    return { method: "POST", path: "/pipeline/videos/vid_a/publish", body, idempotencyKey };
  };
  expect(said("publish", { privacy: "unlisted", publish_at: "", shown_at: "1" })).toEqual(
    publish({ privacy: "unlisted", publish_at: null }, "page/1/unlisted/"),
  );
  expect(said("publish", { privacy: "public", publish_at: "2027-01-02T03:04", shown_at: "1" })).toEqual(
    publish({ privacy: "public", publish_at: "2027-01-02T03:04:00.000Z" }, "page/1/public/2027-01-02T03:04"),
  );
  expect(said("localise", { language: "de", voice: "" })).toEqual({
    method: "POST",
    path: "/pipeline/videos/vid_a/localise",
    body: { language: "de" },
  });
  const own = said("localise", { language: "de", voice: "", object_key: "uploads/a.txt" });
  expect(own?.body).toEqual({ language: "de", script_key: "uploads/a.txt" });
});

test("versions are listed once there are two, newest first, with what was changed", () => {
  expect(textOf(videoPage(frame, videoExample({ versions: [version(1, [])] })))).not.toContain("Version 1");
  const edit = { kind: "rewrite_line", scene: 2, line: 1, text: "It holds." } as const;
  const page = textOf(videoPage(frame, videoExample({ versions: [version(1, []), version(2, [edit])] })));
  expect(page.indexOf("Version 2 (shown)")).toBeLessThan(page.indexOf("Version 1"));
  expect(page).toContain("Scene 2, line 1: “It holds.”");
  expect(page).toContain('href="/pipeline/videos/vid_a/artifacts/video.mp4?version=1"');
  expect(page).not.toContain("video.mp4?version=2");
});

test("a run that waits for its budget can be resumed, and is offered no cap", () => {
  const waitingFor = { kind: "cost_cap", reason: "Spent.", remedy: "Wait.", until: "2026-11-22T00:00:00Z" };
  const page = textOf(videoPage(frame, { ...videoExample({ status: "processing" }), waitingFor }));
  expect(page).toContain("/videos/vid_a/resume");
  expect(page).not.toContain("/raise-cap");
});

test.each([
  ["one line", "Bridges", "A bridge is a promise.\r\nIt holds.", { kind: "rewrite_line", line: 2, text: "It holds." }],
  ["the heading", "Spans", "A bridge is a promise.\nIt carries.", { kind: "replace_scene", heading: "Spans" }],
  ["the number of lines", "Bridges", " Only this. \n\n", { kind: "replace_scene", sentences: ["Only this."] }],
  ["all of it", "Spans", "One.\nTwo.", { kind: "replace_scene", heading: "Spans", sentences: ["One.", "Two."] }],
])("changing %s of a scene is the smallest edit that says so", (_, heading, lines, edit) => {
  const before = JSON.stringify({ heading: "Bridges", lines: ["A bridge is a promise.", "It carries."] });
  expect(wordsOf({ scene: "1", heading, lines, before })).toEqual({ scene: 1, ...edit });
});

test("what waits for a person comes first on the start page", () => {
  const page = textOf(startPage(frame, startExample({ title: "The parked one" })));
  expect(page.indexOf("The parked one")).toBeLessThan(page.indexOf("In the making"));
});
