import type { Environment } from "../../config.ts";
import type { SpecLayer } from "../../domain/channel/defaults.ts";
import type { MediaSource } from "../../domain/video/video-settings.ts";

type MediaSettings = Pick<Environment, "LONGTAKE_MEDIA_FOLDER" | "PEXELS_API_KEY" | "PIXABAY_API_KEY">;

/**
 * The lowest layer of a spec: a video whose request, schedule and channel name no sources of pictures gets those that are
 * set up here, one's own files first. Where nothing is set up it asks for nothing, and the video is drawn.
 */
export function installedMedia(environment: MediaSettings): SpecLayer {
  const { LONGTAKE_MEDIA_FOLDER: folder, PEXELS_API_KEY: pexels, PIXABAY_API_KEY: pixabay } = environment;
  const sources: MediaSource[] = [];
  if (folder !== undefined) sources.push("folder");
  if (pexels !== undefined) sources.push("pexels");
  if (pixabay !== undefined) sources.push("pixabay");
  return sources.length === 0 ? {} : { media: { sources: [...sources, "generated"] } };
}
