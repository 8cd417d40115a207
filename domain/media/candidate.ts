import type { MediaCredit } from "./media.ts";

/** A picture or clip that a source offers, before anything of it was fetched. */
export interface MediaCandidate {
  readonly source: CandidateSource;
  /** The source's own id of it. */
  readonly assetId: string;
  readonly kind: MediaKind;
  /** What the source says about it in words: tags, alternative text, the slug of its page. */
  readonly description: string;
  /** Null for a photo, and for a clip of unknown length. */
  readonly durationMs: number | null;
  /** The same picture in the sizes on offer; never empty. */
  readonly files: readonly CandidateFile[];
  readonly credit: MediaCredit;
}

export type CandidateSource = "pexels" | "pixabay" | "folder" | "upload";
export type MediaKind = "photo" | "clip";

export interface CandidateFile {
  readonly from: MediaOrigin;
  /** As claimed; 0 when the source does not say. */
  readonly width: number;
  readonly height: number;
}

/** Where the bytes are. A path is inside the operator's own folder, an object key in the store. */
export type MediaOrigin =
  | { readonly kind: "url"; readonly url: string }
  | { readonly kind: "path"; readonly path: string }
  | { readonly kind: "object"; readonly objectKey: string };

/** One name for an asset across sources: what must not be shown twice. */
export function assetName({ source, assetId }: { readonly source: string; readonly assetId: string }): string {
  return `${source}/${assetId}`;
}
