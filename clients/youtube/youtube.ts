import { randomBytes } from "node:crypto";

import type { z } from "zod";

import { AppError } from "../../domain/errors.ts";
import type { Principal } from "../../domain/principal.ts";
import type { YoutubeMethod } from "../../domain/quota/youtube.ts";
import { CaptionList, ChannelList, PlaylistItemList, Video, VideoList } from "./answers.ts";
import type { CaptionTrack, VideoResource } from "./answers.ts";
import type { YoutubeAuthorization } from "./authorization.ts";
import { readRefusal, toAppError, unreachable } from "./errors.ts";
import { createTurns, type Pace } from "./pace.ts";
import type { YoutubeQuota } from "./quota.ts";
import { createAuthorizedSender } from "./request.ts";
import type { SendAuthorized } from "./request.ts";
import { createUploads } from "./upload.ts";
import type { YoutubeUploads } from "./upload.ts";

/** One page of the uploads playlist: as many as one unit of quota buys. */
const PAGE_ITEMS = 50;
const PARTS = "snippet,status,processingDetails,statistics";

export interface YoutubeSettings {
  /** `https://www.googleapis.com` or a stand-in. */
  readonly apiUrl: string;
  /** `https://www.youtube.com`, for links that people follow. */
  readonly watchUrl: string;
  /** Of all channels together, in this process; left out there is no limit. */
  readonly pace?: Pace;
}

export interface Youtube {
  /** YouTube as the owner of this refresh token, counted for `principal`; `signal` cancels every request. */
  asChannel(refreshToken: string, principal: Principal, signal?: AbortSignal): YoutubeChannel;
  watchUrl(platformVideoId: string): string;
}

/** Every method throws the errors of clients/youtube/errors.ts, and `channel_not_connected` for a dead grant. */
export interface YoutubeChannel extends YoutubeUploads {
  /** The connected channel; 1 unit. */
  readMine(): Promise<{ readonly channelId: string; readonly title: string; readonly uploadsPlaylistId: string }>;
  /** The one among the newest 50 uploads whose tags hold `tag`; 3 units. */
  findOwnUploadByTag(tag: string): Promise<string | null>;
  /** Null when the video is not there; 1 unit. */
  readVideo(platformVideoId: string): Promise<Video | null>;
  /** Those of at most 50 videos that are there, in any order; 1 unit. */
  readVideos(platformVideoIds: readonly string[]): Promise<readonly Video[]>;
  /** Replaces the parts that it names, whole; 50 units. */
  updateVideo(parts: readonly string[], video: VideoResource): Promise<Video>;
  /** Replaces the thumbnail; 50 units. */
  setThumbnail(platformVideoId: string, image: Uint8Array<ArrayBuffer>, contentType: string): Promise<void>;
  /** Tracks that somebody uploaded, automatic ones left out; 50 units. */
  listCaptions(platformVideoId: string): Promise<readonly CaptionTrack[]>;
  /** False when the track was there already; 400 units either way. */
  insertCaptions(track: {
    readonly platformVideoId: string;
    readonly language: string;
    readonly name: string;
    readonly srt: string;
  }): Promise<boolean>;
  /** Replaces the words of a track; 450 units. */
  updateCaptions(track: { readonly captionId: string; readonly srt: string }): Promise<void>;
}

/**
 * Bodies are typed by @googleapis/youtube but sent by fetch: its client retries on its own, cannot resume an upload
 * in another process, and hides the answers that tell a burst from a spent day.
 */
export function createYoutube(
  settings: YoutubeSettings,
  authorization: YoutubeAuthorization,
  quotaOf: (principal: Principal) => YoutubeQuota,
): Youtube {
  const turn = settings.pace === undefined ? null : createTurns(settings.pace);
  return {
    asChannel: (refreshToken, principal, signal) => {
      const sendAuthorized = createAuthorizedSender(authorization, refreshToken, quotaOf(principal));
      const send: SendAuthorized = async (countedAs, url, init, action) => {
        await turn?.(signal);
        return sendAuthorized(countedAs, url, signal === undefined ? init : { ...init, signal }, action);
      };
      return asChannel(settings.apiUrl, send);
    },
    watchUrl(platformVideoId) {
      const url = new URL("/watch", settings.watchUrl);
      url.searchParams.set("v", platformVideoId);
      return url.href;
    },
  };
}

