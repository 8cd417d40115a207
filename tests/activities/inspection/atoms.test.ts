import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import * as fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";

import { type AtomFacts, readAtoms } from "../../../activities/inspection/atoms.ts";

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "longtake-atoms-"));
});
afterAll(() => rm(folder, { recursive: true }));

async function atomsOf(bytes: Uint8Array): Promise<AtomFacts> {
  const path = join(folder, "file.mp4");
  await writeFile(path, bytes);
  return readAtoms(path);
}

function box(type: string, content: Uint8Array = new Uint8Array()): Buffer {
  return Buffer.concat([word(8 + content.length), Buffer.from(type, "latin1"), content]);
}

/** A box whose size takes eight bytes, right or wrong. */
function longBox(type: string, size: bigint, content: Uint8Array = new Uint8Array()): Buffer {
  const long = Buffer.alloc(8);
  long.writeBigUInt64BE(size);
  return Buffer.concat([word(1), Buffer.from(type, "latin1"), long, content]);
}

function word(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

const FTYP = box("ftyp", Buffer.from("isom"));

function movie(table: Uint8Array): Buffer {
  const handler = box("hdlr", Buffer.concat([word(0), word(0), Buffer.from("vide")]));
  const media = box("mdia", Buffer.concat([handler, box("minf", box("stbl", table))]));
  return box("moov", box("trak", media));
}

test("reads the frames' lengths, also from a box with a long size", async () => {
  const runs = box("stts", Buffer.concat([word(0), word(1), word(90), word(512)]));
  const content = movie(runs).subarray(8);
  const facts = await atomsOf(Buffer.concat([FTYP, longBox("moov", BigInt(16 + content.length), content)]));
  expect(facts).toEqual({
    indexFirst: true,
    missingBytes: 0,
    video: { runs: [{ frames: 90, ticks: 512 }], keyframes: [] },
  });
});

test.each([0n, 1n, 8n, 15n])("a box with a long size of %i ends the reading", async (size) => {
  const nothing = { indexFirst: false, missingBytes: 0, video: null };
  expect(await atomsOf(Buffer.concat([FTYP, longBox("free", size)]))).toEqual(nothing);
  expect(await atomsOf(Buffer.concat([FTYP, box("moov", longBox("trak", size))]))).toMatchObject({ video: null });
});

test("a table that ends before its own count has no entries", async () => {
  expect((await atomsOf(movie(box("stts", word(0))))).video).toEqual({ runs: [], keyframes: [] });
});

test("a file of nothing but headers is read in bounded memory", async () => {
  const bytes = Buffer.concat(Array.from({ length: 40_000 }, () => box("free")));
  expect(await atomsOf(bytes)).toEqual({ indexFirst: false, missingBytes: 0, video: null });
});

const TYPES = ["ftyp", "moov", "mdat", "trak", "mdia", "hdlr", "minf", "stbl", "stts", "stss", "free"] as const;
const anyHeader = fc
  .record({
    type: fc.constantFrom(...TYPES),
    size: fc.oneof(fc.constantFrom(0, 1, 7, 8, 15, 16, 24), fc.nat({ max: 0xff_ff_ff_ff })),
    long: fc.oneof(fc.constantFrom(0n, 1n, 15n, 16n, 40n), fc.bigInt({ min: 0n, max: 2n ** 64n - 1n })),
  })
  .map(({ type, size, long }) => {
    const header = longBox(type, long);
    header.writeUInt32BE(size);
    return size === 1 ? header : header.subarray(0, 8);
  });
const anyPieces = fc.array(fc.oneof(anyHeader, fc.uint8Array({ maxLength: 24 })), { maxLength: 12 });
/** Bytes that begin as an index does reach every reader of a table. */
const anyFile = fc.oneof(
  anyPieces.map((pieces) => Buffer.concat(pieces)),
  anyPieces.map((pieces) => Buffer.concat([FTYP, movie(Buffer.concat(pieces))])),
);

test("whatever the bytes are, the reading ends", async () => {
  await fc.assert(
    fc.asyncProperty(anyFile, async (bytes) => {
      const { missingBytes } = await atomsOf(bytes);
      expect(missingBytes).toBeGreaterThanOrEqual(0);
    }),
    { numRuns: 200 },
  );
});
