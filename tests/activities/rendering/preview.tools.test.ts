import { execFileSync } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, beforeAll, expect, test } from "vitest";

import { ensurePreview } from "../../../activities/rendering/preview.ts";
import { createObjectStore } from "../../../clients/storage/storage.ts";
import { fonts, planOf, sceneOf, scriptOf, specWith } from "../../domain/render/planned-video.ts";
import { previewLayers, previewRuns } from "../../../domain/render/preview.ts";
import { ffmpeg } from "./made-video.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "longtake-draft-"));
});
afterAll(() => rm(folder, { recursive: true }));

test("a draft of some minutes has every frame and sound to its end, though its letters change hundreds of times", async () => {
  const picture = join(folder, "still.jpg");
  const voice = join(folder, "voice.wav");
  const lavfi = (source: string, output: string) =>
    execFileSync("ffmpeg", ["-v", "error", "-f", "lavfi", "-i", source, "-t", "5", "-frames:v", "1", output]);
  lavfi("testsrc=s=2304x1296", picture);
  lavfi("sine=f=300:r=22050", voice);
  const words = "The sea rises and falls twice a day.";
  const scenes = Array.from({ length: 12 }, (_, index) => sceneOf(index + 1, [words, words, words]));
  const { plan } = planOf(specWith({ look: { captions: "highlight" } }), scriptOf(scenes));
  const captions = previewLayers(plan, previewRuns(plan), fonts).at(-1);
  expect(captions?.changes.length).toBeGreaterThan(200);

  const store = createObjectStore({ kind: "folder", path: join(folder, "store") });
  const getFile = (key: string) => {
    if (key.startsWith("previews/")) return store.getFile(key);
    return Promise.resolve(key.endsWith(".wav") ? voice : picture);
  };
  const deps = {
    workPath: join(folder, "work"),
    storage: { ...store, getFile },
    ffmpeg,
    progress: { publish: () => undefined, follow: async function* follow() {}, close: () => Promise.resolve() },
  };
  const work = { report: () => undefined, signal: new AbortController().signal, fresh: false };
  const made = await ensurePreview(deps, { plan, planKey: "plans/p.json" }, work);
  const { streams } = await ffmpeg.ffprobe(await store.getFile(made.previewKey));
  const [video, sound] = (["video", "audio"] as const).map((kind) => streams.find((one) => one.codec_type === kind));
  expect(Number(video?.nb_frames)).toBe(Math.ceil(plan.frameCount / 3));
  expect(Number(sound?.duration)).toBeCloseTo(plan.durationMs / 1000, 0);
});