function asChannel(apiUrl: string, send: SendAuthorized): YoutubeChannel {
  /** The answer, when it is 2xx. */
  const call = async (
    method: YoutubeMethod,
    path: string,
    query: Record<string, string>,
    action: string,
    init: RequestInit = {},
  ) => {
    const url = new URL(path, apiUrl);
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
    const response = await send(method, url, init, action);
    if (!response.ok) throw toAppError(await readRefusal(response), action, Date.now());
    return response;
  };

  const listVideos = async (ids: readonly string[], part: string) => {
    const response = await call("videos.list", "/youtube/v3/videos", { part, id: ids.join(",") }, "read videos");
    return (await readAnswer(response, VideoList, "read videos")).items;
  };

  const readMine: YoutubeChannel["readMine"] = async () => {
    const action = "read the channel";
    const query = { mine: "true", part: "snippet,contentDetails" };
    const response = await call("channels.list", "/youtube/v3/channels", query, action);
    const [channel] = (await readAnswer(response, ChannelList, action)).items;
    if (channel === undefined) {
      throw new AppError("channel_not_connected", "the Google account has no YouTube channel", {
        remedy: "Create a channel at youtube.com with this account, or connect with another account.",
      });
    }
    const { id: channelId, snippet, contentDetails } = channel;
    return { channelId, title: snippet.title, uploadsPlaylistId: contentDetails.relatedPlaylists.uploads };
  };

  return {
    ...createUploads(apiUrl, send),
    readMine,

    async findOwnUploadByTag(tag) {
      const action = "list the channel's uploads";
      const { uploadsPlaylistId } = await readMine();
      const query = { part: "contentDetails", playlistId: uploadsPlaylistId, maxResults: String(PAGE_ITEMS) };
      const response = await call("playlistItems.list", "/youtube/v3/playlistItems", query, action);
      const { items } = await readAnswer(response, PlaylistItemList, action);
      if (items.length === 0) return null;
      const ids = items.map((item) => item.contentDetails.videoId);
      const videos = await listVideos(ids, "snippet");
      return videos.find((video) => video.snippet?.tags.includes(tag) === true)?.id ?? null;
    },

    async readVideo(platformVideoId) {
      const [video] = await listVideos([platformVideoId], PARTS);
      return video ?? null;
    },

    readVideos: (platformVideoIds) => listVideos(platformVideoIds, PARTS),

    async updateVideo(parts, video) {
      const action = "update the video";
      const response = await call("videos.update", "/youtube/v3/videos", { part: parts.join(",") }, action, {
        method: "PUT",
        headers: { "Content-Type": "application/json; charset=UTF-8" },
        body: JSON.stringify(video),
      });
      return readAnswer(response, Video, action);
    },

    async setThumbnail(platformVideoId, image, contentType) {
      const query = { videoId: platformVideoId, uploadType: "media" };
      const init = { method: "POST", headers: { "Content-Type": contentType }, body: image };
      const path = "/upload/youtube/v3/thumbnails/set";
      await (await call("thumbnails.set", path, query, "set the thumbnail", init)).body?.cancel();
    },

    async listCaptions(platformVideoId) {
      const action = "list captions";
      const query = { part: "snippet", videoId: platformVideoId };
      const response = await call("captions.list", "/youtube/v3/captions", query, action);
      const { items } = await readAnswer(response, CaptionList, action);
      const tracks = items.map(({ id: captionId, snippet }) => ({ captionId, ...snippet }));
      return tracks.filter((track) => track.trackKind.toLowerCase() !== "asr");
    },

    async insertCaptions({ platformVideoId, language, name, srt }) {
      const action = "upload captions";
      const url = new URL("/upload/youtube/v3/captions?part=snippet&uploadType=multipart", apiUrl);
      const snippet = { videoId: platformVideoId, language, name, isDraft: false };
      const init = { method: "POST", ...multipart({ snippet }, srt) };
      const response = await send("captions.insert", url, init, action);
      if (response.ok) {
        await response.body?.cancel();
        return true;
      }
      const refusal = await readRefusal(response);
      if (refusal.reason === "captionExists") return false;
      throw toAppError(refusal, action, Date.now());
    },

    async updateCaptions({ captionId, srt }) {
      const query = { part: "snippet", uploadType: "multipart" };
      const body = multipart({ id: captionId, snippet: { isDraft: false } }, srt);
      const init = { method: "PUT", ...body };
      const path = "/upload/youtube/v3/captions";
      await (await call("captions.update", path, query, "replace captions", init)).body?.cancel();
    },
  };
}

/** An answer cut off on its way is a network failure, an answer of another shape is not ours to guess at. */
async function readAnswer<Answer>(response: Response, schema: z.ZodType<Answer>, action: string): Promise<Answer> {
  const body: unknown = await response.json().catch((cause: unknown) => {
    throw unreachable(action, cause);
  });
  const answer = schema.safeParse(body);
  if (answer.success) return answer.data;
  throw new AppError("internal", `YouTube's answer to "${action}" has changed its shape: ${answer.error.message}`);
}

/** Metadata and file in one `multipart/related` body (RFC 2387). */
function multipart(metadata: unknown, text: string): Pick<RequestInit, "headers" | "body"> {
  const boundary = `longtake-${randomBytes(16).toString("hex")}`;
  const body = [
    `--${boundary}\r\nContent-Type: application/json; charset=UTF-8\r\n\r\n${JSON.stringify(metadata)}\r\n`,
    `--${boundary}\r\nContent-Type: application/octet-stream\r\n\r\n${text}\r\n`,
    `--${boundary}--\r\n`,
  ].join("");
  return { headers: { "Content-Type": `multipart/related; boundary=${boundary}` }, body };
}
