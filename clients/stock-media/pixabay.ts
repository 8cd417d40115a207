import { z } from "zod";

import type { CandidateFile, MediaCandidate } from "../../domain/media/candidate.ts";
import type { RedisConnection } from "../redis.ts";
import type { StockLibrary, StockSearch, StockSettings } from "./stock-media.ts";
import { createStockAllowance } from "./allowance.ts";
import { requestStock, type StockService } from "./request.ts";

/** pixabay.com/api/docs, 2026-11. */
const PER_MINUTE = { calls: 100, windowMs: 60_000 };
const PER_PAGE = 40;
const QUERY_CHARACTERS_AT_MOST = 100;
/** Longest edge of `largeImageURL`, and of the two that only approved keys are given. */
const LARGE_EDGE = 1_280;
const FULL_HD_EDGE = 1_920;

const side = z.int().nonnegative();
const hit = { id: z.int(), pageURL: z.url(), tags: z.string(), user: z.string() };
const ImageAnswer = z.object({
  hits: z.array(
    z.object({
      ...hit,
      largeImageURL: z.url(),
      fullHDURL: z.url().nullish(),
      imageURL: z.url().nullish(),
      imageWidth: side,
      imageHeight: side,
    }),
  ),
});
/** A rendition that does not exist comes with an empty address. */
const Rendition = z.object({ url: z.string(), width: side, height: side });
const VideoAnswer = z.object({
  hits: z.array(z.object({ ...hit, duration: z.number().nonnegative(), videos: z.record(z.string(), Rendition) })),
});
type Image = z.infer<typeof ImageAnswer>["hits"][number];
type Video = z.infer<typeof VideoAnswer>["hits"][number];

/** `GET /api/` and `/api/videos/`. */
export function createPixabay(settings: StockSettings, redis: RedisConnection): StockLibrary {
  const library: StockService = {
    name: "Pixabay",
    keyName: "PIXABAY_API_KEY",
    allowance: createStockAllowance(redis, "pixabay", settings.apiKey, PER_MINUTE),
    resetAfterMs: ({ headers }) => {
      const seconds = Number(headers.get("x-ratelimit-reset") ?? Number.NaN);
      return Number.isFinite(seconds) ? Math.max(1_000, seconds * 1000) : null;
    },
    // A wrong key is a bad request there.
    refusesKey: (status, text) => status === 400 && /api key/i.test(text),
  };
  return {
    source: "pixabay",
    baseUrl: settings.baseUrl,
    async search(request) {
      const { kind, signal } = request;
      const shared = { library, url: searchUrl(settings, request), headers: {}, signal };
      if (kind === "photo") {
        const answer = await requestStock({ ...shared, schema: ImageAnswer });
        return { candidates: (answer?.hits ?? []).map(imageCandidate), cached: false };
      }
      const answer = await requestStock({ ...shared, schema: VideoAnswer });
      return { candidates: (answer?.hits ?? []).flatMap(videoCandidate), cached: false };
    },
  };
}

function searchUrl({ baseUrl, apiKey }: StockSettings, search: StockSearch): URL {
  const { query, kind, orientation, page, language } = search;
  const url = new URL(`${baseUrl.replace(/\/$/, "")}${kind === "photo" ? "/api/" : "/api/videos/"}`);
  const lang = LANGUAGES.find((known) => known === language?.split("-")[0]);
  const shape = { landscape: "horizontal", portrait: "vertical", square: "all" }[orientation];
  const asked = {
    key: apiKey,
    q: query.slice(0, QUERY_CHARACTERS_AT_MOST),
    safesearch: "true",
    page: String(page),
    per_page: String(PER_PAGE),
    ...(kind === "photo" ? { image_type: "photo", orientation: shape } : {}),
    ...(lang ? { lang } : {}),
  };
  for (const [name, value] of Object.entries(asked)) url.searchParams.set(name, value);
  return url;
}

function imageCandidate(image: Image): MediaCandidate {
  const longest = Math.max(1, image.imageWidth, image.imageHeight);
  const scaledTo = (url: string | null | undefined, edge: number): CandidateFile[] => {
    const scale = Math.min(1, edge / longest);
    const [width, height] = [Math.round(image.imageWidth * scale), Math.round(image.imageHeight * scale)];
    return url ? [{ from: { kind: "url", url }, width, height }] : [];
  };
  return {
    source: "pixabay",
    assetId: `photo-${image.id}`,
    kind: "photo",
    description: image.tags,
    durationMs: null,
    files: [
      ...scaledTo(image.largeImageURL, LARGE_EDGE),
      ...scaledTo(image.fullHDURL, FULL_HD_EDGE),
      ...scaledTo(image.imageURL, longest),
    ],
    credit: { source: "Pixabay", author: image.user, url: image.pageURL, licence: "Pixabay" },
  };
}

function videoCandidate(video: Video): MediaCandidate[] {
  const files = Object.values(video.videos).flatMap(({ url, width, height }): CandidateFile[] =>
    url !== "" && width > 0 && height > 0 ? [{ from: { kind: "url", url }, width, height }] : [],
  );
  if (files.length === 0) return [];
  return [
    {
      source: "pixabay",
      assetId: `video-${video.id}`,
      kind: "clip",
      description: video.tags,
      durationMs: Math.round(video.duration * 1000),
      files,
      credit: { source: "Pixabay", author: video.user, url: video.pageURL, licence: "Pixabay" },
    },
  ];
}

const LANGUAGES = [
  ...["cs", "da", "de", "en", "es", "fr", "id", "it", "hu", "nl", "no", "pl", "pt", "ro", "sk", "fi", "sv", "tr"],
  ...["vi", "th", "bg", "ru", "el", "ja", "ko", "zh"],
];
