import { AppError } from "../../domain/errors.ts";
import { publicationFaults, type VideoMetadata } from "../../domain/video/publication-metadata.ts";

/** Throws `platform_refused` naming the first thing that the platform would not take, or would quietly drop. */
export function requirePublishable(video: VideoMetadata, nowMs: number): void {
  requireHourToCome(video.status.publishAt ?? null, nowMs);
  const [fault] = publicationFaults(video, nowMs);
  if (fault === undefined) return;
  throw new AppError("platform_refused", `YouTube would refuse this: ${fault.field} ${fault.message}`, {
    field: fault.field,
    remedy: `Change ${fault.field} and resume the run.`,
  });
}

/**
 * YouTube makes a video whose hour is past public at once, and who saw it has seen it: after days of waiting a person
 * says again when. Asked before every upload; what else is wrong the platform refuses by itself, before the first byte.
 */
export function requireHourToCome(publishAt: string | null, nowMs: number): void {
  if (publishAt === null || Date.parse(publishAt) > nowMs) return;
  throw new AppError("platform_refused", `publish_at ${publishAt} is past: the video would be public at once`, {
    field: "publishAt",
    remedy: "Edit the publishing (a publish_at still to come, or a privacy), then resume the run or publish again.",
  });
}
