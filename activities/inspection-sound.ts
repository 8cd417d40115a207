import { readFile } from "node:fs/promises";
import { join } from "node:path";

import type { Ffmpeg } from "../clients/ffmpeg.ts";
import type { Pcm } from "../domain/inspection-sync.ts";

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
