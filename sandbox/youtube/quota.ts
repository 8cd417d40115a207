import { YOUTUBE_QUOTA_ZONE, quotaDay } from "../../domain/quota-day.ts";
import { GoogleError } from "./errors.ts";
import { spentKey } from "./store.ts";
import type { YoutubeStore } from "./store.ts";

export type QuotaBucket = "Video Uploads" | "Queries";

/** Buckets and costs since 2026-06-01 (developers.google.com/youtube/v3/determine_quota_cost, read 2026-11). */
export const METHOD_COST_UNITS = {
  "videos.insert": 1,
  "videos.list": 1,
  "videos.update": 50,
  "videos.delete": 50,
  "channels.list": 1,
  "playlistItems.list": 1,
  "thumbnails.set": 50,
  "captions.list": 50,
  "captions.insert": 400,
  "captions.update": 450,
} as const;
export type YoutubeMethod = keyof typeof METHOD_COST_UNITS;

/** Spends a call's units for a project, durably, before the call is looked at; refuses when the day's bucket is empty. */
export async function spendQuota(store: YoutubeStore, clientId: string, method: YoutubeMethod): Promise<void> {
  const bucket: QuotaBucket = method === "videos.insert" ? "Video Uploads" : "Queries";
  const day = quotaDay(Date.now(), YOUTUBE_QUOTA_ZONE);
  const units = METHOD_COST_UNITS[method];
  await store.inTurn(async () => {
    const spentUnits = store.spentUnits.get(spentKey(clientId, day, bucket)) ?? 0;
    const unitsPerDay = bucket === "Queries" ? store.limits.queryUnits : store.limits.uploads;
    if (spentUnits + units > unitsPerDay) {
      throw bucket === "Queries" ? quotaExceeded() : dailyBucketSpent(bucket);
    }
    await store.commit({ kind: "quota_spent", clientId, day, bucket, units });
  });
}

export function quotaExceeded(): GoogleError {
  return new GoogleError(
    403,
    "quotaExceeded",
    'The request cannot be completed because you have exceeded your <a href="/youtube/v3/getting-started#quota">quota</a>.',
    { domain: "youtube.quota" },
  );
}

/** Buckets of their own answer 429 with the reason of a burst; only the words "per day" tell them apart. */
export function dailyBucketSpent(bucket: QuotaBucket): GoogleError {
  const message = `Quota exceeded for quota metric '${bucket}' and limit '${bucket} per day' of service 'youtube.googleapis.com' for consumer 'project_number:0'.`;
  return new GoogleError(429, "rateLimitExceeded", message, { domain: "global" });
}
