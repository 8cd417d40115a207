/** The outline of a recording, as a page draws it: loudest sample of each of many equal stretches. */
export interface Waveform {
  readonly version: 1;
  /** 0–1 of full scale, in order. */
  readonly peaks: readonly number[];
}

export interface WaveLayout {
  readonly channels: number;
  readonly sampleRate: number;
  /** Where the samples begin, and how many bytes of them there are. */
  readonly dataStart: number;
  readonly dataBytes: number;
}

const FULL_SCALE = 32_768;
const PCM = 1;
const EXTENSIBLE = 0xff_fe;

/** Reads the head of a RIFF/WAVE file of 16-bit samples; null when it is something else or ends too early. */
export function waveLayout(head: Uint8Array): WaveLayout | null {
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  const word = (offset: number) => String.fromCharCode(...head.subarray(offset, offset + 4));
  if (head.length < 12 || word(0) !== "RIFF" || word(8) !== "WAVE") return null;
  let format: Pick<WaveLayout, "channels" | "sampleRate"> | null = null;
  let offset = 12;
  while (offset + 8 <= head.length) {
    const bytes = view.getUint32(offset + 4, true);
    const body = offset + 8;
    if (word(offset) === "data") return format && { ...format, dataStart: body, dataBytes: bytes };
    if (word(offset) === "fmt ") {
      if (body + 16 > head.length) return null;
      const coding = view.getUint16(body, true);
      if ((coding !== PCM && coding !== EXTENSIBLE) || view.getUint16(body + 14, true) !== 16) return null;
      format = { channels: view.getUint16(body + 2, true), sampleRate: view.getUint32(body + 4, true) };
    }
    // Chunks are padded to even lengths.
    offset = body + bytes + (bytes % 2);
  }
  return null;
}

/** Takes samples piece by piece, however they are cut, so that a long recording is never in memory whole. */
export class PeakMeter {
  readonly #peaks: Float64Array;
  readonly #samplesPerPeak: number;
  #sample = 0;
  /** First byte of a sample whose second one is in the next piece. */
  #half: number | null = null;

  constructor(sampleCount: number, peakCount: number) {
    this.#peaks = new Float64Array(peakCount);
    this.#samplesPerPeak = Math.max(1, sampleCount / peakCount);
  }

  add(bytes: Uint8Array): void {
    let index = 0;
    if (this.#half !== null && bytes.length > 0) {
      this.#take(this.#half | ((bytes[0] ?? 0) << 8));
      this.#half = null;
      index = 1;
    }
    for (; index + 1 < bytes.length; index += 2) this.#take((bytes[index] ?? 0) | ((bytes[index + 1] ?? 0) << 8));
    if (index < bytes.length) this.#half = bytes[index] ?? 0;
  }

  waveform(): Waveform {
    return { version: 1, peaks: Array.from(this.#peaks, (peak) => Math.round((peak / FULL_SCALE) * 1_000) / 1_000) };
  }

  #take(unsigned: number): void {
    const amplitude = Math.abs(unsigned >= FULL_SCALE ? unsigned - 2 * FULL_SCALE : unsigned);
    const at = Math.min(this.#peaks.length - 1, Math.floor(this.#sample / this.#samplesPerPeak));
    if (amplitude > (this.#peaks[at] ?? 0)) this.#peaks[at] = amplitude;
    this.#sample += 1;
  }
}
