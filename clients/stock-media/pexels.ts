import { z } from "zod";

import type { CandidateFile, MediaCandidate } from "../../domain/media/candidate.ts";
import type { RedisConnection } from "../redis.ts";
import type { StockLibrary, StockSearch, StockSettings } from "./stock-media.ts";
import { createStockAllowance } from "./allowance.ts";
import { requestStock, type StockService } from "./request.ts";

/** 200 calls an hour and 20,000 a month; only the month is in the headers. pexels.com/api/documentation, 2026-11. */
const HOURLY = { calls: 200, windowMs: 3_600_000 };
const PER_PAGE = 40;
/** The image server scales: asking for these widths saves most of the bytes of an original. */
const PHOTO_WIDTHS = [1_280, 1_920, 2_560];

const size = z.int().positive();
const PhotoAnswer = z.object({
  photos: z.array(
    z.object({
      id: z.int(),
      width: size,
      height: size,
      url: z.url(),
      photographer: z.string(),
      alt: z.string().nullish(),
      src: z.object({ original: z.url() }),
    }),
  ),
});
const VideoAnswer = z.object({
  videos: z.array(
    z.object({
      id: z.int(),
      duration: z.number().nonnegative(),
      url: z.url(),
      user: z.object({ name: z.string() }),
      video_files: z.array(
        z.object({ file_type: z.string().nullish(), width: size.nullish(), height: size.nullish(), link: z.url() }),
      ),
    }),
  ),
});
type Photo = z.infer<typeof PhotoAnswer>["photos"][number];
type Video = z.infer<typeof VideoAnswer>["videos"][number];

/** `GET /v1/search` and `/videos/search`. */
export function createPexels(settings: StockSettings, redis: RedisConnection): StockLibrary {
  const library: StockService = {
    name: "Pexels",
    keyName: "PEXELS_API_KEY",
    allowance: createStockAllowance(redis, "pexels", settings.apiKey, HOURLY),
    resetAfterMs: ({ headers }) => {
      const atSeconds = Number(headers.get("x-ratelimit-reset") ?? Number.NaN);
      return Number.isFinite(atSeconds) ? Math.max(1_000, atSeconds * 1000 - Date.now()) : null;
    },
  };
  const headers = { authorization: settings.apiKey };
  return {
    source: "pexels",
    baseUrl: settings.baseUrl,
    async search(request) {
      const { kind, signal } = request;
      const url = searchUrl(settings.baseUrl, request);
      if (kind === "photo") {
        const answer = await requestStock({ library, url, headers, schema: PhotoAnswer, signal });
        return { candidates: (answer?.photos ?? []).map(photoCandidate), cached: false };
      }
      const answer = await requestStock({ library, url, headers, schema: VideoAnswer, signal });
      return { candidates: (answer?.videos ?? []).flatMap(videoCandidate), cached: false };
    },
  };
}

function searchUrl(baseUrl: string, { query, kind, orientation, page, language }: StockSearch): URL {
  const url = new URL(`${baseUrl.replace(/\/$/, "")}${kind === "photo" ? "/v1/search" : "/videos/search"}`);
  const locale = LOCALES.find((known) => known === language || known.split("-")[0] === language?.split("-")[0]);
  const asked = { query, orientation, page: String(page), per_page: String(PER_PAGE), ...(locale ? { locale } : {}) };
  for (const [name, value] of Object.entries(asked)) url.searchParams.set(name, value);
  return url;
}

function photoCandidate(photo: Photo): MediaCandidate {
  const { width, height, src } = photo;
  const scaled = PHOTO_WIDTHS.filter((wanted) => wanted < width).map((wanted): CandidateFile => {
    const url = new URL(src.original);
    for (const [name, value] of [
      ["auto", "compress"],
      ["cs", "tinysrgb"],
      ["w", String(wanted)],
    ] as const) {
      url.searchParams.set(name, value);
    }
    return { from: { kind: "url", url: url.href }, width: wanted, height: Math.round((height * wanted) / width) };
  });
  return {
    source: "pexels",
    assetId: `photo-${photo.id}`,
    kind: "photo",
    description: `${photo.alt ?? ""} ${slugOf(photo.url)}`,
    durationMs: null,
    files: [...scaled, { from: { kind: "url", url: src.original }, width, height }],
    credit: { source: "Pexels", author: photo.photographer, url: photo.url, licence: "Pexels" },
  };
}

function videoCandidate(video: Video): MediaCandidate[] {
  const files = video.video_files.flatMap(({ file_type, width, height, link }): CandidateFile[] =>
    width && height && file_type === "video/mp4" ? [{ from: { kind: "url", url: link }, width, height }] : [],
  );
  if (files.length === 0) return [];
  return [
    {
      source: "pexels",
      assetId: `video-${video.id}`,
      kind: "clip",
      description: slugOf(video.url),
      durationMs: Math.round(video.duration * 1000),
      files,
      credit: { source: "Pexels", author: video.user.name, url: video.url, licence: "Pexels" },
    },
  ];
}

/** `https://www.pexels.com/video/waves-on-a-beach-123/` says what is to be seen. */
function slugOf(pageUrl: string): string {
  const last = new URL(pageUrl).pathname.split("/").findLast((part) => part !== "") ?? "";
  return last.replace(/-?\d+$/, "").replaceAll("-", " ");
}

const LOCALES = [
  ...["en-US", "pt-BR", "es-ES", "ca-ES", "de-DE", "it-IT", "fr-FR", "sv-SE", "id-ID", "pl-PL", "ja-JP", "zh-TW"],
  ...["zh-CN", "ko-KR", "th-TH", "nl-NL", "hu-HU", "vi-VN", "cs-CZ", "da-DK", "fi-FI", "uk-UA", "el-GR", "ro-RO"],
  ...["nb-NO", "sk-SK", "tr-TR", "ru-RU"],
];
