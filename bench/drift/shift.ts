import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { ffmpeg } from "../../tests/activities/rendering/made-video.ts";

const SAMPLE_RATE = 8000;
const WINDOW_S = 6;
const FARTHEST_MS = 250;

/** The whole sound of a file as a player gives it, mono at 8 kHz; nothing is sought, so that nothing is hidden. */
export async function pcmOf(path: string, folder: string): Promise<Int16Array> {
  const raw = join(folder, "drift.pcm");
  await ffmpeg.runFfmpeg(["-i", path, "-vn", "-ac", "1", "-ar", String(SAMPLE_RATE), "-f", "s16le", "-y", raw]);
  const bytes = await readFile(raw);
  await rm(raw);
  return new Int16Array(bytes.buffer, bytes.byteOffset, bytes.byteLength >> 1);
}

/** Milliseconds by which the last seconds of speech are heard later than planned: the peak of their correlation. */
export function shiftOf(given: { heard: Int16Array; spoken: Int16Array; startMs: number }): number {
  const { heard, spoken, startMs } = given;
  const length = WINDOW_S * SAMPLE_RATE;
  const from = spoken.length - length - SAMPLE_RATE;
  const window = spoken.subarray(from, from + length);
  const planned = from + Math.round((startMs * SAMPLE_RATE) / 1000);
  const farthest = (FARTHEST_MS * SAMPLE_RATE) / 1000;
  let best = { lag: 0, correlation: Number.NEGATIVE_INFINITY };
  for (let lag = -farthest; lag <= farthest; lag += 1) {
    const correlation = correlate(window, heard.subarray(planned + lag, planned + lag + length));
    if (correlation > best.correlation) best = { lag, correlation };
  }
  return (best.lag * 1000) / SAMPLE_RATE;
}

function correlate(left: Int16Array, right: Int16Array): number {
  let sum = 0;
  for (let index = 0; index < left.length; index += 1) sum += (left[index] ?? 0) * (right[index] ?? 0);
  return sum;
}
