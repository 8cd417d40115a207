import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { basename } from "node:path";
import { Readable } from "node:stream";
import { AppError } from "../../domain/errors.ts";
import type { CommandContext } from "../context.ts";
import type { ProgressBar } from "../output/progress-bar.ts";

export interface StoredFile {
  readonly objectKey: string;
  readonly sha256: string;
  readonly bytes: number;
  readonly mediaType: string;
  readonly name: string;
  readonly licence: string | null;
  readonly author: string | null;
  readonly createdAt: string;
}

const OBJECT_KEY = /^[a-z-]+\/[0-9a-f]{64}\.[a-z0-9]{1,5}$/;

/** The object key behind what was typed: a key as it is, or a file of this machine, which is uploaded first. */
export async function objectKeyOf(context: CommandContext, fileOrKey: string): Promise<string> {
  if (OBJECT_KEY.test(fileOrKey)) return fileOrKey;
  return (await uploadFile(context, fileOrKey)).objectKey;
}

/** Gives a file to the API. Repeating it is harmless: the same bytes are the same file. */
export async function uploadFile(
  context: CommandContext,
  path: string,
  described: { readonly name?: string; readonly licence?: string; readonly author?: string } = {},
): Promise<StoredFile> {
  const bytesTotal = await sizeOf(path);
  const bar = context.progressBar();
  try {
    return await context.api().call<StoredFile>({
      method: "POST",
      path: "/files",
      query: { ...described, name: described.name ?? basename(path) },
      // The content is the key, so a repeat does no harm; the header lets the client repeat it.
      idempotencyKey: "by-content",
      bytes: () => Readable.toWeb(Readable.from(counted(path, bytesTotal, bar))) as ReadableStream<Uint8Array>,
    });
  } finally {
    bar.finish();
  }
}

async function sizeOf(path: string): Promise<number> {
  try {
    const facts = await stat(path);
    if (facts.isFile()) return facts.size;
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ENOENT")) throw error;
  }
  throw new AppError("invalid_input", `There is no file ${path}`, { remedy: "Name a file of this machine." });
}

async function* counted(path: string, bytesTotal: number, bar: ProgressBar): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  for await (const chunk of createReadStream(path)) {
    if (!(chunk instanceof Uint8Array)) throw new TypeError("expected bytes");
    yield chunk;
    bytes += chunk.byteLength;
    bar.show({ label: "upload", fraction: bytesTotal === 0 ? null : bytes / bytesTotal, message: basename(path) });
  }
}
