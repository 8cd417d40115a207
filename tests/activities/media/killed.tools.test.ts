import { copyFile, mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, beforeAll, expect, test } from "vitest";

import { makePicture } from "../../../activities/media/making.ts";
import { ownNarration } from "../../../activities/narration/own.ts";
import { type Ffmpeg, createFfmpeg } from "../../../clients/ffmpeg/ffmpeg.ts";
import { createObjectStore } from "../../../clients/storage/storage.ts";
import { paletteOf } from "../../../domain/look/palette.ts";
import { killChildrenWith } from "../../clients/ffmpeg/running-processes.ts";

const UPLOAD = `uploads/${"0".repeat(64)}.mp4`;
const { signal } = new AbortController();
let root: string;
const ffmpeg = createFfmpeg();

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "longtake-killed-"));
  await mkdir(join(root, "uploads"));
  const whole = join(root, "whole.mp4");
  const sources = "-f lavfi -i testsrc2=s=1280x720:r=30:d=20 -f lavfi -i sine=d=20".split(" ");
  await ffmpeg.runFfmpeg([...sources, ..."-c:v libx264 -preset ultrafast -c:a aac -y".split(" "), whole]);
  await copyFile(whole, join(root, UPLOAD));
});
afterAll(() => rm(root, { recursive: true }));

/** Ends every run as the kernel does when memory runs out; slowed, so that it is met at work. */
const killed: Ffmpeg = {
  ...ffmpeg,
  runFfmpeg: (args, options) => {
    const onProgress = (): void => killChildrenWith(root, "SIGKILL");
    return ffmpeg.runFfmpeg(["-re", ...args], { ...options, onProgress });
  },
};

test("a person's own clip and recording are not blamed for an ffmpeg that was killed", async () => {
  const storage = createObjectStore({ kind: "folder", path: root });
  const deps = { storage, ffmpeg: killed, workPath: join(root, "work") };
  const facts = { kind: "clip", width: 1280, height: 720, durationMs: 20_000 } as const;
  const asset = { objectKey: UPLOAD, sha256: "0".repeat(64), demuxer: "mov", file: facts };
  const need = { scene: 0, canvas: { width: 1280, height: 720 }, durationMs: 15_000, prefers: "clip" } as const;
  const making = { need, palette: paletteOf("Tides", 1), mustBeLarge: false, signal, usage: [] };
  await expect(makePicture(deps, asset, making)).rejects.toMatchObject({ code: "unavailable" });

  const notReached = () => Promise.reject(new Error("not reached"));
  const speech = { name: "nobody", describe: notReached, speak: notReached };
  const request = { recordingKey: UPLOAD, scenes: [], language: "en", folder: root, signal };
  await expect(ownNarration({ storage, ffmpeg: killed, speech }, request)).rejects.toMatchObject({
    code: "unavailable",
  });
});
