import type { TimeRange } from "./speech.ts";

/** Mono sound, −32768 to 32767. */
export interface Sound {
  readonly samples: Int16Array;
  readonly sampleRate: number;
}

/** 16-bit samples up to this, about −50 dBFS, are silence at the ends of a synthetic recording. */
const SILENT_SAMPLE = 100;
const HOP_MS = 10;
/** Below this a recording holds nothing to hear, whatever its own noise. */
const LOWEST_FLOOR_DB = -65;
/** Where between a recording's noise and its speech the line lies, both in dB. */
const LINE_BETWEEN = 0.35;
/** Speech without a pause has no floor of its own: what is nearer to its level than this is speech. */
const LEAST_DEPTH_DB = 15;
const NOISE_QUANTILE = 0.1;
const SPEECH_QUANTILE = 0.95;

/** What is heard of a synthetic recording, and how much of its beginning was cut off. */
export function trimmedSound({ samples, sampleRate }: Sound): { readonly sound: Sound; readonly leadMs: number } {
  const first = Math.max(0, samples.findIndex(isLoud));
  const last = samples.findLastIndex(isLoud);
  return { sound: { samples: samples.subarray(first, last + 1), sampleRate }, leadMs: (first * 1000) / sampleRate };
}

function isLoud(sample: number): boolean {
  return Math.abs(sample) > SILENT_SAMPLE;
}

/** Level of every 10 ms, dBFS. */
export function levelsDb({ samples, sampleRate }: Sound): Float64Array {
  const hop = Math.round((HOP_MS * sampleRate) / 1000);
  const count = Math.floor(samples.length / hop);
  return Float64Array.from({ length: count }, (_, index) => {
    let sum = 0;
    for (let at = index * hop; at < (index + 1) * hop; at += 1) sum += ((samples[at] ?? 0) / 32_768) ** 2;
    return 10 * Math.log10(sum / hop + 1e-12);
  });
}

/** Stretches of at least `shortestMs` in which nobody speaks, in order; a recording's own noise is no speech. */
export function silences(sound: Sound, shortestMs: number): TimeRange[] {
  const levels = levelsDb(sound);
  const sorted = levels.toSorted();
  const at = (quantile: number): number => sorted[Math.floor((sorted.length - 1) * quantile)] ?? LOWEST_FLOOR_DB;
  const floorDb = Math.max(LOWEST_FLOOR_DB, at(NOISE_QUANTILE));
  const speechDb = Math.max(floorDb, at(SPEECH_QUANTILE));
  const lineDb = Math.min(floorDb + (speechDb - floorDb) * LINE_BETWEEN, speechDb - LEAST_DEPTH_DB);
  const found: TimeRange[] = [];
  let from: number | null = null;
  for (let index = 0; index <= levels.length; index += 1) {
    const isQuiet = (levels[index] ?? 0) <= lineDb && index < levels.length;
    if (isQuiet) from ??= index;
    else if (from !== null) {
      if ((index - from) * HOP_MS >= shortestMs) found.push({ fromMs: from * HOP_MS, toMs: index * HOP_MS });
      from = null;
    }
  }
  return found;
}

/** Every `factor`th sample, each the mean of those around it: enough for a look at speech, not for listening. */
export function decimated({ samples, sampleRate }: Sound, factor: number): Sound {
  const count = Math.floor(samples.length / factor);
  const fewer = new Int16Array(count);
  for (let index = 0; index < count; index += 1) {
    let sum = 0;
    for (let at = index * factor; at < (index + 1) * factor; at += 1) sum += samples[at] ?? 0;
    fewer[index] = Math.round(sum / factor);
  }
  return { samples: fewer, sampleRate: sampleRate / factor };
}
