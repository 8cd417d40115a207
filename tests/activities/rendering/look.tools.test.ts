import { rm } from "node:fs/promises";
import { join } from "node:path";

import { afterAll, beforeAll, expect, test } from "vitest";

import { readLoudness } from "../../../domain/sound/audio-filters.ts";
import type { MediaManifest } from "../../../domain/media/media.ts";
import type { RenderPlan } from "../../../domain/render/plan.ts";
import { timeNarration } from "../../../domain/speech/speech.ts";
import type { VideoSettings } from "../../../domain/video/video-settings.ts";
import { sceneOf, scriptOf } from "../../domain/render/planned-video.ts";
import { ffmpeg, openStudio, specOf, type Studio } from "./made-video.ts";

const SLOW_MS = 120_000;
const RED = "c03030";
const BLUE = "2040d0";
const GREEN = "20a040";
let studio: Studio;

beforeAll(async () => {
  studio = await openStudio();
  await drawn("logo.png", "color=c=white@0.5:s=200x100,format=rgba", ["-frames:v", "1"]);
  await drawn("red.jpg", `color=c=0x${RED}:s=768x432`, ["-frames:v", "1"]);
  await drawn("blue.jpg", `color=c=0x${BLUE}:s=768x432`, ["-frames:v", "1"]);
  const clip = ["-frames:v", "75", "-c:v", "libx264", "-bf", "0", "-g", "30", "-pix_fmt", "yuv420p"];
  await drawn("green.mp4", `color=c=0x${GREEN}:s=640x360:r=30`, clip);
  await drawn("music.wav", "sine=f=330:d=9", ["-ac", "2"]);
  await drawn("narration.wav", "sine=f=180:d=12,volume='0.5+0.5*sin(9*t)':eval=frame", ["-ar", "48000", "-ac", "2"]);
}, SLOW_MS);

afterAll(() => rm(studio.folder, { recursive: true }));

async function drawn(name: string, source: string, output: readonly string[]): Promise<void> {
  const path = join(studio.folder, name);
  await ffmpeg.runFfmpeg(["-f", "lavfi", "-i", source, ...output, "-y", path]);
  await studio.storage.putFile(`uploads/${name}`, path);
}

/** Three scenes of a few seconds: red, footage that ends over blue, red. */
async function planned(settings: VideoSettings): Promise<{ planKey: string; plan: RenderPlan }> {
  const sentences = ["The sea rises and falls twice a day, and always will."];
  const script = scriptOf([sceneOf(1, sentences), sceneOf(2, [...sentences, ...sentences]), sceneOf(3, sentences)]);
  const recorded = script.scenes.flatMap((scene, index) =>
    scene.sentences.map((text) => {
      const words = text.split(" ").map((word, position) => ({ text: word, startMs: position * 190 }));
      return { text, scene: index, words, durationMs: words.length * 190 };
    }),
  );
  const credit = { source: "test", author: "test", url: null, licence: "CC0-1.0" };
  const still = (scene: number, name: string) => {
    return {
      scene,
      kind: "points" as const,
      objectKey: `uploads/${name}`,
      sha256: name,
      width: 768,
      height: 432,
      credit,
    };
  };
  const clip = {
    scene: 1,
    objectKey: "uploads/green.mp4",
    sha256: "green",
    width: 640,
    height: 360,
    frameCount: 75,
    credit,
  };
  const palette = { name: "t", deep: "071a2e", base: "12405f", shape: "2b7a9e", accent: "ffd166", text: "ffffff" };
  const stills = [still(0, "red.jpg"), still(1, "blue.jpg"), still(2, "red.jpg")];
  const media: MediaManifest = { version: 1, palette, stills, clips: [clip] };
  const { storage, activities, run } = studio;
  await storage.putJson("scripts/s.json", script);
  await storage.putJson("uploads/narration.json", timeNarration(recorded, "test"));
  await storage.putJson("media/m.json", media);
  const keys = { scriptKey: "scripts/s.json", timingsKey: "uploads/narration.json", mediaKey: "media/m.json" };
  const spec = specOf(settings);
  const { planKey } = await run(() => activities.planRender({ videoId: "v1", spec, ...keys, encoder: "libx264" }));
  return { planKey, plan: await storage.getJson<RenderPlan>(planKey) };
}

async function made({ planKey, plan }: { planKey: string; plan: RenderPlan }) {
  const { activities, run } = studio;
  const segments = await Promise.all(
    plan.segments.map(({ index }) => run(() => activities.renderSegment({ videoId: "v1", planKey, index }))),
  );
  const { audioKey } = await run(() => activities.mixAudio({ videoId: "v1", planKey }));
  const segmentKeys = segments.map(({ segmentKey }) => segmentKey);
  const video = await run(() => activities.assembleVideo({ videoId: "v1", planKey, segmentKeys, audioKey }));
  return { video, path: await studio.storage.getFile(video.videoKey) };
}

/** Colour of a corner without words, as luma and two chroma values. */
async function colourAt(path: string, frame: number): Promise<readonly number[]> {
  const filter = `select='eq(n,${frame})',crop=iw/8:ih/8:iw/2:ih/16,signalstats,metadata=mode=print`;
  const { stderr } = await ffmpeg.runFfmpeg(["-i", path, "-vf", filter, "-fps_mode", "vfr", "-f", "null", "-"]);
  return ["YAVG", "UAVG", "VAVG"].map((name) =>
    Number(new RegExp(`signalstats\\.${name}=([\\d.]+)`).exec(stderr)?.[1]),
  );
}

