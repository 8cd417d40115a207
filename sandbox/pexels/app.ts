import { type Context, Hono } from "hono";

import { findStock, pageOf, type StockAsset, stockLibrary } from "../stock-media/library.ts";
import type { StockLog } from "../stock-media/log.ts";
import { RateWindow } from "../stock-media/rate-window.ts";
import { createStockApp, fileUrl, knownKey, pageSlug, type StockEnv } from "../stock-media/stand-in.ts";

export interface PexelsLimits {
  readonly perHour: number;
  readonly windowMs: number;
  readonly perMonth: number;
}

const PREFIX = "/pexels";
const MONTH_MS = 30 * 86_400_000;
const PER_PAGE_MOST = 80;
const ORIENTATIONS = ["landscape", "portrait", "square"] as const;

/** The stand-in Pexels: `GET /v1/search`, `GET /videos/search`. */
export function createPexelsApp(log: StockLog, limits: PexelsLimits, stopping: AbortSignal) {
  const assets = stockLibrary(1_000);
  const hour = new RateWindow(limits.perHour, limits.windowMs, log.past);
  const month = new RateWindow(limits.perMonth, MONTH_MS, log.past);

  /** Refuses, or answers with the headers that only successful answers have; they speak of the month. */
  const answering = (c: Context<StockEnv>, work: () => object): Response => {
    const fault = c.get("fault");
    const key = knownKey(c.req.header("authorization"));
    if (key === null) return c.json({ status: 401, code: "Unauthorized" }, 401);
    if (fault?.kind === "status") {
      return Response.json({ status: fault.status, code: "Error" }, { status: fault.status });
    }
    const nowMs = Date.now();
    if (month.remaining(key, nowMs) === 0 || !hour.take(key, nowMs)) {
      return c.json({ status: 429, code: "Too Many Requests" }, 429);
    }
    month.take(key, nowMs);
    c.set("countedFor", key);
    return c.json(work(), 200, {
      "X-Ratelimit-Limit": String(limits.perMonth),
      "X-Ratelimit-Remaining": String(month.remaining(key, nowMs)),
      "X-Ratelimit-Reset": String(Math.ceil((nowMs + month.resetsInMs(key, nowMs)) / 1000)),
    });
  };

  const search = (
    c: Context<StockEnv>,
    kind: StockAsset["kind"],
    show: (asset: StockAsset) => object,
    name: string,
  ) => {
    const query = c.req.query("query") ?? "";
    if (query === "") return c.json({ status: 400, code: "Bad Request" }, 400);
    const orientation = ORIENTATIONS.find((known) => known === c.req.query("orientation")) ?? "all";
    const page = Math.max(1, Number(c.req.query("page") ?? 1) || 1);
    const perPage = Math.min(PER_PAGE_MOST, Math.max(1, Number(c.req.query("per_page") ?? 15) || 15));
    const found = findStock(assets, { query, kind, orientation });
    const next = new URL(c.req.url);
    next.searchParams.set("page", String(page + 1));
    return answering(c, () => ({
      page,
      per_page: perPage,
      total_results: found.length,
      ...(page * perPage < found.length ? { next_page: next.href } : {}),
      [name]: pageOf(found, page, perPage).map(show),
    }));
  };

  const library = new Hono<StockEnv>()
    .get("/v1/search", (c) => search(c, "photo", (asset) => photo(c, asset), "photos"))
    .get("/videos/search", (c) => search(c, "clip", (asset) => video(c, asset), "videos"))
    .all("/*", (c) => c.json({ status: 404, code: "Not Found" }, 404));
  return createStockApp({ log, assets, stopping }, PREFIX, library);
}

function photo(c: Context, asset: StockAsset): object {
  const { id, width, height, author, tags } = asset;
  const original = fileUrl(c, PREFIX, asset, width, height);
  return {
    id,
    width,
    height,
    url: `https://www.pexels.com/photo/${pageSlug(asset)}/`,
    photographer: author,
    photographer_url: `https://www.pexels.com/@${author.toLowerCase().replaceAll(" ", "-")}`,
    photographer_id: id,
    avg_color: `#${asset.colours[1].toUpperCase()}`,
    src: { original, large2x: `${original}?w=1880`, large: `${original}?w=940`, medium: `${original}?w=525` },
    liked: false,
    alt: `A photo of ${tags.slice(0, 3).join(", ")}`,
  };
}

function video(c: Context, asset: StockAsset): object {
  const { id, width, height, author, seconds } = asset;
  const files = [1, 0.5, 1 / 3].map((scale, index) => {
    const size = { width: Math.round((width * scale) / 2) * 2, height: Math.round((height * scale) / 2) * 2 };
    return {
      id: id * 10 + index,
      quality: scale === 1 ? "hd" : "sd",
      file_type: "video/mp4",
      ...size,
      fps: 25,
      link: fileUrl(c, PREFIX, asset, size.width, size.height),
    };
  });
  return {
    id,
    width,
    height,
    duration: seconds,
    full_res: null,
    tags: [],
    url: `https://www.pexels.com/video/${pageSlug(asset)}/`,
    image: `https://images.pexels.com/videos/${id}/free-video-${id}.jpg`,
    avg_color: null,
    user: { id, name: author, url: `https://www.pexels.com/@${id}` },
    video_files: files,
    video_pictures: [],
  };
}
