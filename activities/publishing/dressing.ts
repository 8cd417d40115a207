import { readFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";

import type { VideoStatus } from "../../clients/youtube/answers.ts";
import { recordProcessing } from "../../db/queries/publications.ts";
import { artifactsOf, recordArtifacts } from "../../db/queries/videos.ts";
import { AppError } from "../../domain/errors.ts";
import { PLATFORM, type Publishing } from "./context.ts";
import { noteVisibility } from "./shown-visibility.ts";
import { captionLanguage } from "../../domain/video/publication-metadata.ts";

/** The track's own name beside its language; the one track of a language needs none. */
export const TRACK_NAME = "";

/** Among a video's artifacts: which thumbnail and captions the platform has, by object key. */
export const THUMBNAIL_ON_YOUTUBE = "youtubeThumbnailKey";
export const CAPTIONS_ON_YOUTUBE = "youtubeCaptionsKey";

/**
 * Waits for processing a bounded time, notes who may see the video, then sets thumbnail and captions. Each is recorded
 * as it is done, so that a repeat does what is left. Returns the price book's operations of the calls that cost quota.
 */
export async function dressVideo(
  publishing: Publishing,
  platformVideoId: string,
  { mayBeDressed }: { readonly mayBeDressed: boolean },
): Promise<{ readonly operations: readonly string[]; readonly visibilityReason: string | null }> {
  const { db, principal, report, input } = publishing;
  const { videoId, thumbnailKey, srtKey } = input;
  const artifacts = await artifactsOf(db, principal, { videoId });
  const operations: string[] = [];
  // First, because Shorts take a thumbnail only once they are processed (since 2026-11-03).
  const status = await waitUntilProcessed(publishing, platformVideoId);
  const asked = input.spec.publish;
  const visibilityReason = status === null ? null : await noteVisibility(publishing, { videoId, asked, status });
  if (thumbnailKey !== undefined && artifacts[THUMBNAIL_ON_YOUTUBE] !== thumbnailKey) {
    report(0.96, "setting the thumbnail");
    await setThumbnail(publishing, platformVideoId, thumbnailKey);
    await recordArtifacts(db, principal, { videoId, artifacts: { [THUMBNAIL_ON_YOUTUBE]: thumbnailKey } });
    operations.push("thumbnails.set");
  }
  const wantsCaptions = input.spec.publish.captionTrack ?? true;
  if (wantsCaptions && srtKey !== undefined && artifacts[CAPTIONS_ON_YOUTUBE] !== srtKey) {
    report(0.98, "uploading captions");
    const inserted = await insertCaptions(publishing, { platformVideoId, srtKey, mayBeThere: mayBeDressed });
    await recordArtifacts(db, principal, { videoId, artifacts: { [CAPTIONS_ON_YOUTUBE]: srtKey } });
    if (inserted) operations.push("captions.insert");
  }
  return { operations, visibilityReason };
}

/**
 * What the platform said last, null where it does not list the video yet. Returns also when it takes longer: nothing else
 * depends on it. Throws when it gives the video up. What it said is on record at once; whether it stays so is asked once
 * more later.
 */
async function waitUntilProcessed(publishing: Publishing, platformVideoId: string): Promise<VideoStatus | null> {
  const { channel, settings, signal, report, db, principal, input } = publishing;
  const seen = { videoId: input.videoId, platform: PLATFORM, isAskedAgain: true };
  const untilMs = Date.now() + settings.processingWaitMs;
  for (;;) {
    const status = (await channel.readVideo(platformVideoId))?.status;
    const why = status?.failureReason ?? status?.rejectionReason ?? "no reason given";
    if (status?.uploadStatus === "failed" || status?.uploadStatus === "rejected") {
      const reason = `YouTube ${status.uploadStatus} it: ${why}`;
      await recordProcessing(db, principal, { ...seen, processing: "failed", reason });
      throw new AppError("platform_refused", `YouTube ${status.uploadStatus} the video after the upload: ${why}`, {
        field: "file",
        remedy: `See the video in YouTube Studio: ${publishing.youtube.watchUrl(platformVideoId)}`,
      });
    }
    if (status?.uploadStatus === "processed") {
      await recordProcessing(db, principal, { ...seen, processing: "processed", reason: null });
      return status;
    }
    if (Date.now() >= untilMs) return status ?? null;
    report(0.93, "waiting for YouTube to process the video");
    await sleep(settings.processingPollMs, undefined, { signal });
  }
}

export async function setThumbnail(
  { storage, channel }: Pick<Publishing, "storage" | "channel">,
  platformVideoId: string,
  thumbnailKey: string,
): Promise<void> {
  const image = new Uint8Array(await readFile(await storage.getFile(thumbnailKey)));
  const contentType = thumbnailKey.endsWith(".png") ? "image/png" : "image/jpeg";
  try {
    await channel.setThumbnail(platformVideoId, image, contentType);
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== "platform_refused") throw error;
    // A picture at fault is named by the client; without one the channel may not set any.
    const remedy = error.field === undefined ? PHONE_REMEDY : PICTURE_REMEDY;
    throw new AppError("platform_refused", error.message, { cause: error, field: "thumbnail", remedy });
  }
}

const PHONE_REMEDY =
  "Verify the channel's phone number at youtube.com/verify so that it may set thumbnails, then resume.";
const PICTURE_REMEDY = "Choose another thumbnail, PNG or JPEG of at most 2 MB, then resume the run.";

/** False when the track was there. A list costs 50 units, an insert 400 even in vain: after a crash it pays to look. */
async function insertCaptions(
  { storage, channel, input }: Publishing,
  {
    platformVideoId,
    srtKey,
    mayBeThere,
  }: { readonly platformVideoId: string; readonly srtKey: string; readonly mayBeThere: boolean },
): Promise<boolean> {
  const language = captionLanguage(input.spec);
  const name = TRACK_NAME;
  if (mayBeThere) {
    const tracks = await channel.listCaptions(platformVideoId);
    if (tracks.some((track) => track.language === language && track.name === name)) return false;
  }
  const srt = await readFile(await storage.getFile(srtKey), "utf8");
  return channel.insertCaptions({ platformVideoId, language, name, srt });
}
