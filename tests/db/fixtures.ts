import { systemPrincipal } from "../../domain/principal.ts";
import type { VideoSpec } from "../../domain/video/video.ts";
import type { Database } from "../../db/client.ts";
import { enqueueVideo } from "../../db/queries/queue.ts";
import { channels } from "../../db/schema/index.ts";

export const SYSTEM = systemPrincipal("test");
export const CHANNEL_ID = "channel-one";

export function specOf(changes: Partial<VideoSpec> = {}): VideoSpec {
  return {
    topic: "Why the sky is blue",
    seconds: 20,
    aspect: "16:9",
    size: "360p",
    voice: "en",
    seed: 7,
    complexity: "simple",
    publish: { privacy: "private", publishAt: null, containsSyntheticMedia: true, selfDeclaredMadeForKids: false },
    ...changes,
  };
}

export async function addChannel(db: Database, channelId: string = CHANNEL_ID): Promise<void> {
  await db.insert(channels).values({ channelId, name: channelId, niche: "education" });
}

/** Enqueues with room to spare; returns the video id. */
export async function enqueue(
  db: Database,
  videoId: string,
  options: { priority?: number; complexity?: VideoSpec["complexity"]; channelId?: string } = {},
): Promise<string> {
  const { priority = 5, complexity = "simple", channelId = CHANNEL_ID } = options;
  await enqueueVideo(db, SYSTEM, { videoId, channelId, spec: specOf({ complexity }), priority }, { capacity: 1_000 });
  return videoId;
}
