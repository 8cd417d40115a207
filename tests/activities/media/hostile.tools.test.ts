import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { MockActivityEnvironment } from "@temporalio/testing";
import { afterAll, beforeAll, expect, test } from "vitest";

import { createMediaActivities } from "../../../activities/media/media.ts";
import { ensureAsset } from "../../../activities/media/assets.ts";
import { makePicture } from "../../../activities/media/making.ts";
import type { MediaSources } from "../../../activities/media/sources.ts";
import { createFfmpeg } from "../../../clients/ffmpeg/ffmpeg.ts";
import { createMediaDownload } from "../../../clients/stock-media/download.ts";
import { createMediaFolder } from "../../../clients/stock-media/folder.ts";
import { probeMedia } from "../../../clients/stock-media/probe.ts";
import { createObjectStore } from "../../../clients/storage/storage.ts";
import type { MediaManifest } from "../../../domain/media/media.ts";
import { PALETTES } from "../../../domain/look/palette.ts";
import type { MediaResult } from "../../../domain/video/production.ts";
import type { Script } from "../../../domain/script/script.ts";
import type { VideoSpec } from "../../../domain/video/video.ts";
import { makeForeignFiles } from "./foreign-files.ts";
import { specOf } from "../rendering/made-video.ts";

const CANVAS = { width: 640, height: 360 };
const [palette = never()] = PALETTES;
const ffmpeg = createFfmpeg();
const environment = new MockActivityEnvironment();
let root: string;
let files: string;
let deps: Parameters<typeof ensureAsset>[0] & Parameters<typeof createMediaActivities>[0];

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "longtake-hostile-"));
  files = join(root, "folder");
  makeForeignFiles(files);
  const storage = createObjectStore({ kind: "folder", path: join(root, "objects") });
  const sources: MediaSources = {
    libraries: {},
    folder: createMediaFolder(files),
    download: createMediaDownload({ hosts: [], origins: [] }),
    probe: probeMedia,
    uses: { recent: never, record: never },
    givenFiles: () => Promise.resolve([]),
  };
  const progress = { publish: () => {}, follow: async function* () {}, close: async () => {} };
  deps = { storage, ffmpeg, progress, sources, workPath: join(root, "work") };
});

afterAll(() => rm(root, { recursive: true }));

function never(): never {
  throw new Error("not asked without a channel");
}

/** As a library's file is treated: sizes and lengths must be what was promised. */
async function take(path: string, mustBeLarge = true) {
  const signal = AbortSignal.timeout(60_000);
  const asset = await ensureAsset(deps, { from: { kind: "path", path }, kind: "photo", signal });
  const need = { scene: 0, canvas: CANVAS, durationMs: 3_000, prefers: "clip" } as const;
  return { asset, ...(await makePicture(deps, asset, { need, palette, mustBeLarge, signal, usage: [] })) };
}

const HOSTILE: Readonly<Record<string, RegExp>> = {
  "corrupt.jpg": /damaged|read/,
  "truncated.jpg": /damaged/,
  "headless.mp4": /moov atom not found/,
  "broken-off.mp4": /damaged|ends after/,
  "page.jpg": /does not begin/,
  "empty.png": /does not begin/,
  "huge.png": /too large/,
  "drawing.png": /does not begin/,
  "playlist.mp4": /does not begin/,
  "list.jpg": /does not begin/,
  "sound.mp4": /holds no picture/,
  "tiny.jpg": /32×32/,
  "blink.mp4": /no length/,
  "link.jpg": /leads out of the media folder/,
  "linked/passwd": /leads out of the media folder/,
  "../objects": /leads out of the media folder/,
};

test.for(Object.entries(HOSTILE))("%s is refused with its reason", async ([name, reason]) => {
  await expect(take(name)).rejects.toMatchObject({ code: "media_failed", message: expect.stringMatching(reason) });
  expect(await readdir(join(root, "work"))).toEqual([]);
});

test("a clip of uneven frames becomes whole frames on the canvas, without sound", async () => {
  const { clip, still } = await take("uneven.mp4");
  expect(clip).toMatchObject(CANVAS);
  expect(clip?.frameCount).toBeGreaterThan(120);
  const { streams } = await ffmpeg.ffprobe(await deps.storage.getFile(clip?.objectKey ?? ""));
  expect(streams).toHaveLength(1);
  expect(streams[0]).toMatchObject({ r_frame_rate: "30/1", pix_fmt: "yuv420p", width: 640, height: 360 });
  expect(still).toMatchObject({ width: 768, height: 432 });
});

test("a clip that a phone held upright is turned, and measured as it is seen", async () => {
  const { asset, clip } = await take("turned.mp4", false);
  expect(asset.file).toMatchObject({ width: 360, height: 640 });
  expect(clip).toMatchObject(CANVAS);
});

test("the folder lists what can be a picture or clip, and no link", async () => {
  const names = (await createMediaFolder(files).list()).map(({ assetId }) => assetId);
  expect(names).toContain("tide.jpg");
  expect(names.filter((name) => name.startsWith("link"))).toEqual([]);
});

const scene = { kind: "title", kicker: null, points: [], pointSentences: [], figure: null } as const;

async function prepare(spec: VideoSpec, ...headings: readonly string[]): Promise<MediaManifest> {
  const script: Script = {
    ...{ version: 1, title: "Tides", hook: "Tides.", tags: [], description: "", wordsPerMinute: 160, provider: "own" },
    scenes: headings.map((heading) => ({ ...scene, heading, sentences: ["The tide comes in and goes out again."] })),
  };
  await deps.storage.putJson("scripts/one.json", script);
  const input = { videoId: "v1", scriptKey: "scripts/one.json", spec };
  const made = environment.run((): Promise<MediaResult> => createMediaActivities(deps).prepareMedia(input));
  return deps.storage.getJson<MediaManifest>((await made).mediaKey);
}

