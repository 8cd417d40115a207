import type { MediaSettings, MediaSource } from "../video/video-settings.ts";

export interface SourceOrder {
  /** Tried in turn for every scene, without `generated`. */
  readonly sources: readonly Exclude<MediaSource, "generated">[];
  /**
   * Whether a card may stand in while a library's quota is spent. A list that ends in stock alone asks for real pictures:
   * then the run waits for the quota. A scene for which no library has anything fit gets its card either way.
   */
  readonly cardsInsteadOfWaiting: boolean;
}

/** A spec without sources is drawn: those of the installation are in it since it was completed. Files of the person's own come first unless the list places them. */
export function sourceOrder(media: MediaSettings | undefined): SourceOrder {
  const listed = media?.sources ?? ["generated"];
  // Nothing is tried after a card: a card always succeeds.
  const end = listed.indexOf("generated");
  const before = [...new Set(end === -1 ? listed : listed.slice(0, end))].filter((source) => source !== "generated");
  const hasUploads = (media?.uploads ?? []).length > 0;
  const sources = hasUploads && !before.includes("upload") ? (["upload", ...before] as const) : before;
  const asksForStock = sources.some((source) => source === "pexels" || source === "pixabay");
  return { sources, cardsInsteadOfWaiting: end !== -1 || !asksForStock };
}
