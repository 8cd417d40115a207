import { isUtf8 } from "node:buffer";
import { createHash, randomUUID } from "node:crypto";
import { createWriteStream } from "node:fs";
import { mkdir, open, readdir, readFile, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { Readable, Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { ReadableStream } from "node:stream/web";
import { HTTPException } from "hono/http-exception";
import { AppError } from "../domain/errors.ts";
import { binaryTypeOf, type FileType, HEAD_BYTES, TEXT_BYTES_MAX, textTypeOf } from "../domain/media/file-type.ts";

export interface ReceivedFile {
  /** On this machine, for as long as `use` runs. */
  readonly path: string;
  readonly sha256: string;
  readonly bytes: number;
  readonly type: FileType;
}

/** What a process that died left behind is removed by the next upload after this long. */
const FORGOTTEN_AFTER_MS = 24 * 3_600_000;

/**
 * Writes a request's body to a file beside the data, at most `limitBytes` of it, and looks what it is.
 * Throws HTTPException 413, and AppError `invalid_input` for a broken upload and for what is not taken here.
 */
export async function receiveFile<T>(
  body: ReadableStream<Uint8Array> | null,
  { folder, limitBytes }: { readonly folder: string; readonly limitBytes: number },
  use: (file: ReceivedFile) => Promise<T>,
): Promise<T> {
  await mkdir(folder, { recursive: true });
  await removeForgotten(folder);
  const path = join(folder, randomUUID());
  try {
    const { sha256, bytes } = await write(body, path, limitBytes);
    return await use({ path, sha256, bytes, type: await typeOf(path, bytes) });
  } finally {
    await rm(path, { force: true });
  }
}

async function write(body: ReadableStream<Uint8Array> | null, path: string, limitBytes: number) {
  const hash = createHash("sha256");
  let bytes = 0;
  const counter = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      hash.update(chunk);
      if (bytes > limitBytes) done(new HTTPException(413));
      else done(null, chunk);
    },
  });
  const source = body === null ? Readable.from([]) : Readable.fromWeb(body);
  let isBroken = false;
  source.once("error", () => (isBroken = true));
  try {
    await pipeline(source, counter, createWriteStream(path, { flags: "wx" }));
  } catch (cause) {
    if (!isBroken || cause instanceof HTTPException) throw cause;
    throw new AppError("invalid_input", "the upload broke off", { cause, field: "body", remedy: "Send it again." });
  }
  return { sha256: hash.digest("hex"), bytes };
}

async function typeOf(path: string, bytes: number): Promise<FileType> {
  const head = Buffer.alloc(HEAD_BYTES);
  const file = await open(path, "r");
  try {
    await file.read(head, 0, HEAD_BYTES, 0);
  } finally {
    await file.close();
  }
  const found = binaryTypeOf(head) ?? (bytes <= TEXT_BYTES_MAX ? await textType(path) : null);
  if (found !== null) return found;
  throw new AppError("invalid_input", "the file is none of the kinds that are taken here", {
    field: "body",
    remedy: "Send JPEG, PNG, WebP, MP4, MOV, WebM, Matroska, WAV, MP3, FLAC, Ogg, M4A, JSON or plain UTF-8 text.",
  });
}

async function textType(path: string): Promise<FileType | null> {
  const bytes = await readFile(path);
  return isUtf8(bytes) ? textTypeOf(bytes.toString("utf8")) : null;
}

async function removeForgotten(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const path = join(folder, name);
    const facts = await stat(path).catch((error: unknown) => {
      // Another upload has just ended.
      if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
      throw error;
    });
    if (facts !== null && Date.now() - facts.mtimeMs > FORGOTTEN_AFTER_MS) await rm(path, { force: true });
  }
}
