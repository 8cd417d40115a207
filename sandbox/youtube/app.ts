import { createReadStream } from "node:fs";
import { Readable } from "node:stream";

import type { HttpBindings } from "@hono/node-server";
import { Hono } from "hono";

import { FaultList, FaultRequest } from "../faults.ts";
import { authorizationRoutes } from "./authorization.ts";
import { captionRoutes } from "./captions.ts";
import { GoogleError } from "./errors.ts";
import { faultsAndRequestLog } from "./fault-middleware.ts";
import { resumableUploadRoutes } from "./resumable-upload.ts";
import type { UploadSettings } from "./resumable-upload.ts";
import type { YoutubeStore } from "./store.ts";
import { thumbnailRoutes } from "./thumbnails.ts";
import { videoRoutes } from "./videos.ts";
import { watchRoutes } from "./watch-page.ts";

/** The stand-in YouTube with its switches (`/_faults`, `/_log`), its pages and its API. */
export function createYoutubeApp(store: YoutubeStore, settings: UploadSettings) {
  const faults = new FaultList();
  const platform = new Hono<{ Bindings: HttpBindings }>()
    .use(faultsAndRequestLog(store, faults))
    .onError((error) => {
      if (error instanceof GoogleError) return error.toResponse();
      return new GoogleError(500, "internalError", error.message, { domain: "global" }).toResponse();
    })
    .route("/", authorizationRoutes(store))
    .route("/", videoRoutes(store, settings))
    .route("/", resumableUploadRoutes(store, new Map(), settings))
    .route("/", thumbnailRoutes(store, settings))
    .route("/", captionRoutes(store))
    .notFound(() => new GoogleError(404, "notFound", "Not Found", { domain: "global" }).toResponse());

  return new Hono<{ Bindings: HttpBindings }>()
    .get("/_faults", (c) => c.json(faults.list()))
    .post("/_faults", async (c) => {
      const request = FaultRequest.safeParse(await c.req.json());
      if (!request.success) return c.json({ error: request.error.issues }, 400);
      faults.add(request.data);
      return c.json(faults.list(), 201);
    })
    .delete("/_faults", (c) => {
      faults.clear();
      return c.body(null, 204);
    })
    .get("/_log", (c) => {
      const lines = Readable.toWeb(createReadStream(store.logPath)) as ReadableStream<Uint8Array>;
      return c.body(lines, 200, { "Content-Type": "application/jsonl" });
    })
    .route("/", watchRoutes(store, settings))
    .route("/", platform);
}
