import type { z } from "@hono/zod-openapi";
import { findConnection } from "../../db/queries/channels.ts";
import { completeSpec, type SpecLayer } from "../../domain/channel/defaults.ts";
import { AppError } from "../../domain/errors.ts";
import { requireSubtitles, requireThumbnail } from "../pipeline/edit-files.ts";
import { layerOf } from "../pipeline/video-request.ts";
import { requireObjects } from "./documents.ts";
import type { UploadStageSchema } from "./schemas.ts";
import type { StageCaller, StageDeps, StageOrder } from "./start.ts";

/** Everything that can be refused before the file is judged and sent: its parts, the hour, the channel's connection. */
export async function orderUpload(
  { db, storage }: Pick<StageDeps, "db" | "storage">,
  caller: StageCaller,
  body: z.infer<typeof UploadStageSchema>,
): Promise<StageOrder> {
  const { video_key, thumbnail_key, srt_key, title, description, reason } = body;
  await requireObjects(storage, { video_key, thumbnail_key, srt_key });
  if (thumbnail_key !== undefined) await requireThumbnail(storage, "thumbnail_key", thumbnail_key);
  if (srt_key !== undefined) await requireSubtitles(storage, "srt_key", srt_key);
  const { channelId, layer } = await caller.channel();
  const own: SpecLayer = {
    publish: {
      ...(description === undefined ? {} : { description }),
      // Whoever gives subtitles wants them there, whatever the channel does.
      ...(srt_key === undefined ? {} : { captionTrack: true }),
    },
  };
  const spec = completeSpec(title, [layerOf(body), own, layer]);
  const { publishAt, dryRun = false } = spec.publish;
  if (publishAt !== null && Date.parse(publishAt) <= Date.now()) {
    const remedy = "Name an hour still to come, or leave it out.";
    throw new AppError("invalid_input", `${publishAt} is past`, { field: "publish.publish_at", remedy });
  }
  if (!dryRun) await requireConnected({ db }, caller, channelId);
  const file = {
    videoKey: video_key,
    ...(thumbnail_key === undefined ? {} : { thumbnailKey: thumbnail_key }),
    ...(srt_key === undefined ? {} : { srtKey: srt_key }),
  };
  const order: StageOrder = { spec, work: { stage: "upload", file, title }, channelId };
  return reason === undefined ? order : { ...order, approvalReason: reason };
}

async function requireConnected({ db }: Pick<StageDeps, "db">, { principal }: StageCaller, channelId: string) {
  const connection = await findConnection(db, principal, { channelId, platform: "youtube" });
  if (connection !== null && connection.encryptedToken !== null) return;
  throw new AppError("channel_not_connected", `the channel ${channelId} is not connected to YouTube`, {
    field: "channel_id",
    remedy: `Connect it, then upload the file: longtake channel connect --channel-id ${channelId}`,
  });
}
