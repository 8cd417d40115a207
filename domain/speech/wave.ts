import type { Sound } from "./silence.ts";

const FORMAT_PCM = 1;

/** The sound of a RIFF/WAVE file of 16-bit mono samples; null for anything else. A streamed one says no length. */
export function soundOfWave(bytes: Uint8Array): Sound | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const ascii = (offset: number): string => String.fromCharCode(...bytes.subarray(offset, offset + 4));
  if (bytes.length < 12 || ascii(0) !== "RIFF" || ascii(8) !== "WAVE") return null;
  let sampleRate = 0;
  for (let offset = 12; offset + 8 <= bytes.length;) {
    const length = Math.min(view.getUint32(offset + 4, true), bytes.length - offset - 8);
    const content = offset + 8;
    if (ascii(offset) === "fmt ") {
      const isKnown = length >= 16 && view.getUint16(content, true) === FORMAT_PCM;
      if (!isKnown || view.getUint16(content + 2, true) !== 1 || view.getUint16(content + 14, true) !== 16) return null;
      sampleRate = view.getUint32(content + 4, true);
    }
    if (ascii(offset) === "data" && sampleRate > 0) {
      return { sampleRate, samples: samplesOf(bytes.subarray(content, content + length)) };
    }
    offset = content + length + (length % 2);
  }
  return null;
}

/** 16-bit little-endian samples; an odd last byte is left. */
export function samplesOf(bytes: Uint8Array): Int16Array {
  // A copy of its own: samples of two bytes must begin at an even place. `slice` of a Buffer would copy nothing.
  const copy = new Uint8Array(bytes.length - (bytes.length % 2));
  copy.set(bytes.subarray(0, copy.length));
  return new Int16Array(copy.buffer);
}
