import { join } from "node:path";

import {
  type Loudness,
  type MixSettings,
  masterFilter,
  mixFilter,
  readLoudness,
} from "../../domain/sound/audio-filters.ts";
import { AppError } from "../../domain/errors.ts";
import { MUSIC_VERSION } from "../../domain/sound/music.ts";
import type { AudioMixResult, Usage } from "../../domain/video/production.ts";
import type { PlannedAudio, RenderPlan } from "../../domain/render/plan.ts";
import { contentHash } from "../content-key.ts";
import { cpuUsage } from "../cpu-usage.ts";
import { type MusicBed, musicBed } from "./music.ts";
import type { Work } from "./segment.ts";
import type { RenderingDeps } from "./rendering.ts";
import { inWorkFolder } from "../work-folder.ts";

/** The encoding of the final file; the master is measured through it, because AAC adds peaks. */
export const AAC_ARGUMENTS = "-c:a aac -aac_coder fast -b:a 192k -ar 48000 -ac 2 -flags:a +bitexact".split(" ");

const ROUNDS = 4;
const CLOSE_ENOUGH_LU = 0.1;
/** First guess of how far below the wanted true peak the limiter must stand. */
const LIMITER_MARGIN_DB = 0.5;

/** Makes sure that the audio master of the plan is in the store. */
export async function mixMaster(deps: RenderingDeps, plan: RenderPlan, work: Work): Promise<AudioMixResult> {
  const { audio, durationMs } = plan;
  const version = await deps.ffmpeg.ffmpegVersion();
  const filters = { mix: mixFilter(durationMs), master: masterFilter(0, 0), encoding: AAC_ARGUMENTS };
  const recipe = { audio, durationMs, ...filters, composer: MUSIC_VERSION };
  const audioKey = `audio/${contentHash({ recipe, version })}.wav`;
  if (!work.fresh && (await deps.storage.has(audioKey))) {
    work.report(1, "audio master ready");
    return { audioKey, usage: [] };
  }
  return inWorkFolder(deps.workPath, async (folder) => {
    const usage: Usage[] = [];
    const run = async (args: readonly string[]): Promise<string> => {
      const result = await deps.ffmpeg.runFfmpeg(args, { signal: work.signal });
      usage.push(cpuUsage("mix", result));
      return result.stderr;
    };
    work.report(0, "composing the music");
    const bed = await musicBed(deps, plan, { folder, signal: work.signal, run });
    const mixPath = join(folder, "mix.wav");
    const inputs = ["-i", await deps.storage.getFile(audio.narrationKey), ...(bed?.input ?? [])];
    const wave = ["-map_metadata", "-1", "-fflags", "+bitexact", "-y"];
    const settings = mixSettings(audio, bed);
    await run([
      ...inputs,
      "-filter_complex",
      mixFilter(durationMs, settings),
      "-map",
      "[mix]",
      "-c:a",
      "pcm_f32le",
      ...wave,
      mixPath,
    ]);
    const masterPath = join(folder, "master.wav");
    await settleLoudness(plan, mixPath, masterPath, folder, run);
    await deps.storage.putFile(audioKey, masterPath);
    work.report(1, "audio master ready");
    return { audioKey, usage };
  });
}

export function mixSettings({ narrationStartMs = 0 }: PlannedAudio, bed: MusicBed | null): MixSettings {
  if (bed === null) return { narrationStartMs, bedGainDb: null };
  return { narrationStartMs, ...(bed.gainDb === undefined ? {} : { bedGainDb: bed.gainDb }) };
}

/** Quieter than this is silence: no gain brings it to a loudness. */
const SILENCE_LUFS = -69;

/** Sets gain and limiter until the encoded sound measures as planned: twice, as a rule. */
async function settleLoudness(
  plan: RenderPlan,
  mixPath: string,
  masterPath: string,
  folder: string,
  run: (args: readonly string[]) => Promise<string>,
): Promise<void> {
  const { targetLufs, truePeakDbtp } = plan.audio;
  const { integratedLufs: mixedLufs } = await measure(run, mixPath);
  let gainDb = mixedLufs < SILENCE_LUFS ? 0 : targetLufs - mixedLufs;
  let ceilingDb = truePeakDbtp - LIMITER_MARGIN_DB;
  const encodedPath = join(folder, "measured.m4a");
  for (let round = 0; round < ROUNDS; round += 1) {
    const master = ["-i", mixPath, "-af", masterFilter(gainDb, ceilingDb), "-c:a", "pcm_s16le"];
    await run([...master, "-map_metadata", "-1", "-fflags", "+bitexact", "-y", masterPath]);
    await run(["-i", masterPath, ...AAC_ARGUMENTS, "-y", encodedPath]);
    const { integratedLufs, truePeakDbtp: peakDbtp } = await measure(run, encodedPath);
    const missLu = targetLufs - integratedLufs;
    const isTooHigh = peakDbtp > truePeakDbtp;
    if (integratedLufs < SILENCE_LUFS) return;
    if (Math.abs(missLu) <= CLOSE_ENOUGH_LU && !isTooHigh) return;
    gainDb += missLu;
    if (isTooHigh) ceilingDb -= peakDbtp - truePeakDbtp + 0.1;
  }
}

async function measure(run: (args: readonly string[]) => Promise<string>, path: string): Promise<Loudness> {
  const loudness = readLoudness(
    await run(["-i", path, "-af", "ebur128=peak=true:framelog=verbose", "-f", "null", "-"]),
  );
  if (loudness === null)
    throw new AppError("render_failed", "the loudness of the mix could not be measured", { retryable: true });
  return loudness;
}
