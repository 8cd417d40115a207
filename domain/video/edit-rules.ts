import { AppError } from "../errors.ts";
import type { DressEdit } from "./video-edits.ts";
import { CAPTION_STYLES, type LookChange, MUSIC_SOURCES, type MusicSettings, TRANSITIONS } from "./video-settings.ts";

const TITLE_MAX_CHARACTERS = 100;
/** Content-addressed keys: one folder, one name, no way up. */
const OBJECT_KEY = /^[a-z]+(-[a-z]+)*\/[\w-]+(\.[\w-]+)*$/;
/** Keys end as their files were found to be; an SRT file that somebody gave is plain text there. */
const PICTURE_KEY = /\.(png|jpe?g)$/;
const SUBTITLES_KEY = /\.(srt|txt)$/;
const COLOUR = /^[0-9a-f]{6}$/i;

export function requireDress(edit: DressEdit): void {
  switch (edit.kind) {
    case "title": {
      const characters = Array.from(edit.title.trim()).length;
      if (characters === 0) throw refused("title", "the title is empty", "Name the video in words.");
      if (characters > TITLE_MAX_CHARACTERS) {
        throw refused("title", `the title has ${characters} characters`, `Use at most ${TITLE_MAX_CHARACTERS}.`);
      }
      return;
    }
    case "thumbnail": {
      const { candidate, objectKey } = edit;
      if ((candidate === undefined) === (objectKey === undefined)) {
        throw refused(
          "candidate",
          "expected one of candidate and object_key",
          "Name a candidate, or an uploaded file.",
        );
      }
      if (candidate !== undefined && (!Number.isInteger(candidate) || candidate < 1)) {
        throw refused("candidate", `${candidate} is no candidate`, "Candidates count from 1.");
      }
      if (objectKey === undefined) return;
      requireObjectKey(objectKey);
      if (!PICTURE_KEY.test(objectKey)) {
        throw refused("objectKey", "a thumbnail must be a PNG or JPEG", "Upload the picture as PNG or JPEG.");
      }
      return;
    }
    default:
      requireObjectKey(edit.objectKey);
      if (!SUBTITLES_KEY.test(edit.objectKey)) {
        throw refused("objectKey", "subtitles must be an SRT file", "Upload the subtitles as SRT, in UTF-8.");
      }
  }
}

export function requireMusic({ source, objectKey }: MusicSettings): void {
  if (!MUSIC_SOURCES.includes(source)) {
    throw refused("music.source", `"${source}" is no source of music`, oneOf(MUSIC_SOURCES));
  }
  if (source === "licensed" && objectKey === undefined) {
    throw refused("music.objectKey", "licensed music needs its recording", "Upload the recording and name its key.");
  }
  if (objectKey !== undefined) requireObjectKey(objectKey, "music.objectKey");
}

export function requireLook({ captions, transition, brand }: LookChange): void {
  if (captions === undefined && transition === undefined && brand === undefined) {
    throw refused("look", "the look changes nothing", "Name captions, a transition or a brand.");
  }
  if (captions !== undefined && !CAPTION_STYLES.includes(captions)) {
    throw refused("look.captions", `"${captions}" is no style of captions`, oneOf(CAPTION_STYLES));
  }
  if (transition !== undefined && !TRANSITIONS.includes(transition)) {
    throw refused("look.transition", `"${transition}" is no transition`, oneOf(TRANSITIONS));
  }
  for (const name of ["deep", "base", "accent", "text"] as const) {
    const colour = brand?.[name];
    if (colour === undefined || COLOUR.test(colour)) continue;
    throw refused(`look.brand.${name}`, `"${colour}" is not a colour`, "Write it as rrggbb, as in 1a2b3c.");
  }
  if (typeof brand?.logoKey === "string") requireObjectKey(brand.logoKey, "look.brand.logoKey");
}

export function requireObjectKey(objectKey: string, field = "objectKey"): void {
  if (OBJECT_KEY.test(objectKey)) return;
  throw refused(field, "this is no key of a stored file", "Upload the file and send the object_key of the answer.");
}

export function refused(field: string, message: string, remedy: string): AppError {
  return new AppError("invalid_input", message, { field: `edit.${field}`, remedy });
}

export function oneOf(words: readonly string[]): string {
  return `Use one of ${words.join(", ")}.`;
}