const distance = (left: readonly number[], right: readonly number[]) =>
  Math.hypot(...left.map((value, index) => value - (right[index] ?? 0)));

test(
  "bridges, footage, brand cards, mark, boxes and licensed music come out as planned",
  async () => {
    const plan = await planned({
      look: {
        transition: "fade",
        captions: "box",
        brand: { logoKey: "uploads/logo.png", intro: "Tide Channel", outro: "Until next time", font: "Roboto Slab" },
      },
      music: { source: "licensed", objectKey: "uploads/music.wav", licence: "CC-BY-4.0", author: "A. Composer" },
    });
    expect(plan.plan.audio.music).toMatchObject({ licence: "CC-BY-4.0", author: "A. Composer" });
    const { video, path } = await made(plan);
    const { segments, frameCount } = plan.plan;
    const { streams } = await ffmpeg.ffprobe(path);
    expect(Number(streams.find(({ codec_type }) => codec_type === "video")?.nb_frames)).toBe(frameCount);
    const footage = segments.find(({ clip, bridge }) => clip !== undefined && bridge === undefined);
    const filled = segments.find(
      ({ scene, clip, bridge }) => scene === 1 && clip === undefined && bridge === undefined,
    );
    const bridge = segments.find((segment) => segment.bridge !== undefined && segment.scene === 1);
    if (footage === undefined || filled === undefined || bridge === undefined) throw new Error("the plan lacks a part");
    const [red, green, blue] = await Promise.all([
      colourAt(path, bridge.startFrame - 2),
      colourAt(path, footage.startFrame + 2),
      colourAt(path, filled.startFrame + 2),
    ]);
    for (const [left, right] of [
      [red, green],
      [green, blue],
      [red, blue],
    ] as const) {
      expect(distance(left, right)).toBeGreaterThan(40);
    }
    const middle = await colourAt(path, bridge.startFrame + bridge.frameCount / 2);
    expect(Math.abs(distance(middle, red) - distance(middle, green))).toBeLessThan(0.25 * distance(red, green));
    expect(new Set(video.thumbnailKeys).size).toBe(3);
    expect(video.thumbnailKeys?.[0]).toBe(video.thumbnailKey);
    const retitled = (title: string) =>
      studio.run(() => studio.activities.retitleThumbnails({ videoId: "v1", planKey: plan.planKey, title }));
    const { thumbnailKeys: better } = await retitled("What moves the sea");
    expect(new Set([...better, ...(video.thumbnailKeys ?? [])]).size).toBe(6);
    // A title that no font can draw is for the platform alone.
    for (const title of [plan.plan.title, "潮汐"]) {
      expect(await retitled(title)).toMatchObject({ thumbnailKeys: video.thumbnailKeys, usage: [] });
    }
    const { stderr } = await ffmpeg.runFfmpeg(["-i", path, "-af", "ebur128=peak=true", "-f", "null", "-"]);
    const loudness = readLoudness(stderr);
    expect(Math.abs((loudness?.integratedLufs ?? 0) + 14)).toBeLessThanOrEqual(0.3);
    expect(loudness?.truePeakDbtp).toBeLessThanOrEqual(-1);
  },
  SLOW_MS,
);

test(
  "a slide is as long as planned, and so is the draft of a video without music",
  async () => {
    const plan = await planned({ look: { transition: "slide", captions: "karaoke" }, music: { source: "none" } });
    const { planKey } = plan;
    const bridge = plan.plan.segments.find((segment) => segment.bridge !== undefined)?.index ?? -1;
    await studio.run(() => studio.activities.renderSegment({ videoId: "v1", planKey, index: bridge }));
    const draft = await studio.run(() => studio.activities.renderPreview({ videoId: "v1", planKey }));
    const { streams } = await ffmpeg.ffprobe(await studio.storage.getFile(draft.previewKey));
    expect(streams.find(({ codec_type }) => codec_type === "video")).toMatchObject({
      width: 640,
      height: 360,
      r_frame_rate: "10/1",
      nb_frames: String(Math.ceil(plan.plan.frameCount / 3)),
    });
    expect(streams.some(({ codec_type }) => codec_type === "audio")).toBe(true);
    const again = await studio.run(() => studio.activities.renderPreview({ videoId: "v1", planKey }));
    expect(again).toMatchObject({ previewKey: draft.previewKey, usage: [] });
  },
  SLOW_MS,
);

test.each([
  [{ look: { brand: { font: "Comic Sans" } } }, "look.brand.font"],
  [{ look: { brand: { logoKey: "uploads/red.jpg" } } }, "look.brand.logoKey"],
  [{ look: { brand: { intro: "日本" } } }, "look.brand.intro"],
] as const)("a brand that cannot be drawn is refused by name: %j", async (settings, field) => {
  await expect(planned(settings)).rejects.toMatchObject({ code: "invalid_input", field });
});

test("music that is no recording is refused by name", async () => {
  const music = { source: "licensed", objectKey: "uploads/red.jpg", licence: "x", author: "y" } as const;
  const { planKey } = await planned({ music });
  await expect(studio.run(() => studio.activities.mixAudio({ videoId: "v1", planKey }))).rejects.toMatchObject({
    code: "invalid_input",
    field: "music.objectKey",
  });
});
