import type { HttpBindings } from "@hono/node-server";
import { Hono } from "hono";

import { type Fault, FaultList, FaultRequest } from "../faults.ts";
import { switchRoutes } from "../switches.ts";
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

  return switchRoutes<{ Bindings: HttpBindings }, Fault>({ faults, request: FaultRequest, logPath: store.logPath })
    .route("/", watchRoutes(store, settings))
    .route("/", platform);
}
