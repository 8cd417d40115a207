import { execFileSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, beforeAll, expect, test } from "vitest";

import { type AssetDeps, ensureAsset } from "../../../activities/media/assets.ts";
import { makePicture } from "../../../activities/media/making.ts";
import { createFfmpeg, type Ffmpeg } from "../../../clients/ffmpeg/ffmpeg.ts";
import { createMediaDownload } from "../../../clients/stock-media/download.ts";
import { createMediaFolder } from "../../../clients/stock-media/folder.ts";
import { probeMedia } from "../../../clients/stock-media/probe.ts";
import { createObjectStore, type ObjectStore } from "../../../clients/storage/storage.ts";
import { AppError } from "../../../domain/errors.ts";
import { PALETTES } from "../../../domain/look/palette.ts";

const canvas = { width: 640, height: 360 };
/** As ffmpeg and zscale name the curves. */
const FILES = [
  { name: "pq.mp4", range: "pq", tag: "smpte2084", curve: "smpte2084" },
  { name: "hlg.mp4", range: "hlg", tag: "arib-std-b67", curve: "arib-std-b67" },
  { name: "wide.mp4", range: "wide-gamut", tag: "bt2020-10", curve: "2020_10" },
] as const;

const ffmpeg = createFfmpeg();
let root: string;
let storage: ObjectStore;
let deps: AssetDeps & { readonly ffmpeg: Ffmpeg };

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "longtake-range-"));
  const files = join(root, "folder");
  mkdirSync(files);
  for (const { name, tag, curve } of FILES) encodeRed(join(files, name), tag, curve);
  storage = createObjectStore({ kind: "folder", path: join(root, "objects") });
  const sources = {
    libraries: {},
    folder: createMediaFolder(files),
    download: createMediaDownload({ hosts: [], origins: [] }),
    probe: probeMedia,
    uses: { recent: () => Promise.resolve([]), record: () => Promise.resolve() },
    givenFiles: () => Promise.resolve([]),
  };
  deps = { storage, ffmpeg, sources, workPath: join(root, "work") };
});
afterAll(() => rm(root, { recursive: true }));

/** The red of any screen, written with the colours and the curve of a wider one. */
function encodeRed(path: string, tag: string, curve: string): void {
  const linear = "format=yuv444p,zscale=tin=709:pin=709:min=709:t=linear:p=2020:npl=203,format=gbrpf32le";
  const wide = `zscale=t=${curve}:p=2020:m=2020_ncl:r=limited:npl=203,format=yuv420p10le`;
  const red = ["-v", "error", "-f", "lavfi", "-i", "color=red:s=640x360:r=25:d=4", "-vf", `${linear},${wide}`];
  const coding = ["-c:v", "libx264", "-preset", "ultrafast", "-crf", "12"];
  const tags = ["-color_primaries", "bt2020", "-color_trc", tag, "-colorspace", "bt2020nc"];
  execFileSync("ffmpeg", [...red, ...coding, ...tags, path]);
}

async function take(path: string, ownFfmpeg: Ffmpeg = ffmpeg) {
  const [palette] = PALETTES;
  if (palette === undefined) throw new Error("no palette");
  const signal = AbortSignal.timeout(60_000);
  const asset = await ensureAsset(deps, { from: { kind: "path", path }, kind: "clip", signal });
  const need = { scene: 0, canvas, durationMs: 1_500, prefers: "clip" } as const;
  // Black, so that the darkening over a picture keeps its hue.
  const making = { need, palette: { ...palette, deep: "000000" }, mustBeLarge: true, signal, usage: [] };
  return { asset, ...(await makePicture({ ...deps, ffmpeg: ownFfmpeg }, asset, making)) };
}

async function colourOf(objectKey: string): Promise<readonly number[]> {
  const path = await storage.getFile(objectKey);
  const one = ["-frames:v", "1", "-vf", "scale=1:1:flags=area,format=rgb24", "-f", "rawvideo", "-"];
  return [...execFileSync("ffmpeg", ["-v", "error", "-i", path, ...one])];
}

test.each(FILES)("a clip of the range $range keeps its colours on a plain screen", async ({ name, range }) => {
  const { asset, clip, still } = await take(name);
  expect(asset.file).toMatchObject({ kind: "clip", range });
  const { streams } = await ffmpeg.ffprobe(await storage.getFile(clip?.objectKey ?? ""));
  expect(streams[0]).toMatchObject({ pix_fmt: "yuv420p", color_transfer: "bt709", color_primaries: "bt709" });
  for (const objectKey of [clip?.objectKey ?? "", still.objectKey]) {
    const [red = 0, green = 0, blue = 0] = await colourOf(objectKey);
    // Taken for a plain clip, its red comes out as brown: green at a third of it and more.
    expect(red).toBeGreaterThan(40);
    expect(Math.max(green, blue) / red).toBeLessThan(0.12);
  }
});

test("where ffmpeg cannot bring it into range, the file is left with its reason, and another may take its place", async () => {
  const without: Ffmpeg = {
    ...ffmpeg,
    // Another version, so that what was made above is not found.
    ffmpegVersion: () => Promise.resolve("ffmpeg without zscale"),
    runFfmpeg: (args, options) =>
      ffmpeg.runFfmpeg(
        args.map((arg) => arg.replaceAll("zscale=", "absentscale=")),
        options,
      ),
  };
  const refused = take("pq.mp4", without);
  await expect(refused).rejects.toThrow(AppError);
  await expect(refused).rejects.toMatchObject({ code: "media_failed", message: expect.stringMatching(/HDR.*zscale/) });
});
