import { readFileSync } from "node:fs";
import { join } from "node:path";
import { markerTag } from "../../domain/video/publication-metadata.ts";
import { isYoutubeEvent } from "../../sandbox/youtube/events.ts";

/** How many videos the YouTube stand-in has for each of ours, by its own durable log and our marker tag. */
export function publishedCounts(dataFolder: string, videoIds: readonly string[]): ReadonlyMap<string, number> {
  const lines = readFileSync(join(dataFolder, "sandbox", "youtube", "log.jsonl"), "utf8").split("\n");
  const events = lines.filter((line) => line !== "").map((line): unknown => JSON.parse(line));
  const tagsOfSession = new Map<string, readonly string[]>();
  const counts = new Map(videoIds.map((videoId) => [markerTag(videoId), 0]));
  for (const event of events) {
    if (!isYoutubeEvent(event)) continue;
    if (event.kind === "session_opened") tagsOfSession.set(event.sessionId, event.metadata.snippet.tags);
    if (event.kind !== "video_inserted") continue;
    for (const tag of tagsOfSession.get(event.sessionId) ?? []) {
      const count = counts.get(tag);
      if (count !== undefined) counts.set(tag, count + 1);
    }
  }
  return new Map(videoIds.map((videoId) => [videoId, counts.get(markerTag(videoId)) ?? 0]));
}
