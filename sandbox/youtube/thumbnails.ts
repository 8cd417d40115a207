import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";

import { Hono } from "hono";

import { writeFileDurably } from "../durable-file.ts";
import { authorizeCall } from "./bearer.ts";
import { badRequest } from "./errors.ts";
import { thumbnailsOf } from "./resources.ts";
import type { ResourceSettings } from "./resources.ts";
import type { YoutubeStore } from "./store.ts";
import { ownVideo } from "./videos.ts";

const MAX_BYTES = 2 * 1024 * 1024;
const MEDIA_TYPES = ["image/jpeg", "image/png", "application/octet-stream"];

/** `thumbnails.set`, and the addresses where a thumbnail is then served. */
export function thumbnailRoutes(store: YoutubeStore, settings: ResourceSettings): Hono {
  return new Hono()
    .post("/upload/youtube/v3/thumbnails/set", async (c) => {
      const caller = await authorizeCall(store, c.req.header("authorization"), "thumbnails.set");
      const video = ownVideo(store, caller.account, c.req.query("videoId"));
      const contentType = c.req.header("content-type") ?? "";
      const bytes = Buffer.from(await c.req.arrayBuffer());
      if (bytes.length === 0) throw badRequest("mediaBodyRequired", "The request does not include the image content.");
      if (!MEDIA_TYPES.includes(contentType) || !isImage(bytes)) {
        throw badRequest("invalidImage", "The provided image content is invalid.");
      }
      if (bytes.length > MAX_BYTES) {
        throw badRequest("mediaBodyTooLarge", `Media larger than limit: ${MAX_BYTES}`);
      }
      const sha256 = createHash("sha256").update(bytes).digest("hex");
      await writeFileDurably(store.thumbnailPath(sha256), bytes);
      await store.commit({ kind: "thumbnail_set", videoId: video.videoId, contentType, bytes: bytes.length, sha256 });
      return c.json({ kind: "youtube#thumbnailSetResponse", items: [thumbnailsOf(video, settings)] });
    })
    .get("/vi/:videoId/:version", async (c) => {
      const thumbnail = store.videos.get(c.req.param("videoId"))?.thumbnail;
      if (thumbnail === undefined || thumbnail === null) return c.notFound();
      const bytes = await readFile(store.thumbnailPath(thumbnail.sha256));
      return c.body(bytes, 200, { "Content-Type": isPng(bytes) ? "image/png" : "image/jpeg" });
    });
}

function isImage(bytes: Buffer): boolean {
  return isPng(bytes) || bytes.subarray(0, 3).equals(Buffer.from([0xff, 0xd8, 0xff]));
}

function isPng(bytes: Buffer): boolean {
  return bytes.subarray(0, 4).equals(Buffer.from([0x89, 0x50, 0x4e, 0x47]));
}