test("uploads stand where they were put, and a damaged one is said with its place in the request", async () => {
  await deps.storage.putFile("uploads/a.jpg", join(files, "tide.jpg"));
  await deps.storage.putFile("uploads/b.mp4", join(files, "tide-film.mp4"));
  const uploads = [
    { objectKey: "uploads/a.jpg", credit: "Ada" },
    { objectKey: "uploads/b.mp4", scene: 0 },
  ];
  const made = await prepare(specOf({ media: { sources: ["generated"], uploads } }), "One", "Two", "Three");
  expect(made.clips?.map((clip) => clip.scene)).toEqual([0]);
  const credits = made.stills.map(({ credit }) => `${credit.source} by ${credit.author}, ${credit.licence}`);
  expect(credits).toEqual([
    "upload by operator, operator",
    "upload by Ada, operator",
    "generated by Longtake, CC0-1.0",
  ]);
  await deps.storage.putFile("uploads/c.jpg", join(files, "truncated.jpg"));
  const broken = specOf({ media: { sources: ["generated"], uploads: [...uploads, { objectKey: "uploads/c.jpg" }] } });
  const refused = prepare(broken, "One", "Two", "Three");
  await expect(refused).rejects.toMatchObject({ code: "invalid_input", field: "media.uploads.2" });
});

test("a folder none of whose files fits is named once, with what would help; one of which a file fits is not", async () => {
  const media = { sources: ["folder", "generated"] } as const;
  const { findings, stills } = await prepare(specOf({ topic: "Quasars", media }), "Quasars", "Pulsars");
  const reason = expect.stringMatching(/^none of its \d+ files fits a scene .+ credits\.json$/);
  expect(findings).toEqual([{ scene: null, source: "folder", assetId: null, reason }]);
  expect(stills.map(({ credit }) => credit.source)).toEqual(["generated", "generated"]);
  expect(await prepare(specOf({ topic: "Quasars", media }), "Quasars", "Tide")).not.toHaveProperty("findings");
});

test("a damaged file is named in the manifest and the next one takes its place", async () => {
  const keywords = { source: "own", keywords: ["tide"] } as const;
  const spec = specOf({ topic: "Truncated", script: keywords, media: { sources: ["folder", "generated"] } });
  const manifest = await prepare(spec, "Truncated");
  expect(manifest.findings).toMatchObject([{ scene: 0, source: "folder", assetId: "truncated.jpg" }]);
  expect(manifest.stills[0]?.credit).toMatchObject({ source: "folder", licence: "operator" });
  await writeFile(join(files, "credits.json"), "{ not json");
  await expect(prepare(spec, "Truncated")).rejects.toMatchObject({ code: "invalid_input" });
});

test("a scene's own figures are drawn as a moving chart, and data that cannot be is named", async () => {
  const chart = { kind: "bar", labels: ["A", "B"], values: [1, 2], unit: "", source: "NASA" } as const;
  const scenes = [{ ...scene, heading: "Sizes", sentences: ["B is twice A."], chart }];
  const wrong = { ...scene, heading: "Wrong", sentences: ["Nothing."], chart: { ...chart, values: [1] } };
  const script: Script = {
    ...{ version: 1, title: "T", hook: "T.", tags: [], description: "", wordsPerMinute: 160, provider: "own" },
    scenes: [...scenes, wrong],
  };
  await deps.storage.putJson("scripts/chart.json", script);
  const input = { videoId: "v1", scriptKey: "scripts/chart.json", spec: specOf() };
  const made = environment.run((): Promise<MediaResult> => createMediaActivities(deps).prepareMedia(input));
  const manifest = await deps.storage.getJson<MediaManifest>((await made).mediaKey);
  expect(manifest.clips).toMatchObject([{ scene: 0, ...CANVAS, credit: { author: "Longtake; figures: NASA" } }]);
  expect(manifest.findings).toMatchObject([{ scene: 1, reason: "a chart needs two values at least" }]);
});

test("a chart gives way to the person's own picture, and to a card where it was turned down", async () => {
  const chart = { kind: "bar", labels: ["A", "B"], values: [1, 2], unit: "", source: "NASA" } as const;
  const charted = { ...scene, heading: "Sizes", sentences: ["B is twice A."], chart };
  const script: Script = {
    ...{ version: 1, title: "T", hook: "T.", tags: [], description: "", wordsPerMinute: 160, provider: "own" },
    scenes: [charted, charted, charted],
  };
  await deps.storage.putJson("scripts/charts.json", script);
  await deps.storage.putFile("uploads/own.jpg", join(files, "tide.jpg"));
  const uploads = [{ objectKey: "uploads/own.jpg", scene: 0 }];
  const spec = specOf({ media: { sources: ["generated"], uploads, skips: [{ scene: 1, times: 1 }] } });
  const input = { videoId: "v1", scriptKey: "scripts/charts.json", spec };
  const made = environment.run((): Promise<MediaResult> => createMediaActivities(deps).prepareMedia(input));
  const { stills, clips } = await deps.storage.getJson<MediaManifest>((await made).mediaKey);
  expect(stills.map(({ credit }) => `${credit.source} by ${credit.author}`)).toEqual([
    "upload by operator",
    "generated by Longtake",
    "generated by Longtake; figures: NASA",
  ]);
  expect(clips?.map((clip) => clip.scene)).toEqual([2]);
});
