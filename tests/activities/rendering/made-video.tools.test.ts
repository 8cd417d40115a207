import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";

import { encodedKeyOf } from "../../../activities/rendering/audio.ts";
import { chapterFile, joinArguments, joinList } from "../../../domain/render/assembly.ts";
import { sheetFrameOf } from "../../../domain/render/contact-sheet.ts";
import { readLoudness } from "../../../domain/sound/audio-filters.ts";
import type { RenderPlan } from "../../../domain/render/plan.ts";
import type { NarrationTimings } from "../../../domain/speech/speech.ts";
import { inspectMade } from "../inspection/judge.ts";
import { ffmpeg, makeVideo, openStudio, specOf, type Studio } from "./made-video.ts";

const SLOW_MS = 180_000;
let studio: Studio;
let made: Awaited<ReturnType<typeof makeVideo>>;
let videoPath: string;

beforeAll(async () => {
  studio = await openStudio();
  made = await makeVideo(studio, specOf());
  videoPath = await studio.storage.getFile(made.video.videoKey);
}, SLOW_MS);

afterAll(() => rm(studio.folder, { recursive: true }));

/** An empty store that goes with its test. */
async function otherStudio(): Promise<Studio> {
  const other = await openStudio();
  onTestFinished(() => rm(other.folder, { recursive: true }));
  return other;
}

test("the narration lands within eight per cent of the wanted length", () => {
  expect(Math.abs(made.narration.durationMs - 10_000)).toBeLessThan(800);
});

test("the file has the planned picture, the planned frames and stereo sound of the same length", async () => {
  const { streams, format } = await ffmpeg.ffprobe(videoPath);
  const video = streams.find((stream) => stream.codec_type === "video");
  const audio = streams.find((stream) => stream.codec_type === "audio");
  expect(video).toMatchObject({
    codec_name: "h264",
    pix_fmt: "yuv420p",
    width: 640,
    height: 360,
    color_space: "bt709",
  });
  expect(Number(video?.nb_frames)).toBe(made.plan.frameCount);
  // Half a millisecond: what a segment's header rounds would add up over many.
  expect(Math.abs(Number(video?.duration) - made.plan.frameCount / 30)).toBeLessThan(0.0005);
  expect(audio).toMatchObject({ codec_name: "aac", sample_rate: "48000", channels: 2 });
  expect(Math.abs(Number(format.duration) * 1000 - made.plan.durationMs)).toBeLessThan(50);
  expect(Math.abs(Number(audio?.duration) - Number(video?.duration))).toBeLessThan(0.05);
});

test("the encoded sound is at −14 LUFS and keeps its peaks under −1 dBTP", async () => {
  const { stderr } = await ffmpeg.runFfmpeg(["-i", videoPath, "-af", "ebur128=peak=true", "-f", "null", "-"]);
  const loudness = readLoudness(stderr);
  expect(Math.abs((loudness?.integratedLufs ?? 0) + 14)).toBeLessThan(0.5);
  expect(loudness?.truePeakDbtp).toBeLessThan(-1);
});

test("the narration tells how loud the mix will be, with music and without: the sound is read once", async () => {
  expect(made.audio.usage).toHaveLength(1);
  const { scriptKey } = made.script;
  const [{ timingsKey }, { mediaKey }] = [made.narration, made.media];
  const spec = specOf({ music: { source: "none" } });
  const parts = { videoId: "v1", spec, scriptKey, timingsKey, mediaKey, encoder: "libx264" };
  const { planKey } = await studio.run(() => studio.activities.planRender(parts));
  const { usage } = await studio.run(() => studio.activities.mixAudio({ videoId: "v1", planKey }));
  expect(usage).toHaveLength(1);
});

test("quality control finds nothing in it, with everything at hand that its making left", async () => {
  const { report } = await inspectMade(studio.folder, made);
  expect(report.checks.flatMap(({ findings }) => findings)).toEqual([]);
  expect(report.score).toBe(100);
});

test("the picture never freezes and is never black before the last fade", async () => {
  const filter = "crop=iw:ih*0.75:0:0,blackdetect=d=0.2:pix_th=0.10,freezedetect=n=-60dB:d=1.5";
  const { stderr } = await ffmpeg.runFfmpeg(["-i", videoPath, "-t", "9", "-vf", filter, "-an", "-f", "null", "-"]);
  expect(stderr).not.toContain("freeze_start");
  expect(stderr).not.toContain("black_start");
});

