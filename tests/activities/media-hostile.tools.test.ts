import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { MockActivityEnvironment } from "@temporalio/testing";
import { afterAll, beforeAll, expect, test } from "vitest";

import { createMediaActivities } from "../../activities/media.ts";
import { ensureAsset } from "../../activities/media-assets.ts";
import { makePicture } from "../../activities/media-making.ts";
import type { MediaSources } from "../../activities/media-sources.ts";
import { createFfmpeg } from "../../clients/ffmpeg.ts";
import { createMediaDownload } from "../../clients/stock-media-download.ts";
import { createMediaFolder } from "../../clients/stock-media-folder.ts";
import { probeMedia } from "../../clients/stock-media-probe.ts";
import { createObjectStore } from "../../clients/storage.ts";
import type { MediaManifest } from "../../domain/media.ts";
import { PALETTES } from "../../domain/palette.ts";
import type { MediaResult } from "../../domain/production.ts";
import type { Script } from "../../domain/script.ts";
import type { VideoSpec } from "../../domain/video.ts";
import { makeForeignFiles } from "./foreign-files.ts";
import { specOf } from "./made-video.ts";

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

test("a damaged file is named in the manifest and the next one takes its place", async () => {
  const scene = { kind: "title", kicker: null, points: [], pointSentences: [], figure: null } as const;
  const script: Script = {
    ...{ version: 1, title: "Tides", hook: "Tides.", tags: [], description: "", wordsPerMinute: 160, provider: "own" },
    scenes: [{ ...scene, heading: "Truncated", sentences: ["The tide comes in and goes out again."] }],
  };
  await deps.storage.putJson("scripts/one.json", script);
  const spec: VideoSpec = specOf({
    topic: "Truncated",
    script: { source: "own", keywords: ["tide"] },
    media: { sources: ["folder", "generated"] },
  });
  const input = { videoId: "v1", scriptKey: "scripts/one.json", spec };
  const make = (): Promise<MediaResult> => environment.run(() => createMediaActivities(deps).prepareMedia(input));
  const { mediaKey } = await make();
  const manifest = await deps.storage.getJson<MediaManifest>(mediaKey);
  expect(manifest.findings).toMatchObject([{ scene: 0, source: "folder", assetId: "truncated.jpg" }]);
  expect(manifest.stills[0]?.credit).toMatchObject({ source: "folder", licence: "operator" });
  await writeFile(join(files, "credits.json"), "{ not json");
  await expect(make()).rejects.toMatchObject({ code: "invalid_input" });
});
