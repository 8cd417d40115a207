import type { MediaKind } from "./candidate.ts";

/** What a look inside a file found: `clients/stock-media/probe.ts`. */
export interface ProbedMedia {
  readonly durationMs: number | null;
  readonly streams: readonly ProbedStream[];
}

export interface ProbedStream {
  readonly type: string;
  readonly codec: string;
  readonly width: number;
  readonly height: number;
  /** ffmpeg's names, empty where the file has none: `smpte2084`, `bt2020`. */
  readonly transfer: string;
  readonly primaries: string;
  /** Clockwise, in degrees; phones write it instead of turning the picture. */
  readonly rotation: number;
  /** A cover picture inside a sound file is no film. */
  readonly isCover: boolean;
}

export interface MediaFile {
  readonly kind: MediaKind;
  /** As seen, after turning. */
  readonly width: number;
  readonly height: number;
  /** Null for a photo. */
  readonly durationMs: number | null;
  /** Of light or colours beyond what a video here can hold; left out for all others. */
  readonly range?: WideRange;
}

/** HDR by its curve, or colours alone beyond BT.709; each must be brought into what a plain screen shows. */
export type WideRange = "pq" | "hlg" | "wide-gamut";

/** A picture of this many pixels takes 200 MB of memory when it is opened. */
export const LARGEST_PIXELS = 60_000_000;
export const LARGEST_CLIP_EDGE = 4_096;
const SMALLEST_EDGE = 64;
const LONGEST_CLIP_MS = 30 * 60_000;
const SHORTEST_CLIP_MS = 1_000;

export const BYTES_AT_MOST: Readonly<Record<MediaKind, number>> = { photo: 40 * 2 ** 20, clip: 300 * 2 ** 20 };

/** The file as usable media, or the reason why it is none. */
export function judgeMedia(probed: ProbedMedia, kind: MediaKind): MediaFile | { readonly reason: string } {
  const picture = probed.streams.find(({ type, isCover }) => type === "video" && !isCover);
  if (picture === undefined) return { reason: "it holds no picture" };
  const turned = Math.abs(picture.rotation) % 180 === 90;
  const [width, height] = turned ? [picture.height, picture.width] : [picture.width, picture.height];
  if (width === 0 || height === 0) return { reason: "its picture cannot be opened, or is too large to be" };
  if (Math.min(width, height) < SMALLEST_EDGE) return { reason: `its picture is ${width}×${height}` };
  if (kind === "photo") {
    if (width * height > LARGEST_PIXELS) return { reason: `its picture is ${width}×${height}` };
    return { kind, width, height, durationMs: null, ...rangeOf(picture) };
  }
  if (Math.max(width, height) > LARGEST_CLIP_EDGE) return { reason: `its picture is ${width}×${height}` };
  const { durationMs } = probed;
  if (durationMs === null || durationMs < SHORTEST_CLIP_MS) return { reason: "it has no length to show" };
  if (durationMs > LONGEST_CLIP_MS) return { reason: `it lasts ${Math.round(durationMs / 60_000)} min` };
  return { kind, width, height, durationMs, ...rangeOf(picture) };
}

function rangeOf({ transfer, primaries }: ProbedStream): { readonly range?: WideRange } {
  if (transfer === "smpte2084") return { range: "pq" };
  if (transfer === "arib-std-b67") return { range: "hlg" };
  return primaries === "bt2020" ? { range: "wide-gamut" } : {};
}
