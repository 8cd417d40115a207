import { type Context, Hono } from "hono";

import { findStock, pageOf, type StockAsset, stockLibrary } from "../stock-media/library.ts";
import type { StockLog } from "../stock-media/log.ts";
import { RateWindow } from "../stock-media/rate-window.ts";
import { createStockApp, fileUrl, knownKey, pageSlug, type StockEnv } from "../stock-media/stand-in.ts";

export interface PixabayLimits {
  readonly perWindow: number;
  readonly windowMs: number;
}

const PREFIX = "/pixabay";
/** A search reaches this many results, however many there are. */
const REACHABLE = 500;
const SHAPES = { horizontal: "landscape", vertical: "portrait", all: "all" } as const;
/** Longest edges of the renditions of a clip. */
const RENDITIONS = { large: 1920, medium: 1280, small: 960, tiny: 640 } as const;

/** The stand-in Pixabay: `GET /api/`, `GET /api/videos/`. Its errors are plain text. */
export function createPixabayApp(log: StockLog, limits: PixabayLimits, stopping: AbortSignal) {
  const assets = stockLibrary(5_000);
  const window = new RateWindow(limits.perWindow, limits.windowMs, log.past);

  const search = (c: Context<StockEnv>, kind: StockAsset["kind"], show: (asset: StockAsset) => object): Response => {
    const fault = c.get("fault");
    const key = knownKey(c.req.query("key"));
    if (key === null) return refused(400, "Invalid or missing API key (https://pixabay.com/api/docs/).");
    if (fault?.kind === "status") return refused(fault.status, "Something is wrong here.");
    const nowMs = Date.now();
    const taken = window.take(key, nowMs);
    const headers = {
      "X-RateLimit-Limit": String(window.limit),
      "X-RateLimit-Remaining": String(window.remaining(key, nowMs)),
      "X-RateLimit-Reset": String(Math.ceil(window.resetsInMs(key, nowMs) / 1000)),
    };
    if (!taken) return refused(429, "API rate limit exceeded.", headers);
    c.set("countedFor", key);
    const page = Number(c.req.query("page") ?? 1);
    const perPage = Number(c.req.query("per_page") ?? 20);
    if (!(perPage >= 3 && perPage <= 200)) return refused(400, '"per_page" is out of valid range.', headers);
    const orientation = SHAPES[shapeOf(c.req.query("orientation"))];
    const found = findStock(assets, { query: c.req.query("q") ?? "", kind, orientation }).slice(0, REACHABLE);
    if (page > 1 && (page - 1) * perPage >= found.length) return refused(400, '"page" is out of valid range.', headers);
    const hits = pageOf(found, page, perPage).map(show);
    return c.json({ total: found.length, totalHits: found.length, hits }, 200, headers);
  };

  const library = new Hono<StockEnv>()
    .get("/api/", (c) => search(c, "photo", (asset) => image(c, asset)))
    .get("/api/videos/", (c) => search(c, "clip", (asset) => video(c, asset)))
    .all("/*", () => refused(404, "Not found."));
  return createStockApp({ log, assets, stopping }, PREFIX, library);
}

function refused(status: number, message: string, headers: Record<string, string> = {}): Response {
  return new Response(`[ERROR ${status}] ${message}`, { status, headers });
}

function shapeOf(asked: string | undefined): keyof typeof SHAPES {
  return asked === "horizontal" || asked === "vertical" ? asked : "all";
}

function image(c: Context, asset: StockAsset): object {
  const { id, width, height, author, tags } = asset;
  const scaled = (edge: number): { width: number; height: number } => {
    const scale = Math.min(1, edge / Math.max(width, height));
    return { width: Math.round(width * scale), height: Math.round(height * scale) };
  };
  const [large, web] = [scaled(1280), scaled(640)];
  return {
    id,
    pageURL: `https://pixabay.com/photos/${pageSlug(asset)}/`,
    type: "photo",
    tags: tags.join(", "),
    webformatURL: fileUrl(c, PREFIX, asset, web.width, web.height),
    webformatWidth: web.width,
    webformatHeight: web.height,
    largeImageURL: fileUrl(c, PREFIX, asset, large.width, large.height),
    imageWidth: width,
    imageHeight: height,
    imageSize: width * height,
    views: 1_000 + id,
    downloads: 500 + id,
    likes: id % 100,
    user_id: id,
    user: author,
    userImageURL: "",
  };
}

function video(c: Context, asset: StockAsset): object {
  const { id, width, height, author, tags, seconds } = asset;
  const renditions = Object.entries(RENDITIONS).map(([name, edge]) => {
    const scale = edge / Math.max(width, height);
    // A rendition larger than the film itself does not exist.
    if (scale > 1) return [name, { url: "", width: 0, height: 0, size: 0, thumbnail: "" }] as const;
    const size = { width: Math.round((width * scale) / 2) * 2, height: Math.round((height * scale) / 2) * 2 };
    return [
      name,
      { url: fileUrl(c, PREFIX, asset, size.width, size.height), ...size, size: 0, thumbnail: "" },
    ] as const;
  });
  return {
    id,
    pageURL: `https://pixabay.com/videos/id-${id}/`,
    type: "film",
    tags: tags.join(", "),
    duration: seconds,
    videos: Object.fromEntries(renditions),
    views: 1_000 + id,
    downloads: 500 + id,
    likes: id % 100,
    user_id: id,
    user: author,
    userImageURL: "",
  };
}
