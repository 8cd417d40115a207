import { open } from "node:fs/promises";
import { join } from "node:path";

import type { ObjectStore } from "../../clients/storage/storage.ts";
import { AppError } from "../../domain/errors.ts";
import type { MediaKind, MediaOrigin } from "../../domain/media/candidate.ts";
import { judgeMedia, type MediaFile } from "../../domain/media/facts.ts";
import { formatOf, type MediaFormat, SIGNATURE_BYTES } from "../../domain/media/signature.ts";
import { contentHash, fileSha256 } from "../content-key.ts";
import type { MediaSources } from "./sources.ts";
import { inWorkFolder } from "../work-folder.ts";

/** A foreign file in our store, looked into. */
export interface Asset {
  readonly objectKey: string;
  readonly sha256: string;
  readonly demuxer: string;
  readonly file: MediaFile;
}

export interface AssetDeps {
  readonly storage: ObjectStore;
  readonly sources: MediaSources;
  readonly workPath: string;
}

/**
 * The file at its origin as an asset, fetched and looked into at most once: bytes by their hash, and by origin where they
 * lie. Throws AppError `media_failed` with the reason for a file that must not be used.
 */
export async function ensureAsset(
  deps: AssetDeps,
  input: { readonly from: MediaOrigin; readonly kind: MediaKind; readonly signal: AbortSignal },
): Promise<Asset> {
  const { storage, workPath } = deps;
  const { from } = input;
  // A folder's file may change under its name: its bytes name it, once they were read.
  const knownAs = from.kind === "path" ? null : foundKey(from);
  if (knownAs !== null && (await storage.has(knownAs))) return storage.getJson<Asset>(knownAs);
  return inWorkFolder(workPath, async (folder) => {
    const { path, format } = await fetchFile(deps, input, join(folder, "foreign"));
    const sha256 = await fileSha256(path);
    const key = knownAs ?? foundKey({ sha256 });
    if (await storage.has(key)) return storage.getJson<Asset>(key);
    const file = judgeMedia(await deps.sources.probe(path, format.demuxer, input.signal), format.kind);
    if ("reason" in file) throw new AppError("media_failed", file.reason);
    const objectKey = `assets/${sha256}.${format.extension}`;
    if (!(await storage.has(objectKey))) await storage.putFile(objectKey, path);
    const asset = { objectKey, sha256, demuxer: format.demuxer, file };
    await storage.putJson(key, asset);
    return asset;
  });
}

/** Another way of looking into files finds other facts. */
const LOOK_VERSION = 2;

function foundKey(identity: unknown): string {
  return `assets/by-origin/${contentHash({ identity, version: LOOK_VERSION })}.json`;
}

async function fetchFile(
  { storage, sources }: AssetDeps,
  { from, kind, signal }: { from: MediaOrigin; kind: MediaKind; signal: AbortSignal },
  target: string,
): Promise<{ path: string; format: MediaFormat }> {
  if (from.kind === "url")
    return { path: target, format: await sources.download({ url: from.url, kind, path: target, signal }) };
  if (from.kind === "object") {
    const path = await storage.getFile(from.objectKey);
    return { path, format: await formatOfFile(path) };
  }
  await sources.folder?.copy(from.path, target, signal);
  return { path: target, format: await formatOfFile(target) };
}

export async function formatOfFile(path: string): Promise<MediaFormat> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(SIGNATURE_BYTES), 0, SIGNATURE_BYTES, 0);
    const format = formatOf(buffer.subarray(0, bytesRead));
    if (format === null) throw new AppError("media_failed", "it does not begin like a picture or clip");
    return format;
  } finally {
    await file.close();
  }
}