test("thumbnail and contact sheet are pictures of the right size", async () => {
  const thumbnail = await ffmpeg.ffprobe(await studio.storage.getFile(made.video.thumbnailKey));
  expect(thumbnail.streams[0]).toMatchObject({ codec_name: "mjpeg", width: 1280, height: 720 });
  expect(Number(thumbnail.format.size)).toBeLessThan(2_000_000);
  const sheet = await ffmpeg.ffprobe(await studio.storage.getFile(made.video.contactSheetKey));
  const frame = sheetFrameOf(await studio.storage.getJson<RenderPlan>(made.plan.planKey), 0);
  expect(sheet.streams[0]).toMatchObject({ width: frame?.sheetWidth, height: frame?.sheetHeight });
});

test("every spoken word is timed inside its sentence and captioned at a readable pace", async () => {
  const timings = await studio.storage.getJson<NarrationTimings>(made.narration.timingsKey);
  const plan = await studio.storage.getJson<RenderPlan>(made.plan.planKey);
  for (const word of timings.words) {
    const sentence = timings.sentences[word.sentence];
    expect(word.startMs).toBeGreaterThanOrEqual(sentence?.startMs ?? Infinity);
    expect(word.endMs).toBeLessThanOrEqual(sentence?.endMs ?? 0);
  }
  for (const cue of plan.captions) {
    expect((cue.lines.join(" ").length * 1000) / (cue.endMs - cue.startMs)).toBeLessThan(20);
  }
});

test("chapters keep their titles and times, whatever characters are in them", async () => {
  const plan = await studio.storage.getJson<RenderPlan>(made.plan.planKey);
  const titles = ["One; #1 = a\\b", "Zwei – “drei”"];
  const chapters = [
    { title: titles[0] ?? "", startMs: 0, endMs: 4_000 },
    { title: titles[1] ?? "", startMs: 4_000, endMs: plan.durationMs },
  ];
  const files = {
    list: join(studio.folder, "l.txt"),
    chapters: join(studio.folder, "c.txt"),
    output: join(studio.folder, "chapters.mp4"),
    audio: await studio.storage.getFile(encodedKeyOf(made.audio.audioKey)),
  };
  await writeFile(files.list, joinList([videoPath]));
  await writeFile(files.chapters, chapterFile(chapters));
  await ffmpeg.runFfmpeg(joinArguments(files));
  const facts = await ffmpeg.ffprobe(files.output);
  expect(facts.chapters.map((chapter) => chapter.tags?.["title"])).toEqual(titles);
  expect(facts.chapters.map((chapter) => Number(chapter.start_time))).toEqual([0, 4]);
});

test("drawing a picture again gives the same bytes: threads must not show", async () => {
  const pictures = new Set<string>();
  const { scriptKey } = made.script;
  for (let time = 0; time < 8; time += 1) {
    const elsewhere = await otherStudio();
    await elsewhere.storage.putJson(scriptKey, await studio.storage.getJson(scriptKey));
    const spec = specOf();
    const drawn = await elsewhere.run(() => elsewhere.activities.prepareMedia({ videoId: "v1", scriptKey, spec }));
    pictures.add(drawn.mediaKey);
  }
  expect([...pictures]).toEqual([made.media.mediaKey]);
});

test(
  "a second run finds everything and spends nothing",
  async () => {
    const again = await makeVideo(studio, specOf());
    expect(again.segments.every(({ reused }) => reused)).toBe(true);
    expect(again.video.sha256).toBe(made.video.sha256);
    expect([...again.narration.usage, ...again.media.usage, ...again.video.usage]).toEqual([]);
  },
  SLOW_MS,
);

test(
  "an empty store and the same spec give the same file; another seed gives another",
  async () => {
    const elsewhere = await otherStudio();
    const twin = await makeVideo(elsewhere, specOf());
    expect(twin.video.sha256).toBe(made.video.sha256);
    expect(twin.video.thumbnailKey).toBe(made.video.thumbnailKey);
    const other = await makeVideo(elsewhere, specOf({ seed: 8 }));
    expect(other.video.sha256).not.toBe(made.video.sha256);
  },
  SLOW_MS,
);

test("a letter that no bundled font has is refused by name before anything is made", async () => {
  const refused = studio.run(() =>
    studio.activities.writeScript({
      videoId: "v2",
      channelId: "c1",
      spec: specOf({ topic: "日本 history" }),
    }),
  );
  await expect(refused).rejects.toMatchObject({
    code: "invalid_input",
    field: "topic",
    message: expect.stringContaining("日 本"),
  });
});

test("an unknown voice is refused by name", async () => {
  const refused = studio.run(() =>
    studio.activities.writeScript({
      videoId: "v2",
      channelId: "c1",
      spec: specOf({ voice: "no-such-voice" }),
    }),
  );
  await expect(refused).rejects.toMatchObject({ code: "invalid_input", field: "voice" });
});
