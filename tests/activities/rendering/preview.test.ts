import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import { expect, test } from "vitest";

import { ensurePreview } from "../../../activities/rendering/preview.ts";
import { createFfmpeg } from "../../../clients/ffmpeg/ffmpeg.ts";
import { createObjectStore } from "../../../clients/storage/storage.ts";
import { AppError } from "../../../domain/errors.ts";
import { planOf, sceneOf, scriptOf, specWith } from "../../domain/render/planned-video.ts";

test("a draft that fails leaves no process at work in the folder that goes", async () => {
  const workPath = await mkdtemp(join(tmpdir(), "longtake-preview-"));
  const scenes = [1, 2, 3, 4].map((number) => sceneOf(number, ["The moon pulls at the sea every single day."]));
  const { plan } = planOf(specWith(), scriptOf(scenes));
  const silent = { ...plan, audio: { ...plan.audio, music: { source: "none" } as const } };
  let working = 0;
  const runFfmpeg = async (args: readonly string[], { signal }: { readonly signal?: AbortSignal } = {}) => {
    if (args.some((arg) => arg.endsWith("sound.m4a"))) throw new AppError("disk_full", "no space");
    working += 1;
    try {
      return await sleep(60_000, null as never, signal === undefined ? {} : { signal });
    } finally {
      working -= 1;
    }
  };
  const store = createObjectStore({ kind: "folder", path: workPath });
  const deps = {
    workPath: join(workPath, "work"),
    storage: { ...store, has: () => Promise.resolve(false), getFile: (key: string) => Promise.resolve(key) },
    ffmpeg: { ...createFfmpeg(), runFfmpeg, ffmpegVersion: () => Promise.resolve("ffmpeg") },
    progress: { publish: () => undefined, follow: async function* follow() {}, close: () => Promise.resolve() },
  };
  const work = { report: () => undefined, signal: new AbortController().signal, fresh: false };
  await expect(ensurePreview(deps, { plan: silent, planKey: "plans/p.json" }, work)).rejects.toMatchObject({
    code: "disk_full",
  });
  expect(working).toBe(0);
  expect(await readdir(deps.workPath)).toEqual([]);
  await rm(workPath, { recursive: true });
});
