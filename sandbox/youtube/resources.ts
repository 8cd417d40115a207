import { channelOf } from "./accounts.ts";
import type { Audience } from "./views.ts";
import type { StoredVideo, YoutubeStore } from "./store.ts";

/** Resources in the shapes of the Data API, cut to the parts that were asked for. */
export interface ResourceSettings {
  /** Where this stand-in is reached, for the addresses inside resources. */
  readonly publicUrl: string;
  /** How long a new video stays `uploaded` before it is `processed`. */
  readonly processingMs: number;
  readonly audience: Audience;
  /** As for a project that Google has not audited: whatever is asked, its videos are private. */
  readonly locksPrivate: boolean;
}

export function videoResource(video: StoredVideo, parts: readonly string[], settings: ResourceSettings) {
  const { videoId, metadata } = video;
  const channel = channelOf(video.account);
  const processed = Date.now() - Date.parse(video.insertedAt) >= settings.processingMs;
  const failed = processed && video.durationMs === null;
  const all: Readonly<Record<string, unknown>> = {
    snippet: {
      publishedAt: video.insertedAt,
      channelId: channel.id,
      ...metadata.snippet,
      ...(metadata.snippet.tags.length === 0 ? { tags: undefined } : {}),
      thumbnails: thumbnailsOf(video, settings),
      channelTitle: channel.title,
      liveBroadcastContent: "none",
      localized: { title: metadata.snippet.title, description: metadata.snippet.description },
    },
    status: {
      uploadStatus: failed ? "failed" : processed ? "processed" : "uploaded",
      ...(failed ? { failureReason: "invalidFile" } : {}),
      ...effectiveStatus(video),
    },
    contentDetails: {
      duration: processed && video.durationMs !== null ? isoDuration(video.durationMs) : "P0D",
      dimension: "2d",
      definition: "hd",
      caption: "false",
      licensedContent: false,
      projection: "rectangular",
    },
    processingDetails: {
      processingStatus: failed ? "failed" : processed ? "succeeded" : "processing",
      ...(failed ? { processingFailureReason: "transcodeFailed" } : {}),
      fileDetailsAvailability: processed ? "available" : "inProgress",
      thumbnailsAvailability: processed && !failed ? "available" : "inProgress",
    },
    statistics: {
      viewCount: String(settings.audience.viewsOf(video, Date.now())),
      ...{ likeCount: "0", favoriteCount: "0", commentCount: "0" },
    },
  };
  const wanted = parts.filter((part) => part in all).map((part) => [part, all[part]]);
  return { kind: "youtube#video", etag: etagOf(video), id: videoId, ...Object.fromEntries(wanted) };
}

/** A private video whose hour has come is public. */
function effectiveStatus(video: StoredVideo) {
  const { publishAt, ...status } = video.metadata.status;
  if (publishAt === undefined) return status;
  return Date.parse(publishAt) <= Date.now() ? { ...status, privacyStatus: "public" } : { ...status, publishAt };
}

export function thumbnailsOf(video: StoredVideo, { publicUrl }: ResourceSettings) {
  if (video.thumbnail === null) return {};
  return { default: { url: `${publicUrl}/vi/${video.videoId}/${video.thumbnail.sha256.slice(0, 12)}` } };
}

export function channelResource(store: YoutubeStore, account: string, parts: readonly string[]) {
  const channel = channelOf(account);
  const videoCount = [...store.videos.values()].filter((video) => video.account === account && !video.deleted).length;
  const all: Readonly<Record<string, unknown>> = {
    snippet: {
      title: channel.title,
      description: "",
      customUrl: channel.customUrl,
      publishedAt: "2020-01-01T00:00:00Z",
    },
    contentDetails: { relatedPlaylists: { likes: "", uploads: channel.uploadsPlaylistId } },
    statistics: { viewCount: "0", subscriberCount: "0", hiddenSubscriberCount: false, videoCount: String(videoCount) },
    status: { privacyStatus: "public", isLinked: true, longUploadsStatus: "allowed" },
  };
  const wanted = parts.filter((part) => part in all).map((part) => [part, all[part]]);
  return { kind: "youtube#channel", id: channel.id, ...Object.fromEntries(wanted) };
}

export function playlistItemResource(video: StoredVideo, position: number, parts: readonly string[]) {
  const channel = channelOf(video.account);
  const all: Readonly<Record<string, unknown>> = {
    snippet: {
      publishedAt: video.insertedAt,
      channelId: channel.id,
      title: video.metadata.snippet.title,
      description: video.metadata.snippet.description,
      channelTitle: channel.title,
      playlistId: channel.uploadsPlaylistId,
      position,
      resourceId: { kind: "youtube#video", videoId: video.videoId },
    },
    contentDetails: { videoId: video.videoId, videoPublishedAt: video.insertedAt },
    status: { privacyStatus: video.metadata.status.privacyStatus },
  };
  const wanted = parts.filter((part) => part in all).map((part) => [part, all[part]]);
  return {
    kind: "youtube#playlistItem",
    id: `${channel.uploadsPlaylistId}.${video.videoId}`,
    ...Object.fromEntries(wanted),
  };
}

function etagOf(video: StoredVideo): string {
  return `"${video.sha256.slice(0, 20)}"`;
}

function isoDuration(durationMs: number): string {
  const seconds = Math.floor(durationMs / 1000);
  const minutes = Math.floor(seconds / 60);
  return minutes === 0 ? `PT${seconds}S` : `PT${minutes}M${seconds % 60}S`;
}
