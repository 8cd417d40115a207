import { randomBytes } from "node:crypto";

import type { HttpBindings } from "@hono/node-server";
import { Hono } from "hono";

import { authenticate, authorizeCall } from "./bearer.ts";
import { GoogleError, badRequest } from "./errors.ts";
import { videoResource } from "./resources.ts";
import type { ResourceSettings } from "./resources.ts";
import type { UploadSession, YoutubeStore } from "./store.ts";
import { readContentRange } from "./content-range.ts";
import { receiveBytes } from "./received-bytes.ts";
import type { Receivers } from "./received-bytes.ts";
import { lockedPrivate, readVideoResource } from "./video-rules.ts";
import { partsOf } from "./videos.ts";

const MAX_BYTES = 256 * 1024 ** 3;

export interface UploadSettings extends ResourceSettings {
  /** Google forgets a session after a week. */
  readonly sessionLifetimeMs: number;
}

/** `videos.insert` with uploadType=resumable: POST opens a session, PUT sends or asks, the last byte makes the video. */
export function resumableUploadRoutes(store: YoutubeStore, receivers: Receivers, settings: UploadSettings) {
  return new Hono<{ Bindings: HttpBindings }>()
    .post("/upload/youtube/v3/videos", async (c) => {
      const caller = await authorizeCall(store, c.req.header("authorization"), "videos.insert");
      const parts = partsOf(c.req.query("part"));
      if (c.req.query("uploadType") !== "resumable") {
        throw badRequest("badRequest", "This stand-in takes uploadType=resumable only.", "uploadType");
      }
      const contentType = c.req.header("x-upload-content-type") ?? "application/octet-stream";
      if (!/^(video\/|application\/octet-stream$)/.test(contentType)) {
        throw badRequest(
          "mediaBodyRequired",
          `Media type '${contentType}' is not supported. Valid media types: [video/*, application/octet-stream]`,
        );
      }
      const declared = c.req.header("x-upload-content-length");
      const totalBytes = declared === undefined ? null : Number(declared);
      if (totalBytes !== null && (!Number.isSafeInteger(totalBytes) || totalBytes <= 0 || totalBytes > MAX_BYTES)) {
        throw badRequest("badRequest", "Invalid upload content length.");
      }
      const sent = readVideoResource(await c.req.text(), parts).metadata;
      const metadata = settings.locksPrivate ? lockedPrivate(sent) : sent;
      const sessionId = `AJ${randomBytes(24).toString("base64url")}`;
      const expiresAtMs = Date.now() + settings.sessionLifetimeMs;
      const { account } = caller;
      await store.commit({
        kind: "session_opened",
        sessionId,
        account,
        parts,
        metadata,
        totalBytes,
        contentType,
        expiresAtMs,
      });
      const location = new URL("/upload/youtube/v3/videos", settings.publicUrl);
      location.searchParams.set("uploadType", "resumable");
      location.searchParams.set("part", parts.join(","));
      location.searchParams.set("upload_id", sessionId);
      return c.body(null, 200, { Location: location.href, "X-GUploader-UploadID": sessionId });
    })
    .put("/upload/youtube/v3/videos", async (c) => {
      const caller = authenticate(store, c.req.header("authorization"));
      const session = liveSession(store, c.req.query("upload_id"), caller.account);
      const range = readContentRange(c.req.header("content-range"), c.req.header("content-length"), session.totalBytes);
      // A status query does not disturb a transfer; bytes replace whatever connection sent them before.
      const created = range.kind === "bytes" && (await receiveBytes(store, receivers, session, range, c.env.incoming));
      const video = session.videoId === null ? undefined : store.videos.get(session.videoId);
      if (video === undefined) return resumeIncomplete(session);
      return c.json(videoResource(video, session.parts, settings), created ? 201 : 200);
    });
}

/** 308 is no redirect here; without a Range header nothing has arrived. */
export function resumeIncomplete(session: Pick<UploadSession, "receivedBytes">): Response {
  const headers = new Headers({ "Content-Length": "0" });
  if (session.receivedBytes > 0) headers.set("Range", `bytes=0-${session.receivedBytes - 1}`);
  return new Response(null, { status: 308, headers });
}

export function liveSession(store: YoutubeStore, sessionId: string | undefined, account: string): UploadSession {
  const session = sessionId === undefined ? undefined : store.sessions.get(sessionId);
  const alive =
    session !== undefined && !session.lost && session.expiresAtMs > Date.now() && session.account === account;
  if (!alive) throw new GoogleError(404, "notFound", "Upload session not found.", { domain: "global" });
  return session;
}
