import { createReadStream } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import { Readable } from "node:stream";
import { crc32, deflateSync } from "node:zlib";

import type { Context } from "hono";

import type { StockFault } from "./faults.ts";

/** A whole file or the range asked for, or what the fault makes of it. */
export async function fileAnswer(
  c: Context,
  path: string,
  mediaType: string,
  fault: StockFault | null,
): Promise<Response> {
  const { size } = await stat(path);
  const faulty = fault === null ? null : await faultyBody(fault, path, mediaType);
  if (faulty !== null) return faulty;
  const range = /^bytes=(\d+)-(\d*)$/.exec(c.req.header("range") ?? "");
  const headers = { "content-type": mediaType, "accept-ranges": "bytes", "cache-control": "public, max-age=31536000" };
  if (range === null)
    return new Response(streamOf(path, 0, size - 1), { headers: { ...headers, "content-length": String(size) } });
  const start = Number(range[1]);
  const end = Math.min(size - 1, range[2] === "" ? size - 1 : Number(range[2]));
  if (start > end) return new Response(null, { status: 416, headers: { "content-range": `bytes */${size}` } });
  const part = { "content-range": `bytes ${start}-${end}/${size}`, "content-length": String(end - start + 1) };
  return new Response(streamOf(path, start, end), { status: 206, headers: { ...headers, ...part } });
}

async function faultyBody(fault: StockFault, path: string, mediaType: string): Promise<Response | null> {
  const answer = (body: ConstructorParameters<typeof Response>[0], type = mediaType) =>
    new Response(body, { headers: { "content-type": type } });
  switch (fault.kind) {
    case "corrupt_body": {
      const bytes = new Uint8Array(await readFile(path));
      for (let at = 600; at < bytes.length; at += 37) bytes[at] = (bytes[at] ?? 0) ^ 0xa5;
      return answer(bytes);
    }
    case "truncate_body":
      return answer(new Uint8Array(await readFile(path)).subarray(0, fault.bytes));
    case "page_instead":
      return answer(
        "<!doctype html><title>Sign in</title><p>Please sign in to download.",
        fault.honest ? "text/html" : mediaType,
      );
    case "huge_picture":
      return answer(hugePng(), "image/png");
    case "endless_body":
      return answer(endless(new Uint8Array(await readFile(path))));
    case "drop_body_after_bytes": {
      const bytes = new Uint8Array(await readFile(path));
      const headers = { "content-type": mediaType, "content-length": String(bytes.length) };
      return new Response(broken(bytes.subarray(0, fault.bytes)), { headers });
    }
    default:
      return null;
  }
}

function streamOf(path: string, start: number, end: number): ReadableStream<Uint8Array> {
  return Readable.toWeb(createReadStream(path, { start, end })) as ReadableStream<Uint8Array>;
}

/** The file, and then zeros for as long as somebody reads. */
function endless(bytes: Uint8Array<ArrayBuffer>): ReadableStream<Uint8Array> {
  const zeros = new Uint8Array(2 ** 20);
  let first = true;
  return new ReadableStream({
    pull(controller) {
      controller.enqueue(first ? bytes : zeros);
      first = false;
    },
  });
}

function broken(bytes: Uint8Array<ArrayBuffer>): ReadableStream<Uint8Array> {
  let sent = false;
  return new ReadableStream({
    pull(controller) {
      if (sent) return controller.error(new Error("the line was cut"));
      sent = true;
      return controller.enqueue(bytes);
    },
  });
}

/** Signature, header and one chunk of packed pixels that do not suffice: sizes are believed before pixels are read. */
function hugePng(): Uint8Array<ArrayBuffer> {
  const edge = Buffer.alloc(8);
  edge.writeUInt32BE(60_000, 0);
  edge.writeUInt32BE(60_000, 4);
  const header = chunk("IHDR", Buffer.concat([edge, Buffer.from([8, 6, 0, 0, 0])]));
  const pixels = chunk("IDAT", deflateSync(Buffer.alloc(240_001)));
  return new Uint8Array(
    Buffer.concat([Buffer.from("89504e470d0a1a0a", "hex"), header, pixels, chunk("IEND", Buffer.alloc(0))]),
  );
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const frame = Buffer.alloc(4);
  frame.writeUInt32BE(data.length);
  const check = Buffer.alloc(4);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([frame, body, check]);
}
