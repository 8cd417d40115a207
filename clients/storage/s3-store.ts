import { open } from "node:fs/promises";
import { Readable } from "node:stream";

import { GetObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { Disk } from "flydrive";
import { S3Driver } from "flydrive/drivers/s3";
import mimeTypes from "mime-types";

import { createObjectCache } from "./object-cache.ts";
import { found, missing } from "./storage-errors.ts";
import type { ObjectStore, ObjectStoreSettings } from "./storage.ts";

export function createS3Store(settings: Extract<ObjectStoreSettings, { kind: "s3" }>): ObjectStore {
  const client = new S3Client({
    endpoint: settings.endpoint,
    region: settings.region,
    credentials: { accessKeyId: settings.accessKeyId, secretAccessKey: settings.secretAccessKey },
    forcePathStyle: true,
  });
  const disk = new Disk(new S3Driver({ client, bucket: settings.bucket, visibility: "private", supportsACL: false }));
  const cache = createObjectCache(settings.cachePath, settings.cacheBytes);
  return {
    has: (key) => disk.exists(key),
    putFile: (key, localPath) => sendFile(client, settings.bucket, key, localPath),
    putJson: (key, value) => disk.put(key, JSON.stringify(value)),
    getJson: async (key) => JSON.parse(await found(key, disk.get(key))),
    getFile: async (key) => {
      // A repair writes other bytes under the same key, perhaps on another machine: only the store knows which hold.
      const { etag, lastModified } = await found(key, disk.getMetaData(key));
      const kept = await cache.find(key, versionOf(etag, lastModified));
      if (kept !== null) return kept;
      const object = await found(key, client.send(new GetObjectCommand({ Bucket: settings.bucket, Key: key })));
      if (!(object.Body instanceof Readable)) throw missing(key);
      return cache.keep(key, versionOf(object.ETag, object.LastModified), object.Body);
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

/** What changes with the bytes of an object. */
function versionOf(etag: string | undefined, lastModified: Date | undefined): string {
  return etag ?? String(lastModified?.getTime());
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
