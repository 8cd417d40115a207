import { open } from "node:fs/promises";
import type { FileHandle } from "node:fs/promises";

const BOX_HEADER_BYTES = 16;

interface Box {
  readonly type: string;
  readonly contentFrom: number;
  readonly end: number;
}

/** Length in ms from the movie header (`moov/mvhd`, ISO/IEC 14496-12 § 8.2.2); null when the file has none. */
export async function mp4DurationMs(path: string): Promise<number | null> {
  const file = await open(path, "r");
  try {
    const { size } = await file.stat();
    const movie = await findBox(file, "moov", 0, size);
    const header = movie === null ? null : await findBox(file, "mvhd", movie.contentFrom, movie.end);
    if (header === null) return null;
    const bytes = Buffer.alloc(32);
    await file.read(bytes, 0, bytes.length, header.contentFrom);
    const wide = bytes.readUInt8(0) === 1;
    const ticksPerSecond = bytes.readUInt32BE(wide ? 20 : 12);
    const ticks = wide ? Number(bytes.readBigUInt64BE(24)) : bytes.readUInt32BE(16);
    return ticksPerSecond === 0 ? null : Math.round((ticks * 1000) / ticksPerSecond);
  } finally {
    await file.close();
  }
}

async function findBox(file: FileHandle, type: string, from: number, end: number): Promise<Box | null> {
  let at = from;
  while (at + 8 <= end) {
    const box = await readBox(file, at, end);
    if (box === null) return null;
    if (box.type === type) return box;
    at = box.end;
  }
  return null;
}

async function readBox(file: FileHandle, at: number, end: number): Promise<Box | null> {
  const header = Buffer.alloc(BOX_HEADER_BYTES);
  await file.read(header, 0, BOX_HEADER_BYTES, at);
  const shortSize = header.readUInt32BE(0);
  const headerBytes = shortSize === 1 ? 16 : 8;
  const sizes: Readonly<Record<number, number>> = { 0: end - at, 1: Number(header.readBigUInt64BE(8)) };
  const size = sizes[shortSize] ?? shortSize;
  if (size < headerBytes || at + size > end) return null;
  return { type: header.toString("latin1", 4, 8), contentFrom: at + headerBytes, end: at + size };
}
