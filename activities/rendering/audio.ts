import { join } from "node:path";

import {
  type MixSettings,
  PEAK_METER,
  SILENCE_LUFS,
  expectedLufs,
  masterFilter,
  mixFilter,
  readIntegratedLufs,
  readLoudness,
} from "../../domain/sound/audio-filters.ts";
import { AppError } from "../../domain/errors.ts";
import { MUSIC_VERSION } from "../../domain/sound/music.ts";
import { waveInput } from "../../domain/sound/wave.ts";
import type { AudioMixResult, Usage } from "../../domain/video/production.ts";
import type { PlannedAudio, RenderPlan } from "../../domain/render/plan.ts";
import { contentHash } from "../content-key.ts";
import { cpuUsage } from "../cpu-usage.ts";
import { type MusicBed, musicBed } from "./music.ts";
import type { Work } from "./segment.ts";
import type { RenderingDeps } from "./rendering.ts";
import { inWorkFolder } from "../work-folder.ts";

/** The encoding of the final file, without tools for low bit rates, each side for itself. */
export const AAC_ARGUMENTS =
  "-c:a aac -aac_coder fast -aac_tns 0 -aac_is 0 -aac_pns 0 -aac_ms 0 -b:a 192k -ar 48000 -ac 2 -flags:a +bitexact".split(
    " ",
  );
const WAVE_ARGUMENTS = ["-map_metadata", "-1", "-fflags", "+bitexact", "-y"];

const ROUNDS = 4;
const CLOSE_ENOUGH_LU = 0.2;
/** How far below the wanted true peak the limiter must stand, and what it takes from the loudness. */
const LIMITER_MARGIN_DB = 0.7;
const LIMITER_LOSS_LU = 0.1;

type Run = (args: readonly string[]) => Promise<string>;

/** The master as the final file carries it, beside the uncompressed one. */
export function encodedKeyOf(audioKey: string): string {
  return audioKey.replace(/\.wav$/, ".m4a");
}

/** Makes sure that the audio master of the plan is in the store. */
export async function mixMaster(deps: RenderingDeps, plan: RenderPlan, work: Work): Promise<AudioMixResult> {
  const { audio, durationMs } = plan;
  const version = await deps.ffmpeg.ffmpegVersion();
  const alone = mixFilter(durationMs, { bedGainDb: null });
  const mix = `${mixFilter(durationMs)};[mix]${masterFilter(0, 0)}`;
  const filters = { alone, mix, encoding: AAC_ARGUMENTS };
  const settling = {
    closeEnoughLu: CLOSE_ENOUGH_LU,
    limiterMarginDb: LIMITER_MARGIN_DB,
    limiterLossLu: LIMITER_LOSS_LU,
    usualLufs: expectedLufs(undefined),
    silentLufs: expectedLufs(null),
  };
  const recipe = { audio, durationMs, ...filters, settling, composer: MUSIC_VERSION };
  const audioKey = `audio/${contentHash({ recipe, version })}.wav`;
  if (!work.fresh && (await deps.storage.has(audioKey))) {
    work.report(1, "audio master ready");
    return { audioKey, usage: [] };
  }
  return inWorkFolder(deps.workPath, async (folder) => {
    const usage: Usage[] = [];
    const run: Run = async (args) => {
      const result = await deps.ffmpeg.runFfmpeg(args, { signal: work.signal });
      usage.push(cpuUsage("mix", result));
      return result.stderr;
    };
    work.report(0, "composing the music");
    const bed = await musicBed(deps, plan, { folder, signal: work.signal, run });
    const narrationPath = await deps.storage.getFile(audio.narrationKey);
    const master = await settleLoudness(plan, { narrationPath, bed, folder }, { run, measuresPeaks: work.fresh });
    // The uncompressed one comes last: where it is, both are.
    await deps.storage.putFile(encodedKeyOf(audioKey), master.encodedPath);
    await deps.storage.putFile(audioKey, master.wavePath);
    work.report(1, "audio master ready");
    return { audioKey, usage };
  });
}

export function mixSettings({ narrationStartMs = 0 }: PlannedAudio, bed: MusicBed | null): MixSettings {
  if (bed === null) return { narrationStartMs, bedGainDb: null };
  return { narrationStartMs, ...(bed.gainDb === undefined ? {} : { bedGainDb: bed.gainDb }) };
}

/**
 * Mixes at the gain that the narration's loudness leads to expect, limits, meters and encodes in one reading; again where
 * the limited sound does not measure as planned. Its peaks follow from the limiter, whose margin holds what lies between
 * samples and what AAC adds; quality control measures them in the file. Where it found them too high, and the sound is
 * made anew, they are measured here too.
 */
async function settleLoudness(
  { audio, durationMs }: RenderPlan,
  { narrationPath, bed, folder }: { narrationPath: string; bed: MusicBed | null; folder: string },
  { run, measuresPeaks }: { run: Run; measuresPeaks: boolean },
): Promise<{ wavePath: string; encodedPath: string }> {
  const { targetLufs, truePeakDbtp } = audio;
  const wavePath = join(folder, "master.wav");
  const encodedPath = join(folder, "master.m4a");
  const inputs = [...waveInput(narrationPath), ...(bed?.input ?? [])];
  const settings = mixSettings(audio, bed);
  let gainDb = targetLufs - expectedLufs(audio.voiceLufs) + LIMITER_LOSS_LU;
  let ceilingDb = truePeakDbtp - LIMITER_MARGIN_DB;
  for (let round = 0; round < ROUNDS; round += 1) {
    const filter = `${mixFilter(durationMs, settings)};[mix]${masterFilter(gainDb, ceilingDb)}`;
    const heardLufs = metered(
      readIntegratedLufs(await run(masterArguments(inputs, filter, { wavePath, encodedPath }))),
    );
    const missLu = targetLufs - heardLufs;
    const aboveDb = measuresPeaks ? (await peakOf(run, encodedPath)) - truePeakDbtp : 0;
    const isSilent = heardLufs < SILENCE_LUFS;
    if (isSilent || (Math.abs(missLu) <= CLOSE_ENOUGH_LU && aboveDb <= 0)) break;
    gainDb += missLu;
    if (aboveDb > 0) ceilingDb -= aboveDb + 0.1;
  }
  return { wavePath, encodedPath };
}

/** The master as it is, and as the final file carries it. */
function masterArguments(
  inputs: readonly string[],
  filter: string,
  { wavePath, encodedPath }: { wavePath: string; encodedPath: string },
): string[] {
  const wave = ["-map", "[wave]", "-c:a", "pcm_s16le", ...WAVE_ARGUMENTS, wavePath];
  const encoded = ["-map", "[encoded]", ...AAC_ARGUMENTS, ...WAVE_ARGUMENTS, encodedPath];
  return [...inputs, "-filter_complex", `${filter},asplit[wave][encoded]`, ...wave, ...encoded];
}

async function peakOf(run: Run, path: string): Promise<number> {
  const log = await run(["-i", path, "-af", PEAK_METER, "-f", "null", "-"]);
  return metered(readLoudness(log)).truePeakDbtp;
}

function metered<T>(value: T | null): T {
  if (value !== null) return value;
  throw new AppError("render_failed", "the loudness of the mix could not be measured", { retryable: true });
}
