import { createHash, randomBytes } from "node:crypto";

import { Hono } from "hono";
import { z } from "zod";

import { writeFileDurably } from "../durable-file.ts";
import { readMultipartRelated } from "../multipart-related.ts";
import { authorizeCall } from "./bearer.ts";
import { GoogleError, badRequest } from "./errors.ts";
import type { YoutubeStore } from "./store.ts";
import { ownVideo, partsOf } from "./videos.ts";

const NAME_MAX_CHARACTERS = 150;
const MAX_BYTES = 100 * 1024 * 1024;

const SentCaption = z.object({
  snippet: z.object({
    videoId: z.string(),
    language: z.string().min(1),
    name: z.string(),
    isDraft: z.boolean().default(false),
  }),
});

type StoredCaption = YoutubeStore["captions"][number];

/** `captions` list, insert and update; one track per video, language and name. */
export function captionRoutes(store: YoutubeStore): Hono {
  return new Hono()
    .get("/youtube/v3/captions", async (c) => {
      const caller = await authorizeCall(store, c.req.header("authorization"), "captions.list");
      partsOf(c.req.query("part"));
      const video = ownVideo(store, caller.account, c.req.query("videoId"));
      const items = store.captions.filter((caption) => caption.videoId === video.videoId).map(captionResource);
      return c.json({ kind: "youtube#captionListResponse", items });
    })
    .post("/upload/youtube/v3/captions", async (c) => {
      const caller = await authorizeCall(store, c.req.header("authorization"), "captions.insert");
      partsOf(c.req.query("part"));
      const parts = readMultipartRelated(c.req.header("content-type") ?? "", Buffer.from(await c.req.arrayBuffer()));
      const [metadata, file] = parts ?? [];
      if (metadata === undefined || file === undefined || file.body.length === 0) {
        throw badRequest("contentRequired", "The request does not contain the caption track's contents.");
      }
      const snippet = readSnippet(metadata.body);
      ownVideo(store, caller.account, snippet.videoId);
      if (file.body.length > MAX_BYTES) throw badRequest("mediaBodyTooLarge", `Media larger than limit: ${MAX_BYTES}`);
      const captionId = `AU${randomBytes(24).toString("base64url")}`;
      await writeFileDurably(store.captionPath(captionId), file.body);
      const sha256 = createHash("sha256").update(file.body).digest("hex");
      await store.inTurn(async () => {
        if (hasTrack(store, snippet)) throw captionExists();
        await store.commit({ kind: "caption_inserted", captionId, ...snippet, bytes: file.body.length, sha256 });
      });
      const inserted = store.captions.find((caption) => caption.captionId === captionId);
      if (inserted === undefined) throw new Error(`caption ${captionId} was committed and is not there`);
      return c.json(captionResource(inserted));
    })
    .put("/upload/youtube/v3/captions", async (c) => {
      const caller = await authorizeCall(store, c.req.header("authorization"), "captions.update");
      partsOf(c.req.query("part"));
      const parts = readMultipartRelated(c.req.header("content-type") ?? "", Buffer.from(await c.req.arrayBuffer()));
      const [metadata, file] = parts ?? [];
      if (metadata === undefined || file === undefined || file.body.length === 0) {
        throw badRequest("contentRequired", "The request does not contain the caption track's contents.");
      }
      const sent = SentCaptionUpdate.safeParse(JSON.parse(metadata.body.toString("utf8")));
      if (!sent.success) throw badRequest("invalidMetadata", "The request contains invalid metadata values.", "body");
      const present = store.captions.find((caption) => caption.captionId === sent.data.id);
      if (present === undefined) throw captionNotFound();
      const { captionId, videoId } = present;
      ownVideo(store, caller.account, videoId);
      await writeFileDurably(store.captionPath(captionId), file.body);
      const sha256 = createHash("sha256").update(file.body).digest("hex");
      await store.commit({ kind: "caption_updated", captionId, videoId, bytes: file.body.length, sha256 });
      return c.json(captionResource(store.captions.find((caption) => caption.captionId === captionId) ?? present));
    });
}

const SentCaptionUpdate = z.object({ id: z.string(), snippet: z.object({ isDraft: z.boolean() }).optional() });

function captionNotFound(): GoogleError {
  return new GoogleError(404, "captionNotFound", "The caption track could not be found.", {
    domain: "youtube.caption",
  });
}

function hasTrack(store: YoutubeStore, { videoId, language, name }: z.infer<typeof SentCaption>["snippet"]): boolean {
  return store.captions.some(
    (caption) => caption.videoId === videoId && caption.language === language && caption.name === name,
  );
}

function captionExists(): GoogleError {
  return new GoogleError(
    409,
    "captionExists",
    "The specified video already has a caption track with the specified language and name.",
    { domain: "youtube.caption" },
  );
}

function readSnippet(body: Buffer): z.infer<typeof SentCaption>["snippet"] {
  const sent = SentCaption.safeParse(JSON.parse(body.toString("utf8")));
  if (!sent.success)
    throw badRequest("invalidMetadata", "The request contains invalid metadata values.", "body.snippet");
  if (sent.data.snippet.name.length > NAME_MAX_CHARACTERS) {
    throw badRequest("nameTooLong", "The specified caption track name is too long.", "body.snippet.name");
  }
  return sent.data.snippet;
}

function captionResource(caption: StoredCaption) {
  const { captionId, videoId, language, name, isDraft, at } = caption;
  return {
    kind: "youtube#caption",
    id: captionId,
    snippet: { videoId, lastUpdated: at, trackKind: "standard", language, name, isDraft, status: "serving" },
  };
}
