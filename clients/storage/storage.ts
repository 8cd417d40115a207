import { constants, createReadStream } from "node:fs";
import { copyFile, mkdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Readable } from "node:stream";

import { folderDisk, placeFile } from "./placing.ts";
import { createS3Store } from "./s3-store.ts";
import { found, missing } from "./storage-errors.ts";

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
      /** What they may take; left out, 20 GiB and at most a quarter of the disk. */
      readonly cacheBytes?: number;
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

/** Shares the blocks where the file system can; a stream would leave a part behind when its source is missing. */
async function copyIn(source: string, target: string): Promise<void> {
  await mkdir(dirname(target), { recursive: true });
  await copyFile(source, target, constants.COPYFILE_FICLONE);
}
