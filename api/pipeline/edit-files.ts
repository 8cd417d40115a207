import { isUtf8 } from "node:buffer";
import { buffer } from "node:stream/consumers";
import type { ObjectStore } from "../../clients/storage/storage.ts";
import { AppError } from "../../domain/errors.ts";
import { binaryTypeOf, HEAD_BYTES } from "../../domain/media/file-type.ts";
import { subRipFault } from "../../domain/video/subtitle-file.ts";
import { filesOf, type VideoEdit } from "../../domain/video/video-edits.ts";

type Store = Pick<ObjectStore, "has" | "read">;

/** YouTube's limit (developers.google.com/youtube/v3/docs/thumbnails/set). */
const THUMBNAIL_BYTES_MAX = 2 * 1024 * 1024;
/** Ten minutes of words are a hundredth of it. */
const SUBTITLE_BYTES_MAX = 1024 * 1024;

/**
 * Looks into the files that an edit names, before anything is written. Throws `invalid_input` naming the field for one
 * that is not there, and for a thumbnail or subtitles that the platform would not take days later.
 */
export async function requireEditFiles(storage: Store, edit: VideoEdit): Promise<void> {
  for (const { field, objectKey } of filesOf(edit)) {
    if (!(await storage.has(objectKey))) throw refused(field, "there is no such file", "Upload it first.");
    if (edit.kind === "thumbnail") await requireThumbnail(storage, field, objectKey);
    if (edit.kind === "subtitles") await requireSubtitles(storage, field, objectKey);
  }
}

export async function requireThumbnail(storage: Store, field: string, objectKey: string): Promise<void> {
  const { stream, bytes } = await storage.read(objectKey, { start: 0, end: HEAD_BYTES - 1 });
  const type = binaryTypeOf(await buffer(stream));
  if (type?.mediaType !== "image/png" && type?.mediaType !== "image/jpeg") {
    throw refused(field, "a thumbnail must be a PNG or JPEG", "Upload the picture as PNG or JPEG.");
  }
  if (bytes <= THUMBNAIL_BYTES_MAX) return;
  const size = (bytes / 1_000_000).toFixed(1);
  throw refused(field, `the thumbnail has ${size} MB`, "Make it smaller: YouTube takes at most 2 MB.");
}

export async function requireSubtitles(storage: Store, field: string, objectKey: string): Promise<void> {
  const { stream, bytes } = await storage.read(objectKey, { start: 0, end: SUBTITLE_BYTES_MAX - 1 });
  const content = await buffer(stream);
  const fault =
    bytes > SUBTITLE_BYTES_MAX ? "it is too long" : isUtf8(content) ? subRipFault(content.toString()) : NO_TEXT;
  if (fault !== null) throw refused(field, `this is no SRT file: ${fault}`, "Upload the subtitles as SRT, in UTF-8.");
}

const NO_TEXT = "it is no text in UTF-8";

function refused(field: string, message: string, remedy: string): AppError {
  return new AppError("invalid_input", message, { field, remedy });
}
