import { and, eq } from "drizzle-orm";
import type { Halt } from "../../domain/cost/halt.ts";
import type { Principal } from "../../domain/principal.ts";
import type { WaitingFor } from "../../domain/video/generation.ts";
import type { Database, Transaction } from "../client.ts";
import { channels, publications, videoQueue, videos } from "../schema/index.ts";
import { requireMay } from "./scope.ts";

export interface ChannelRun {
  readonly videoId: string;
  readonly workflowId: string;
  /** Null while it works. */
  readonly waitingFor: WaitingFor | null;
}

/** The runs of a channel that have begun and not ended. */
export async function runsOfChannel(
  db: Database | Transaction,
  principal: Principal,
  { channelId }: { readonly channelId: string },
): Promise<ChannelRun[]> {
  requireMay(principal, "read", channelId);
  return db
    .select({ videoId: videoQueue.videoId, workflowId: videos.workflowId, waitingFor: videoQueue.waitingFor })
    .from(videoQueue)
    .innerJoin(videos, eq(videos.videoId, videoQueue.videoId))
    .where(and(eq(videoQueue.channelId, channelId), eq(videoQueue.status, "processing")))
    .orderBy(videoQueue.sequence);
}

/** Why a video must not be uploaded now: its channel is closed. Null where it may, and where it is on the platform already. */
export async function uploadHalt(
  db: Database | Transaction,
  { videoId, channelId }: { readonly videoId: string; readonly channelId: string },
): Promise<Halt | null> {
  const [channel] = await db
    .select({ name: channels.name, status: channels.status, published: publications.platformVideoId })
    .from(channels)
    .leftJoin(publications, eq(publications.videoId, videoId))
    .where(eq(channels.channelId, channelId))
    .limit(1);
  if (channel === undefined || channel.published !== null) return null;
  const { name, status } = channel;
  if (status !== "suspended" && status !== "archived") return null;
  const activate = `longtake channel update --channel-id ${channelId} --status active`;
  return {
    code: "channel_suspended",
    message: `the channel ${name} is ${status}`,
    remedy: `Make it active again (${activate}): the run then goes on. Or cancel the run.`,
    retryAfterMs: null,
  };
}
