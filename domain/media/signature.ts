import type { MediaKind } from "./candidate.ts";

/** Kinds of file that are opened, each by its own reader of ffmpeg and no other: playlists would fetch what they name. */
export interface MediaFormat {
  readonly name: string;
  readonly kind: MediaKind;
  readonly extension: string;
  readonly mediaType: string;
  /** ffmpeg's demuxer. */
  readonly demuxer: string;
}

const FORMATS = {
  jpeg: { name: "JPEG", kind: "photo", extension: "jpg", mediaType: "image/jpeg", demuxer: "jpeg_pipe" },
  png: { name: "PNG", kind: "photo", extension: "png", mediaType: "image/png", demuxer: "png_pipe" },
  webp: { name: "WebP", kind: "photo", extension: "webp", mediaType: "image/webp", demuxer: "webp_pipe" },
  mp4: { name: "MP4", kind: "clip", extension: "mp4", mediaType: "video/mp4", demuxer: "mov" },
  webm: { name: "WebM", kind: "clip", extension: "webm", mediaType: "video/webm", demuxer: "matroska" },
} as const satisfies Record<string, MediaFormat>;

/** Bytes that are enough to tell. */
export const SIGNATURE_BYTES = 16;

/** The format by a file's first bytes, whatever its name or its server says; null for everything else. */
export function formatOf(head: Uint8Array): MediaFormat | null {
  const text = (from: number, to: number): string => String.fromCharCode(...head.subarray(from, to));
  if (head[0] === 0xff && head[1] === 0xd8 && head[2] === 0xff) return FORMATS.jpeg;
  if (text(0, 8) === "\u0089PNG\r\n\u001a\n") return FORMATS.png;
  if (text(0, 4) === "RIFF" && text(8, 12) === "WEBP") return FORMATS.webp;
  if (text(4, 8) === "ftyp") return FORMATS.mp4;
  if (head[0] === 0x1a && head[1] === 0x45 && head[2] === 0xdf && head[3] === 0xa3) return FORMATS.webm;
  return null;
}

export const FILE_EXTENSIONS: readonly string[] = [
  ...Object.values(FORMATS).map(({ extension }) => extension),
  "jpeg",
  "mov",
];

/** By file name, for folders: what is inside decides later. */
export function kindByExtension(extension: string): MediaKind | null {
  if (extension === "jpeg") return "photo";
  if (extension === "mov") return "clip";
  return Object.values(FORMATS).find((format) => format.extension === extension)?.kind ?? null;
}
