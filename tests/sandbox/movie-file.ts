import { createHash } from "node:crypto";
import { writeFile } from "node:fs/promises";

/** A file of the given size that is an MP4 as far as its boxes go: header, movie header, and noise from a seed. */
export async function writeMovieFile(
  path: string,
  bytesTotal: number,
  { seed = 1, durationMs = 12_000 } = {},
): Promise<{ readonly path: string; readonly bytesTotal: number; readonly sha256: string }> {
  const header = Buffer.concat([
    box("ftyp", Buffer.from("isom\0\0\x02\0isommp41", "latin1")),
    box("moov", box("mvhd", movieHeader(durationMs))),
  ]);
  const noise = Buffer.alloc(bytesTotal - header.length - 8);
  let state = seed;
  for (let at = 0; at + 4 <= noise.length; at += 4) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
    noise.writeInt32LE(state, at);
  }
  const bytes = Buffer.concat([header, box("mdat", noise)]);
  await writeFile(path, bytes);
  return { path, bytesTotal: bytes.length, sha256: createHash("sha256").update(bytes).digest("hex") };
}

function movieHeader(durationMs: number): Buffer {
  const content = Buffer.alloc(100);
  content.writeUInt32BE(1000, 12);
  content.writeUInt32BE(durationMs, 16);
  return content;
}

function box(type: string, content: Buffer): Buffer {
  const header = Buffer.alloc(8);
  header.writeUInt32BE(content.length + 8, 0);
  header.write(type, 4, "latin1");
  return Buffer.concat([header, content]);
}
