import type { VideoSettings } from "./video-settings.ts";

/** What a video is asked to be, and the words every part of Longtake uses for its life. */
export const COMPLEXITIES = ["simple", "complex", "premium"] as const;
export type Complexity = (typeof COMPLEXITIES)[number];

export const ASPECTS = ["16:9", "9:16", "1:1"] as const;
export type Aspect = (typeof ASPECTS)[number];

/** Named by the short edge of the picture in pixels. */
export const SIZES = ["360p", "720p", "1080p"] as const;
export type Size = (typeof SIZES)[number];

export const QUEUE_STATUSES = ["queued", "processing", "completed", "failed", "cancelled"] as const;
export type QueueStatus = (typeof QUEUE_STATUSES)[number];

export const STAGES = ["script", "narration", "media", "render", "qa", "upload"] as const;
export type Stage = (typeof STAGES)[number];

/** A run slot: the GPU route falls back to CPU encoders when no probe passes. */
export const ROUTES = ["gpu", "cpu"] as const;
export type Route = (typeof ROUTES)[number];

export const PRIVACY_STATUSES = ["private", "unlisted", "public"] as const;
export type PrivacyStatus = (typeof PRIVACY_STATUSES)[number];

export const NICHES = ["tech", "education", "entertainment", "lifestyle", "gaming", "other"] as const;
export type Niche = (typeof NICHES)[number];

export const CHANNEL_STATUSES = ["active", "paused", "suspended", "archived"] as const;
export type ChannelStatus = (typeof CHANNEL_STATUSES)[number];

export const FRAMES_PER_SECOND = 30;
export const TOPIC_MAX_CHARACTERS = 200;
export const SECONDS_MIN = 5;
export const SECONDS_MAX = 600;

export interface PublishSettings {
  /** Sent explicitly always: an omitted privacyStatus means public since 2026-11-02. */
  readonly privacy: PrivacyStatus;
  /** ISO instant with zone; null publishes as soon as the upload is done. */
  readonly publishAt: string | null;
  readonly containsSyntheticMedia: boolean;
  readonly selfDeclaredMadeForKids: boolean;
  /** Captions as a track of their own: 400 of the day's 10,000 units. Left out: yes. */
  readonly captionTrack?: boolean;
  /** Everything up to the call is made and checked, and nothing is sent. */
  readonly dryRun?: boolean;
  /** Before those of the script. */
  readonly tags?: readonly string[];
  /** In place of the script's words; chapters, notes and credits stay below it. */
  readonly description?: string;
  /** Lines at the end of the description: what must be disclosed, who pays. */
  readonly notes?: readonly string[];
}

/** Everything that decides the bytes of a video. Equal specs give equal files. */
export interface VideoSpec extends VideoSettings {
  readonly topic: string;
  /** Wanted length in seconds; the narration decides the exact one. */
  readonly seconds: number;
  readonly aspect: Aspect;
  readonly size: Size;
  /** Name of a voice of espeak-ng, or `<provider>:<voice>`. */
  readonly voice: string;
  /** 0 ≤ seed < 2³¹; varies the script's wording and the pictures. */
  readonly seed: number;
  readonly complexity: Complexity;
  readonly publish: PublishSettings;
}

export interface Canvas {
  readonly width: number;
  readonly height: number;
}

/** Pixels of the picture; even in both directions, as yuv420p needs. */
export function canvasOf(spec: Pick<VideoSpec, "aspect" | "size">): Canvas {
  const shortEdge = Number.parseInt(spec.size, 10);
  const longEdge = Math.round((shortEdge * 16) / 9 / 2) * 2;
  if (spec.aspect === "1:1") return { width: shortEdge, height: shortEdge };
  return spec.aspect === "16:9" ? { width: longEdge, height: shortEdge } : { width: shortEdge, height: longEdge };
}

/** GEN-2: simple work runs on CPU slots, complex and premium on the GPU route. */
export function routeOf(complexity: Complexity): Route {
  return complexity === "simple" ? "cpu" : "gpu";
}

export function generateWorkflowId(videoId: string): string {
  return `generate/${videoId}`;
}

export function editPublishedWorkflowId(videoId: string, grantId: string): string {
  return `edit-published/${videoId}/${grantId}`;
}

export const VIDEO_QUEUE_WORKFLOW_ID = "video-queue";

/** Source of the error queue's events about finished videos; the event's id is the video's. */
export const VIDEO_COMPLETED_SOURCE = "video_completed";

export function recordWorkflowId(videoId: string): string {
  return `record/${videoId}`;
}

/** Temporal's priority keys run from 1 (first) to 5; ours from 10 (first) to 1. */
export function priorityKeyOf(priority: number): number {
  return Math.ceil((11 - priority) / 2);
}
