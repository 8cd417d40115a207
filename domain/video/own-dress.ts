import type { Dress } from "./generation.ts";
import type { EditedVideo } from "./video-edits.ts";
import type { VideoSpec } from "./video.ts";

/** Told where subtitles of a person's own do not come along. */
export const SUBTITLES_LEFT = "Your own subtitles belonged to the version before: give them again.";

/** Files that a person gave in place of made ones: what people give lies under `uploads/`. */
export function ownDress({ thumbnailKey, srtKey }: Readonly<Record<string, string>>): Omit<Dress, "title"> {
  const dress = Object.entries({ thumbnailKey, srtKey });
  return Object.fromEntries(dress.filter(([, key]) => key?.startsWith("uploads/") === true));
}

/** Words are said anew, or at another time: subtitles that were written for them fit no more. */
export function outdatesSubtitles(before: VideoSpec, { spec, redo }: Pick<EditedVideo, "spec" | "redo">): boolean {
  const hasIntro = ({ look }: VideoSpec) => look?.brand?.intro !== undefined;
  return redo.includes("narration") || hasIntro(before) !== hasIntro(spec);
}
