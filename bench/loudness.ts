import { rm } from "node:fs/promises";

import { bundledFonts } from "../activities/rendering/fonts.ts";
import { encodedKeyOf } from "../activities/rendering/audio.ts";
import { PEAK_METER, readLoudness } from "../domain/sound/audio-filters.ts";
import { stillSize } from "../domain/look/artwork.ts";
import { moodOf } from "../domain/sound/music.ts";
import { paletteOf } from "../domain/look/palette.ts";
import type { RenderPlan } from "../domain/render/plan.ts";
import { planVideo } from "../domain/render/planning.ts";
import type { Script } from "../domain/script/script.ts";
import { encoderSettings } from "../domain/render/segment-command.ts";
import type { NarrationTimings } from "../domain/speech/speech.ts";
import { canvasOf } from "../domain/video/video.ts";
import { ffmpeg, openStudio, specOf, type Studio } from "../tests/activities/rendering/made-video.ts";
import type { BenchContext, Figure } from "./figure.ts";
import { exactly, shown } from "./measure.ts";

const VIDEOS = 50;
const SECONDS = 10;
const TARGET_LUFS = -14;
const FARTHEST_LU = 0.3;
const HIGHEST_DBTP = -1;

const TOPICS = ["How tides work", "Why bread rises", "The first computers", "How bees talk", "What makes a good map"];

/** Loudness and true peak of the sound as viewers hear it, over seeded videos of ten seconds: every topic, voice speed and mood. */
export async function run({ onLine }: BenchContext): Promise<readonly Figure[]> {
  const studio = await openStudio();
  try {
    const measured = [];
    const moods = new Set<string>();
    let cpuSeconds = 0;
    for (let seed = 1; seed <= VIDEOS; seed += 1) {
      const plan = await plannedSound(studio, seed);
      const made = await masterOf(studio, plan);
      moods.add(moodOf(plan.audio.musicSeed).name);
      cpuSeconds += made.cpuSeconds / (plan.durationMs / 1000);
      const { loudness } = made;
      measured.push({ missLu: Math.abs(loudness.integratedLufs - TARGET_LUFS), peakDbtp: loudness.truePeakDbtp });
      onLine(`seed ${seed}: ${loudness.integratedLufs} LUFS, ${loudness.truePeakDbtp} dBTP`);
    }
    const good = measured.filter(({ missLu, peakDbtp }) => missLu <= FARTHEST_LU + 1e-9 && peakDbtp <= HIGHEST_DBTP);
    const worstMissLu = Math.max(...measured.map(({ missLu }) => missLu));
    const highestDbtp = Math.max(...measured.map(({ peakDbtp }) => peakDbtp));
    return [
      exactly(
        `masters at ${TARGET_LUFS} ± ${FARTHEST_LU} LUFS and at most ${HIGHEST_DBTP} dBTP`,
        good.length,
        VIDEOS,
        "videos",
      ),
      limited("farthest from the target", worstMissLu, FARTHEST_LU, "LU"),
      limited("highest true peak after AAC", highestDbtp, HIGHEST_DBTP, "dBTP"),
      { figure: "moods heard", value: moods.size, unit: "moods", goal: "≥ 5", ok: moods.size >= 5 },
      shown("CPU-s per video-second", cpuSeconds / VIDEOS, "CPU-s/s"),
    ];
  } finally {
    await rm(studio.folder, { recursive: true, force: true });
  }
}

function limited(figure: string, value: number, limit: number, unit: string): Figure {
  return { figure, value: Number(value.toFixed(2)), unit, goal: `≤ ${limit}`, ok: value <= limit + 1e-9 };
}

/** A plan whose sound is real; its pictures are named and never drawn. */
async function plannedSound({ activities, storage, run: inActivity }: Studio, seed: number): Promise<RenderPlan> {
  const spec = specOf({ seconds: SECONDS, seed, topic: TOPICS[seed % TOPICS.length] ?? "" });
  const named = { videoId: "v1", channelId: "c1", spec };
  const { scriptKey } = await inActivity(() => activities.writeScript(named));
  const narration = await inActivity(() => activities.narrate({ videoId: "v1", scriptKey, voice: spec.voice }));
  const script = await storage.getJson<Script>(scriptKey);
  const credit = { source: "generated", author: "bench", url: null, licence: "CC0-1.0" };
  const size = stillSize(canvasOf(spec));
  const stills = script.scenes.map(({ kind }, scene) => {
    return { scene, kind, objectKey: `stills/${scene}.jpg`, sha256: String(scene), ...size, credit };
  });
  return planVideo({
    spec,
    script,
    timings: await storage.getJson<NarrationTimings>(narration.timingsKey),
    narrationKey: narration.narrationKey,
    media: { version: 1, palette: paletteOf(spec.topic, seed), stills },
    encoder: encoderSettings("libx264", spec.complexity),
    fonts: (await bundledFonts()).fonts,
  });
}

/** The master as the file will carry it, measured anew. */
async function masterOf({ activities, storage, run: inActivity }: Studio, plan: RenderPlan) {
  const planKey = `plans/loudness-${plan.audio.musicSeed}.json`;
  await storage.putJson(planKey, plan);
  const { audioKey, usage } = await inActivity(() => activities.mixAudio({ videoId: "v1", planKey }));
  const encoded = await storage.getFile(encodedKeyOf(audioKey));
  const { stderr } = await ffmpeg.runFfmpeg(["-i", encoded, "-af", PEAK_METER, "-f", "null", "-"]);
  const loudness = readLoudness(stderr);
  if (loudness === null) throw new Error("the meter gave no value");
  return { loudness, cpuSeconds: usage.reduce((sum, { units }) => sum + units, 0) };
}
