import { randomUUID } from "node:crypto";
import { constants, createReadStream } from "node:fs";
import { copyFile, mkdir, open } from "node:fs/promises";
import { dirname, join } from "node:path";
import { Readable } from "node:stream";

import { GetObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { Disk } from "flydrive";
import { FSDriver } from "flydrive/drivers/fs";
import { S3Driver } from "flydrive/drivers/s3";
import mimeTypes from "mime-types";

import { AppError } from "../../domain/errors.ts";

/** Bytes by content-addressed key (`segments/<sha256>.mp4`). A key is either absent or complete: writes are atomic. */
export interface ObjectStore {
  has(key: string): Promise<boolean>;
  putFile(key: string, localPath: string): Promise<void>;
  putJson(key: string, value: unknown): Promise<void>;
  getJson<T>(key: string): Promise<T>;
  /** A local path to read from: the stored file itself, or a download kept for the next reader. Never write to it. */
  getFile(key: string): Promise<string>;
  read(key: string, range?: ByteRange): Promise<StoredBytes>;
}

/** First and last byte, both included, as in HTTP; no last byte reads to the end. */
export interface ByteRange {
  readonly start: number;
  readonly end?: number;
}

export interface StoredBytes {
  readonly stream: Readable;
  /** Bytes of the whole object, whatever the range. */
  readonly bytes: number;
  readonly contentType: string;
}

export type ObjectStoreSettings =
  | { readonly kind: "folder"; readonly path: string }
  | {
      readonly kind: "s3";
      readonly endpoint: string;
      readonly region: string;
      readonly bucket: string;
      readonly accessKeyId: string;
      readonly secretAccessKey: string;
      /** Folder for downloads. */
      readonly cachePath: string;
    };

export function createObjectStore(settings: ObjectStoreSettings): ObjectStore {
  return settings.kind === "folder" ? createFolderStore(settings.path) : createS3Store(settings);
}

function createFolderStore(root: string): ObjectStore {
  const disk = folderDisk(root);
  const read = async (key: string, range?: ByteRange): Promise<StoredBytes> => {
    const { contentLength, contentType } = await found(key, disk.getMetaData(key));
    const stream = createReadStream(join(root, key), { start: range?.start, end: range?.end });
    return { stream, bytes: contentLength, contentType: contentType ?? "application/octet-stream" };
  };
  return {
    has: (key) => disk.exists(key),
    putFile: (key, localPath) => placeFile(disk, root, key, (part) => copyIn(localPath, join(root, part))),
    putJson: (key, value) => placeFile(disk, root, key, (part) => disk.put(part, JSON.stringify(value))),
    getJson: async (key) => JSON.parse(await found(key, disk.get(key))),
    getFile: async (key) => {
      if (!(await disk.exists(key))) throw missing(key);
      return join(root, key);
    },
    read,
  };
}

function createS3Store(settings: Extract<ObjectStoreSettings, { kind: "s3" }>): ObjectStore {
  const client = new S3Client({
    endpoint: settings.endpoint,
    region: settings.region,
    credentials: { accessKeyId: settings.accessKeyId, secretAccessKey: settings.secretAccessKey },
    forcePathStyle: true,
  });
  const disk = new Disk(new S3Driver({ client, bucket: settings.bucket, visibility: "private", supportsACL: false }));
  const cache = folderDisk(settings.cachePath);
  return {
    has: (key) => disk.exists(key),
    putFile: (key, localPath) => sendFile(client, settings.bucket, key, localPath),
    putJson: (key, value) => disk.put(key, JSON.stringify(value)),
    getJson: async (key) => JSON.parse(await found(key, disk.get(key))),
    getFile: async (key) => {
      if (!(await cache.exists(key))) {
        const stream = await found(key, disk.getStream(key));
        await placeFile(cache, settings.cachePath, key, (part) => cache.putStream(part, stream));
      }
      return join(settings.cachePath, key);
    },
    read: async (key, range) => {
      const { contentLength, contentType } = await found(key, disk.getMetaData(key));
      const header = range === undefined ? {} : { Range: `bytes=${range.start}-${range.end ?? ""}` };
      const object = await client.send(new GetObjectCommand({ Bucket: settings.bucket, Key: key, ...header }));
      if (!(object.Body instanceof Readable)) throw missing(key);
      return { stream: object.Body, bytes: contentLength, contentType: contentType ?? "application/octet-stream" };
    },
  };
}

/** The type follows the key, as in a folder: a player asks for it. A source that cannot be read is an error here. */
async function sendFile(client: S3Client, bucket: string, key: string, localPath: string): Promise<void> {
  const handle = await open(localPath);
  try {
    const { size } = await handle.stat();
    const body = handle.createReadStream({ autoClose: false });
    const object = { Bucket: bucket, Key: key, Body: body, ContentLength: size, ContentType: contentTypeOf(key) };
    await client.send(new PutObjectCommand(object));
  } finally {
    await handle.close();
  }
}

function contentTypeOf(key: string): string {
  return mimeTypes.lookup(key) || "application/octet-stream";
}

function folderDisk(root: string): Disk {
  return new Disk(new FSDriver({ location: root, visibility: "private" }));
}

/** Writes beside the target, forces it to the disk and renames: a crash leaves a part behind, never half an object. */
async function placeFile(disk: Disk, root: string, key: string, write: (part: string) => Promise<void>): Promise<void> {
  const part = `parts/${randomUUID()}`;
  try {
    await write(part);
    const handle = await open(join(root, part), "r+");
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
    await disk.move(part, key);
  } catch (error) {
    await disk.delete(part);
    throw isDiskFull(error) ? diskFull(error) : error;
  }
}

/** Shares the blocks where the file system can; a stream would leave a part behind when its source is missing. */
async function copyIn(source: string, target: string): Promise<void> {
  await mkdir(dirname(target), { recursive: true });
  await copyFile(source, target, constants.COPYFILE_FICLONE);
}

async function found<T>(key: string, reading: Promise<T>): Promise<T> {
  try {
    return await reading;
  } catch (error) {
    throw storageError(key, error);
  }
}

function missing(key: string): AppError {
  return new AppError("not_found", `no object ${key} in the store`);
}

function storageError(key: string, error: unknown): unknown {
  return causes(error).some(({ name, code }) => code === "ENOENT" || name === "NoSuchKey" || name === "NotFound")
    ? missing(key)
    : error;
}

function isDiskFull(error: unknown): boolean {
  return causes(error).some(({ code }) => code === "ENOSPC" || code === "EDQUOT");
}

/** The error and what caused it: flydrive wraps the driver's own. */
function causes(error: unknown): { name: string; code: unknown }[] {
  const chain: { name: string; code: unknown }[] = [];
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    chain.push({ name: cause.name, code: "code" in cause ? cause.code : undefined });
  }
  return chain;
}

function diskFull(cause: unknown): AppError {
  return new AppError("disk_full", "no space left where Longtake keeps its files", {
    cause,
    retryable: true,
    remedy: "Free disk space in the data folder, then resume the run.",
  });
}
