import { readFile } from "node:fs/promises";
import { join } from "node:path";

import type { Ffmpeg } from "../../clients/ffmpeg/ffmpeg.ts";
import type { Pcm } from "../../domain/inspection/sync.ts";
import type { TimeRange } from "../../domain/speech/speech.ts";

/** Enough for envelopes and the level of speech, and 16 bytes a millisecond. */
const SAMPLE_RATE_HZ = 8_000;

/** Mono samples on the presentation's time line: late starts and gaps become silence. */
export const PCM_FILTERS = `aresample=${SAMPLE_RATE_HZ}:async=1:first_pts=0,aformat=sample_fmts=s16:channel_layouts=mono`;

/** Mono samples of sound files, through one ffmpeg process. */
export async function readSounds(
  ffmpeg: Ffmpeg,
  {
    paths,
    folder,
    signal,
  }: { readonly paths: readonly string[]; readonly folder: string; readonly signal: AbortSignal },
): Promise<{ sounds: Pcm[]; cpuSeconds: number }> {
  const inputs = paths.flatMap((path) => ["-threads", "1", "-i", path]);
  const targets = paths.map((_, index) => join(folder, `sound-${index}.pcm`));
  const outputs = targets.flatMap((target, index) => {
    return [
      "-map",
      `${index}:a:0`,
      "-af",
      `aformat=channel_layouts=stereo,${PCM_FILTERS}`,
      "-f",
      "s16le",
      "-y",
      target,
    ];
  });
  const { cpuSeconds } = await ffmpeg.runFfmpeg([...inputs, ...outputs], { signal });
  return { sounds: await Promise.all(targets.map(readPcm)), cpuSeconds };
}

export async function readPcm(path: string): Promise<Pcm> {
  const bytes = await readFile(path);
  // Read files start at offset 0 of their own buffer or not; copying makes the alignment certain.
  const samples = new Int16Array(Uint8Array.from(bytes).buffer, 0, Math.floor(bytes.length / 2));
  return { samples, sampleRateHz: SAMPLE_RATE_HZ };
}

/** The meter reports every tenth of a second. */
const METER_MS = 100;
/** A sound that is too loud all along is one place, or a few. */
const PLACES_MAX = 20;

/** Stretches in which the true peak is above a limit: the sound once more, through the meter alone. */
export async function locatePeaks(
  ffmpeg: Ffmpeg,
  { path, limitDb, signal }: { readonly path: string; readonly limitDb: number; readonly signal: AbortSignal },
): Promise<{ peaks: TimeRange[]; cpuSeconds: number }> {
  const meter = "aformat=channel_layouts=stereo,ebur128=peak=true:framelog=info";
  const output = ["-map", "0:a:0", "-af", meter, "-f", "null", "-"];
  const { stderr, cpuSeconds } = await ffmpeg.runFfmpeg(["-vn", "-threads", "1", "-i", path, ...output], { signal });
  return { peaks: peaksAbove(stderr, limitDb), cpuSeconds };
}

/** Reads the meter's lines: the time at the end of each tenth of a second and the peak of each channel in it. */
export function peaksAbove(log: string, limitDb: number): TimeRange[] {
  const peaks: TimeRange[] = [];
  for (const [, seconds, left, right] of log.matchAll(/ t: *([\d.]+) .*FTPK: *(\S+) +(\S+) dBFS/g)) {
    if (Math.max(Number(left), Number(right)) <= limitDb) continue;
    const toMs = Number(seconds) * 1000;
    const last = peaks.at(-1);
    if (last !== undefined && toMs - METER_MS - last.toMs <= METER_MS) peaks[peaks.length - 1] = { ...last, toMs };
    else peaks.push({ fromMs: Math.max(0, toMs - METER_MS), toMs });
  }
  return peaks.slice(0, PLACES_MAX);
}
