import type { QuotaKind } from "./bucket.ts";

interface Price {
  readonly kind: QuotaKind;
  readonly units: number;
}

/**
 * What the methods that Longtake calls cost since 2026-06-01
 * (developers.google.com/youtube/v3/determine_quota_cost, read 2026-11). The bytes of an upload cost nothing more.
 */
export const YOUTUBE_PRICES = {
  "videos.insert": { kind: "uploads", units: 1 },
  "videos.list": { kind: "units", units: 1 },
  "channels.list": { kind: "units", units: 1 },
  "playlistItems.list": { kind: "units", units: 1 },
  "videos.update": { kind: "units", units: 50 },
  "thumbnails.set": { kind: "units", units: 50 },
  "captions.list": { kind: "units", units: 50 },
  "captions.insert": { kind: "units", units: 400 },
  "captions.update": { kind: "units", units: 450 },
} as const satisfies Readonly<Record<string, Price>>;

export type YoutubeMethod = keyof typeof YOUTUBE_PRICES;

/** Quotas belong to a project of Google Cloud, whose number begins the id of each of its clients. */
export function youtubeProject(clientId: string): string {
  return /^(\d+)-/.exec(clientId)?.[1] ?? clientId;
}
