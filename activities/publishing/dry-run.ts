import { createHash } from "node:crypto";
import { stat } from "node:fs/promises";
import { recordArtifacts } from "../../db/queries/videos.ts";
import { callingWorkflow } from "../caller.ts";
import type { FileUploadInput, UploadResult } from "../../domain/video/production.ts";
import { captionLanguage } from "../../domain/video/publication-metadata.ts";
import { PLATFORM, type PublishingDeps } from "./context.ts";
import { requirePublishable } from "./faults.ts";
import { readMetadata } from "./insert.ts";

/**
 * Everything up to the call: reads the files, writes down what would be sent, and throws `platform_refused` (naming the
 * field) for what the platform would not take. Nothing is sent and nothing is published.
 */
export async function tryPublication(deps: PublishingDeps, input: FileUploadInput): Promise<UploadResult> {
  const principal = callingWorkflow();
  const video = await readMetadata({ ...deps, principal, input });
  requirePublishable(video, Date.now());
  const { videoKey, thumbnailKey, srtKey, spec } = input;
  const { size: bytes } = await stat(await deps.storage.getFile(videoKey));
  const hasTrack = srtKey !== undefined && (spec.publish.captionTrack ?? true);
  const captions = hasTrack ? { language: captionLanguage(spec), srtKey } : null;
  const publication = { platform: PLATFORM, video, videoKey, bytes, thumbnailKey, captions };
  const publicationKey = `publications/${createHash("sha256").update(JSON.stringify(publication)).digest("hex")}.json`;
  await deps.storage.putJson(publicationKey, publication);
  await recordArtifacts(deps.db, principal, { videoId: input.videoId, artifacts: { publicationKey } });
  return { platform: PLATFORM, platformVideoId: null, url: null, usage: [] };
}
