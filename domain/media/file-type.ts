import { formatOf } from "./signature.ts";

/** What a file is by what it holds, whatever its name or its sender says. */
export interface FileType {
  readonly extension: string;
  readonly mediaType: string;
}

/** Bytes that are enough to tell anything but text. */
export const HEAD_BYTES = 64;

/** Larger texts are no scripts, plans or subtitles. */
export const TEXT_BYTES_MAX = 16 * 1024 * 1024;

const type = (extension: string, mediaType: string): FileType => ({ extension, mediaType });

/** A picture, clip or sound by its first bytes; null for text and for everything that is not taken. */
export function binaryTypeOf(head: Uint8Array): FileType | null {
  const text = (from: number, to: number): string => String.fromCharCode(...head.subarray(from, to));
  if (text(4, 8) === "ftyp") return isoType(text(8, 12));
  if (text(0, 4) === "RIFF" && text(8, 12) === "WAVE") return type("wav", "audio/wav");
  if (text(0, 4) === "fLaC") return type("flac", "audio/flac");
  if (text(0, 4) === "OggS") return type("ogg", "audio/ogg");
  if (text(0, 3) === "ID3" || isMpegAudio(head)) return type("mp3", "audio/mpeg");
  const format = formatOf(head);
  if (format?.name === "WebM" && !text(0, HEAD_BYTES).includes("webm")) return type("mkv", "video/x-matroska");
  return format === null ? null : type(format.extension, format.mediaType);
}

/** JSON or plain text; null for markup, which can fetch and run things, and for what is no text. */
export function textTypeOf(text: string): FileType | null {
  if (/^\s*</.test(text) || text.trim() === "" || /[^\P{Cc}\r\n\t]/u.test(text)) return null;
  return isJson(text) ? type("json", "application/json") : type("txt", "text/plain; charset=utf-8");
}

function isoType(brand: string): FileType {
  if (brand === "qt  ") return type("mov", "video/quicktime");
  return brand === "M4A " ? type("m4a", "audio/mp4") : type("mp4", "video/mp4");
}

/** Frame sync, MPEG 1 or 2, layer III, a bit rate and a sampling rate that exist. */
function isMpegAudio(head: Uint8Array): boolean {
  const [first = 0, second = 0, third = 0] = head;
  const isLayerThree = first === 0xff && (second & 0xe6) === 0xe2;
  return isLayerThree && (third & 0xf0) !== 0xf0 && (third & 0xf0) !== 0 && (third & 0x0c) !== 0x0c;
}

function isJson(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null;
  } catch {
    return false;
  }
}
