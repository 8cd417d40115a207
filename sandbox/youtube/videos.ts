import { Hono } from "hono";

import { channelOf } from "./accounts.ts";
import { authorizeCall } from "./bearer.ts";
import { GoogleError, badRequest, videoNotFound } from "./errors.ts";
import { channelResource, playlistItemResource, videoResource } from "./resources.ts";
import type { ResourceSettings } from "./resources.ts";
import type { StoredVideo, YoutubeStore } from "./store.ts";
import { lockedPrivate, readVideoResource, sentVideoId } from "./video-rules.ts";

const PAGE_DEFAULT = 5;
const PAGE_MAX = 50;

/** `videos` list, update, delete; `channels` and `playlistItems` list. */
export function videoRoutes(store: YoutubeStore, settings: ResourceSettings): Hono {
  return new Hono()
    .get("/youtube/v3/videos", async (c) => {
      const caller = await authorizeCall(store, c.req.header("authorization"), "videos.list");
      const parts = partsOf(c.req.query("part"));
      const ids = (c.req.query("id") ?? "").split(",").filter((id) => id !== "");
      if (ids.length === 0) {
        throw badRequest("missingRequiredParameter", "No filter selected. Expected one of: chart, id, myRating");
      }
      const items = ids
        .slice(0, PAGE_MAX)
        .map((id) => store.videos.get(id))
        .filter((video): video is StoredVideo => video !== undefined && visibleTo(video, caller.account))
        .map((video) => videoResource(video, parts, settings));
      return c.json(page("youtube#videoListResponse", items, items.length, PAGE_MAX));
    })
    .put("/youtube/v3/videos", async (c) => {
      const caller = await authorizeCall(store, c.req.header("authorization"), "videos.update");
      const parts = partsOf(c.req.query("part"));
      const body = await c.req.text();
      const id = sentVideoId(body);
      const video = ownVideo(store, caller.account, id);
      const sent = readVideoResource(body, parts, video.metadata).metadata;
      const metadata = settings.locksPrivate ? lockedPrivate(sent) : sent;
      await store.commit({ kind: "video_updated", videoId: video.videoId, metadata });
      return c.json(videoResource(video, parts, settings));
    })
    .delete("/youtube/v3/videos", async (c) => {
      const caller = await authorizeCall(store, c.req.header("authorization"), "videos.delete");
      const video = ownVideo(store, caller.account, c.req.query("id"));
      await store.commit({ kind: "video_deleted", videoId: video.videoId });
      return c.body(null, 204);
    })
    .get("/youtube/v3/channels", async (c) => {
      const caller = await authorizeCall(store, c.req.header("authorization"), "channels.list");
      if (c.req.query("mine") !== "true") {
        throw badRequest("missingRequiredParameter", "No filter selected. Expected one of: id, mine, forHandle");
      }
      const items = [channelResource(store, caller.account, partsOf(c.req.query("part")))];
      return c.json(page("youtube#channelListResponse", items, 1, PAGE_DEFAULT));
    })
    .get("/youtube/v3/playlistItems", async (c) => {
      const caller = await authorizeCall(store, c.req.header("authorization"), "playlistItems.list");
      const channel = channelOf(caller.account);
      if (c.req.query("playlistId") !== channel.uploadsPlaylistId) {
        throw new GoogleError(
          404,
          "playlistNotFound",
          "The playlist identified with the request's playlistId parameter cannot be found.",
        );
      }
      const size = Math.min(PAGE_MAX, Number(c.req.query("maxResults") ?? PAGE_DEFAULT));
      const from = Number(c.req.query("pageToken") ?? 0);
      const newestFirst = [...store.videos.values()]
        .filter((v) => v.account === caller.account && !v.deleted)
        .toReversed();
      const items = newestFirst
        .slice(from, from + size)
        .map((video, index) => playlistItemResource(video, from + index, partsOf(c.req.query("part"))));
      const nextPageToken = from + size < newestFirst.length ? String(from + size) : undefined;
      return c.json({ ...page("youtube#playlistItemListResponse", items, newestFirst.length, size), nextPageToken });
    });
}

export function partsOf(part: string | undefined): readonly string[] {
  if (part === undefined || part === "") {
    throw badRequest("missingRequiredParameter", "Required parameter: part", "part");
  }
  return part.split(",");
}

/** The caller's own video; 404 as for one that never was. */
export function ownVideo(store: YoutubeStore, account: string, videoId: string | undefined): StoredVideo {
  const video = videoId === undefined ? undefined : store.videos.get(videoId);
  if (video === undefined || video.deleted || video.account !== account) throw videoNotFound();
  return video;
}

function visibleTo(video: StoredVideo, account: string): boolean {
  return !video.deleted && (video.account === account || video.metadata.status.privacyStatus !== "private");
}

function page<Item>(kind: string, items: readonly Item[], totalResults: number, resultsPerPage: number) {
  return { kind, etag: `"${totalResults}"`, items, pageInfo: { totalResults, resultsPerPage } };
}
