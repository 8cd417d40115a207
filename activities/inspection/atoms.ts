import type { FileHandle } from "node:fs/promises";
import { open } from "node:fs/promises";

/** What the boxes of an mp4 say, ISO/IEC 14496-12. */
export interface AtomFacts {
  readonly indexFirst: boolean;
  /** Bytes that the top-level boxes announce beyond the end of the file. */
  readonly missingBytes: number;
  readonly video: VideoTable | null;
}

/** The video track's table of frames; null in `AtomFacts` when there is no readable index. */
export interface VideoTable {
  /** Ticks of each frame, as runs. */
  readonly runs: readonly FrameRun[];
  /** Numbers of the frames that decode by themselves, from 0. */
  readonly keyframes: readonly number[];
}

export interface FrameRun {
  readonly frames: number;
  readonly ticks: number;
}

interface Box {
  readonly type: string;
  /** First byte after the header. */
  readonly from: number;
  readonly to: number;
}

/** More than this is no index: ten minutes at 30 frames/s take about 1 MB. */
const INDEX_BYTES_MAX = 64 * 1024 * 1024;
/** Boxes side by side: a stream in pieces of a second has two for each. What stands behind more is not looked at. */
const BOXES_MAX = 20_000;
/** Entries of a table: nine hours of 30 frames/s that all have a length of their own. */
const ENTRIES_MAX = 1_000_000;

/** Reads the top-level boxes and the index; media data is skipped. A file that is no mp4 has no boxes. */
export async function readAtoms(path: string): Promise<AtomFacts> {
  const file = await open(path, "r");
  try {
    const { size } = await file.stat();
    const boxes = await topLevelBoxes(file, size);
    const index = boxes.findIndex((box) => box.type === "moov");
    const media = boxes.findIndex((box) => box.type === "mdat");
    const moov = boxes[index];
    return {
      indexFirst: index !== -1 && (media === -1 || index < media),
      missingBytes: Math.max(0, ...boxes.map((box) => box.to - size)),
      video: moov === undefined || moov.to > size ? null : await readVideoTable(file, moov),
    };
  } finally {
    await file.close();
  }
}

async function topLevelBoxes(file: FileHandle, size: number): Promise<Box[]> {
  const boxes: Box[] = [];
  const header = Buffer.alloc(16);
  for (let offset = 0; offset + 8 <= size && boxes.length < BOXES_MAX;) {
    const { bytesRead } = await file.read(header, 0, 16, offset);
    const box = boxAt(header.subarray(0, bytesRead), { at: 0, offset, end: size });
    if (box === null) break;
    boxes.push(box);
    offset = box.to;
  }
  return boxes;
}

async function readVideoTable(file: FileHandle, moov: Box): Promise<VideoTable | null> {
  const bytes = moov.to - moov.from;
  if (bytes > INDEX_BYTES_MAX) return null;
  const content = Buffer.alloc(bytes);
  const { bytesRead } = await file.read(content, 0, bytes, moov.from);
  if (bytesRead < bytes) return null;
  const root = { type: "moov", from: 0, to: bytes };
  for (const track of childrenOf(content, root).filter((box) => box.type === "trak")) {
    const media = find(content, track, ["mdia"]);
    const handler = media && find(content, media, ["hdlr"]);
    // Version and flags, four reserved bytes, then the handler's type.
    if (!media || !handler || content.toString("latin1", handler.from + 8, handler.from + 12) !== "vide") continue;
    const times = find(content, media, ["minf", "stbl", "stts"]);
    const keys = find(content, media, ["minf", "stbl", "stss"]);
    return times ? { runs: frameRuns(content, times), keyframes: keys ? keyframes(content, keys) : [] } : null;
  }
  return null;
}

/** `stts`: version and flags, number of entries, then (frames, ticks) pairs. */
function frameRuns(content: Buffer, table: Box): FrameRun[] {
  const count = entriesIn(content, table, 8);
  return Array.from({ length: count }, (_, index) => ({
    frames: content.readUInt32BE(table.from + 8 + index * 8),
    ticks: content.readUInt32BE(table.from + 12 + index * 8),
  }));
}

/** `stss`: version and flags, number of entries, then frame numbers from 1. */
function keyframes(content: Buffer, table: Box): number[] {
  const count = entriesIn(content, table, 4);
  return Array.from({ length: count }, (_, index) => content.readUInt32BE(table.from + 8 + index * 4) - 1);
}

/** As many as the table announces and really holds. */
function entriesIn(content: Buffer, { from, to }: Box, entryBytes: number): number {
  if (to - from < 8) return 0;
  return Math.min(content.readUInt32BE(from + 4), Math.floor((to - from - 8) / entryBytes), ENTRIES_MAX);
}

function find(content: Buffer, parent: Box, path: readonly string[]): Box | undefined {
  return path.reduce<Box | undefined>(
    (box, type) => box && childrenOf(content, box).find((child) => child.type === type),
    parent,
  );
}

function childrenOf(content: Buffer, parent: Box): Box[] {
  const boxes: Box[] = [];
  for (let at = parent.from; at + 8 <= parent.to && boxes.length < BOXES_MAX;) {
    const box = boxAt(content, { at, offset: at, end: parent.to });
    if (box === null || box.to > parent.to) break;
    boxes.push(box);
    at = box.to;
  }
  return boxes;
}

/**
 * The box whose header stands at `at` of the buffer, which is `offset` of the file. Null when it is none, or smaller than
 * its own header: whoever goes on at its end always gets further.
 */
function boxAt(
  buffer: Buffer,
  { at, offset, end }: { readonly at: number; readonly offset: number; readonly end: number },
): Box | null {
  if (at + 8 > buffer.length) return null;
  const type = buffer.toString("latin1", at + 4, at + 8);
  if (!/^[\w ©-]{4}$/.test(type)) return null;
  const size32 = buffer.readUInt32BE(at);
  if (size32 === 0) return { type, from: offset + 8, to: end };
  const headerBytes = size32 === 1 ? 16 : 8;
  if (at + headerBytes > buffer.length) return null;
  const size = size32 === 1 ? Number(buffer.readBigUInt64BE(at + 8)) : size32;
  return size < headerBytes ? null : { type, from: offset + headerBytes, to: offset + size };
}
