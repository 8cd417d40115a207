import type { Steps } from "../steps.ts";
import type { Sound } from "./silence.ts";

/** Mel cepstra, frame after frame: how each moment of a recording sounds, whoever speaks and however loud. */
export interface SpeechFeatures {
  readonly hopMs: number;
  readonly frames: number;
  /** `frames` × `FEATURE_COUNT` values. */
  readonly values: Float32Array;
}

const BANDS = 24;
const CEPSTRA = 12;
/** The cepstra and the level. */
export const FEATURE_COUNT = CEPSTRA + 1;
const WINDOW_MS = 25;
const LOWEST_HZ = 80;
const HIGHEST_HZ = 5_500;
/** Power of a band in silence; keeps the logarithm of nothing away from the mean. */
const FLOOR = 1e-7;

/** S. Davis, P. Mermelstein: Comparison of parametric representations for monosyllabic word recognition, 1980. */
export function* speechFeatures({ samples, sampleRate }: Sound, hopMs: number): Steps<SpeechFeatures> {
  const hop = (hopMs * sampleRate) / 1000;
  const window = Math.round((WINDOW_MS * sampleRate) / 1000);
  const size = 2 ** Math.ceil(Math.log2(window));
  const frames = Math.max(1, Math.ceil(samples.length / hop));
  const values = new Float32Array(frames * FEATURE_COUNT);
  const filters = melFilters(size, sampleRate);
  const shape = Float64Array.from(
    { length: window },
    (_, at) => 0.54 - 0.46 * Math.cos((2 * Math.PI * at) / (window - 1)),
  );
  const real = new Float64Array(size);
  const imaginary = new Float64Array(size);
  const bands = new Float64Array(BANDS);
  const turns = turnsOf(size);
  const cosines = cosinesOf();
  for (let frame = 0; frame < frames; frame += 1) {
    // Centred on its moment, so that the first word does not seem to begin before the recording.
    const from = Math.round(frame * hop - window / 2);
    real.fill(0);
    imaginary.fill(0);
    let previous = samples[from - 1] ?? 0;
    for (let at = 0; at < window; at += 1) {
      const sample = samples[from + at] ?? 0;
      real[at] = ((sample - 0.97 * previous) / 32_768) * (shape[at] ?? 0);
      previous = sample;
    }
    transform(real, imaginary, turns);
    for (let band = 0; band < BANDS; band += 1) {
      const filter = filters[band] ?? NO_FILTER;
      let power = 0;
      for (let offset = 0; offset < filter.weights.length; offset += 1) {
        const bin = filter.first + offset;
        power += (filter.weights[offset] ?? 0) * ((real[bin] ?? 0) ** 2 + (imaginary[bin] ?? 0) ** 2);
      }
      bands[band] = Math.log(power / size + FLOOR);
    }
    writeCepstra(bands, cosines, values, frame * FEATURE_COUNT);
    yield;
  }
  normalise(values, frames);
  return { hopMs, frames, values };
}

/** The cosine transform's table: order after order, band after band. */
function cosinesOf(): Float64Array {
  const table = new Float64Array(FEATURE_COUNT * BANDS);
  for (let at = 0; at < table.length; at += 1) {
    const order = Math.floor(at / BANDS);
    table[at] = Math.cos((Math.PI * order * ((at % BANDS) + 0.5)) / BANDS);
  }
  return table;
}

function writeCepstra(bands: Float64Array, cosines: Float64Array, values: Float32Array, offset: number): void {
  for (let order = 0; order < FEATURE_COUNT; order += 1) {
    let sum = 0;
    for (let band = 0; band < BANDS; band += 1) sum += (bands[band] ?? 0) * (cosines[order * BANDS + band] ?? 0);
    values[offset + order] = sum;
  }
}

/** Takes away what a voice and a microphone add everywhere: every coefficient has mean 0 and spread 1. */
function normalise(values: Float32Array, frames: number): void {
  for (let order = 0; order < FEATURE_COUNT; order += 1) {
    let sum = 0;
    let squares = 0;
    for (let at = order; at < values.length; at += FEATURE_COUNT) {
      sum += values[at] ?? 0;
      squares += (values[at] ?? 0) ** 2;
    }
    const mean = sum / frames;
    const spread = Math.sqrt(Math.max(1e-9, squares / frames - mean ** 2));
    for (let at = order; at < values.length; at += FEATURE_COUNT) values[at] = ((values[at] ?? 0) - mean) / spread;
  }
}

interface Filter {
  readonly first: number;
  readonly weights: readonly number[];
}

const NO_FILTER: Filter = { first: 0, weights: [] };

/** Triangles of equal width on the mel scale. */
function melFilters(size: number, sampleRate: number): Filter[] {
  const mel = (hz: number): number => 2595 * Math.log10(1 + hz / 700);
  const highest = Math.min(HIGHEST_HZ, sampleRate / 2);
  const edges = Array.from({ length: BANDS + 2 }, (_, edge) => {
    const at = mel(LOWEST_HZ) + ((mel(highest) - mel(LOWEST_HZ)) * edge) / (BANDS + 1);
    return ((700 * (10 ** (at / 2595) - 1)) / sampleRate) * size;
  });
  return Array.from({ length: BANDS }, (_, band) => {
    const [low = 0, middle = 0, high = 0] = edges.slice(band, band + 3);
    const first = Math.floor(low);
    const weights = Array.from({ length: Math.ceil(high) - first + 1 }, (__, offset) => {
      const bin = first + offset;
      const rising = (bin - low) / Math.max(1e-9, middle - low);
      const falling = (high - bin) / Math.max(1e-9, high - middle);
      return Math.max(0, Math.min(1, rising, falling));
    });
    return { first, weights };
  });
}

interface Turns {
  readonly cos: Float64Array;
  readonly sin: Float64Array;
}

function turnsOf(size: number): Turns {
  const angle = (at: number): number => (-2 * Math.PI * at) / size;
  return {
    cos: Float64Array.from({ length: size / 2 }, (_, at) => Math.cos(angle(at))),
    sin: Float64Array.from({ length: size / 2 }, (_, at) => Math.sin(angle(at))),
  };
}

/** Fast Fourier transform in place; the length is a power of two. */
function transform(real: Float64Array, imaginary: Float64Array, turns: Turns): void {
  const size = real.length;
  for (let at = 1, mirrored = 0; at < size; at += 1) {
    let bit = size >> 1;
    for (; (mirrored & bit) !== 0; bit >>= 1) mirrored ^= bit;
    mirrored ^= bit;
    if (at < mirrored) {
      const re = real[at] ?? 0;
      const im = imaginary[at] ?? 0;
      real[at] = real[mirrored] ?? 0;
      imaginary[at] = imaginary[mirrored] ?? 0;
      real[mirrored] = re;
      imaginary[mirrored] = im;
    }
  }
  for (let half = 1; half < size; half *= 2) {
    for (let turn = 0; turn < half; turn += 1) {
      const cos = turns.cos[(turn * size) / (half * 2)] ?? 0;
      const sin = turns.sin[(turn * size) / (half * 2)] ?? 0;
      for (let at = turn; at < size; at += half * 2) {
        const other = at + half;
        const re = (real[other] ?? 0) * cos - (imaginary[other] ?? 0) * sin;
        const im = (real[other] ?? 0) * sin + (imaginary[other] ?? 0) * cos;
        real[other] = (real[at] ?? 0) - re;
        imaginary[other] = (imaginary[at] ?? 0) - im;
        real[at] = (real[at] ?? 0) + re;
        imaginary[at] = (imaginary[at] ?? 0) + im;
      }
    }
  }
}
