import { writeFile } from "node:fs/promises";
import { join } from "node:path";

import { BED_LUFS, MUSIC_READERS, readLoudness, seamlessLoopFilter } from "../../domain/sound/audio-filters.ts";
import { AppError } from "../../domain/errors.ts";
import { composeLoop } from "../../domain/sound/music.ts";
import type { PlannedAudio, PlannedMusic, RenderPlan } from "../../domain/render/plan.ts";
import { waveFile, waveInput } from "../../domain/sound/wave.ts";
import { inTurns } from "../in-turns.ts";
import type { RenderingDeps } from "./rendering.ts";

/** Music for the mix: ffmpeg's arguments of its input, and its level; null without music. */
export interface MusicBed {
  readonly input: readonly string[];
  /** Left out: as a synthesised bed. */
  readonly gainDb?: number;
}

interface BedWork {
  readonly folder: string;
  readonly signal: AbortSignal;
  /** At which music is composed; left out, the rate of the final sound. */
  readonly sampleRate?: number;
  /** Runs ffmpeg and answers with its log. */
  readonly run: (args: readonly string[]) => Promise<string>;
}

/** Makes the music ready that a plan names, in the work folder. */
export async function musicBed(deps: RenderingDeps, plan: RenderPlan, work: BedWork): Promise<MusicBed | null> {
  const { audio, durationMs } = plan;
  if (audio.music === undefined) return synthesisedBed(audio, work);
  if (audio.music.source === "none") return null;
  return licensedBed(deps, audio.music, durationMs, work);
}

async function synthesisedBed({ musicSeed }: PlannedAudio, { folder, signal, sampleRate }: BedWork): Promise<MusicBed> {
  const path = join(folder, "music.wav");
  const loop = await inTurns(composeLoop(musicSeed, sampleRate), signal);
  await writeFile(path, waveFile(loop.samples, loop.sampleRate, 2));
  return { input: ["-stream_loop", "-1", ...waveInput(path)] };
}

/** Seconds by which a recording must outlast the video to be played once. */
const SPARE_SECONDS = 0.5;

/** A person's recording at the loudness of a bed; one that is shorter than the video is made into a loop. */
async function licensedBed(
  { storage }: RenderingDeps,
  { objectKey }: Extract<PlannedMusic, { source: "licensed" }>,
  durationMs: number,
  { folder, run }: BedWork,
): Promise<MusicBed> {
  const reader = MUSIC_READERS[objectKey.split(".").at(-1)?.toLowerCase() ?? ""];
  if (reader === undefined) throw unreadable(`${objectKey} is in no known format`);
  const contained = ["-protocol_whitelist", "file", "-f", reader, "-i", await storage.getFile(objectKey)];
  const log = await run([...contained, "-vn", "-af", "ebur128=peak=true", "-f", "null", "-"]).catch(
    (error: unknown) => {
      throw error instanceof AppError && error.code === "render_failed"
        ? unreadable(`${objectKey} cannot be decoded`)
        : error;
    },
  );
  const loudness = readLoudness(log);
  const seconds = lengthOf(log);
  if (loudness === null || seconds === null || seconds < 1) throw unreadable(`${objectKey} holds no sound`);
  const gainDb = Number((BED_LUFS - loudness.integratedLufs).toFixed(1));
  const loop = seamlessLoopFilter(seconds);
  if (seconds >= durationMs / 1000 + SPARE_SECONDS) return { input: contained, gainDb };
  const path = join(folder, "music.wav");
  const once = ["-map_metadata", "-1", "-fflags", "+bitexact", "-c:a", "pcm_s16le", "-y", path];
  const shaped = loop === null ? ["-vn"] : ["-filter_complex", loop, "-map", "[loop]"];
  await run([...contained, ...shaped, ...once]);
  return { input: ["-stream_loop", "-1", ...waveInput(path)], gainDb };
}

/** How far the meter came, in seconds. */
function lengthOf(log: string): number | null {
  const [, seconds] = [...log.matchAll(/\bt:\s*(\d+(?:\.\d+)?)\s/g)].at(-1) ?? [];
  return seconds === undefined ? null : Number(seconds);
}

function unreadable(found: string): AppError {
  return new AppError("invalid_input", `the licensed music cannot be used: ${found}`, {
    field: "music.objectKey",
    remedy: "Upload the recording as MP3, WAV, FLAC, Ogg or M4A.",
  });
}
