import { AppError } from "../errors.ts";
import { type SceneEdit, editScenes, isSceneEdit, sceneIndex } from "./scene-edits.ts";
import type { Script } from "../script/script.ts";
import { serviceVoiceOf } from "../speech/voices.ts";
import {
  CAPTION_STYLES,
  type LookSettings,
  MUSIC_SOURCES,
  type MediaSettings,
  type MusicSettings,
  TRANSITIONS,
} from "./video-settings.ts";
import {
  ASPECTS,
  type Aspect,
  PRIVACY_STATUSES,
  type PrivacyStatus,
  type PublishSettings,
  type VideoSpec,
} from "./video.ts";

/** What a person may change on a video after its start. Scenes and lines count from 1, as people do. */
export type VideoEdit = SceneEdit | SettingEdit | DressEdit;

export type SettingEdit =
  | { readonly kind: "voice"; readonly voice: string }
  | { readonly kind: "music"; readonly music: MusicSettings }
  /** Merged into the look that the video has. */
  | { readonly kind: "look"; readonly look: LookSettings }
  | { readonly kind: "aspect"; readonly aspect: Aspect }
  /** Until the upload begins. */
  | {
      readonly kind: "publishing";
      readonly privacy?: PrivacyStatus;
      readonly publishAt?: string | null;
      /** Null takes the script's words again. */
      readonly description?: string | null;
    }
  /** Without an object key: another picture than the one it has. */
  | {
      readonly kind: "scene_media";
      readonly scene: number;
      readonly objectKey?: string;
      readonly credit?: string;
    };

/** What the platform shows beside the picture; the only edits that a published video takes. */
export type DressEdit =
  | { readonly kind: "title"; readonly title: string }
  | { readonly kind: "thumbnail"; readonly candidate?: number; readonly objectKey?: string }
  /** A subtitle file (SRT) of one's own in place of the one that was made. */
  | { readonly kind: "subtitles"; readonly objectKey: string };

export const EDIT_KINDS = [
  "replace_scene",
  "rewrite_line",
  "insert_scene",
  "remove_scene",
  "voice",
  "music",
  "look",
  "aspect",
  "scene_media",
  "publishing",
  "title",
  "thumbnail",
  "subtitles",
] as const satisfies readonly VideoEdit["kind"][];

/** What has to be made again, in the order of making. */
export const REDO = ["narration", "media", "render", "qa", "upload-metadata"] as const;
export type Redo = (typeof REDO)[number];

export interface EditedVideo {
  readonly spec: VideoSpec;
  /** The very script that was given, when its words stay. */
  readonly script: Script | null;
  readonly redo: readonly Redo[];
  /** For each scene (from 0) the scene whose picture it keeps, null where one is chosen anew; null: all anew, or none. */
  readonly pictures: readonly (number | null)[] | null;
}

const TITLE_MAX_CHARACTERS = 100;
/** YouTube takes 5,000 bytes, chapters and credits included. */
export const DESCRIPTION_MAX_CHARACTERS = 5000;
/** Content-addressed keys: one folder, one name, no way up. */
const OBJECT_KEY = /^[a-z]+(-[a-z]+)*\/[\w-]+(\.[\w-]+)*$/;
/** Keys end as their files were found to be; an SRT file that somebody gave is plain text there. */
const PICTURE_KEY = /\.(png|jpe?g)$/;
const SUBTITLES_KEY = /\.(srt|txt)$/;
const COLOUR = /^[0-9a-f]{6}$/i;

export function isDressEdit(edit: VideoEdit): edit is DressEdit {
  return edit.kind === "title" || edit.kind === "thumbnail" || edit.kind === "subtitles";
}

/** Stored files that an edit names, to be looked for before it is taken. */
export function filesOf(edit: VideoEdit): readonly { readonly field: string; readonly objectKey: string }[] {
  const named = {
    "edit.objectKey": "objectKey" in edit ? edit.objectKey : undefined,
    "edit.music.objectKey": edit.kind === "music" ? edit.music.objectKey : undefined,
    "edit.look.brand.logoKey": edit.kind === "look" ? edit.look.brand?.logoKey : undefined,
  };
  return Object.entries(named).flatMap(([field, objectKey]) => (objectKey === undefined ? [] : [{ field, objectKey }]));
}

/** Among a video's artifacts: thumbnail candidate n, from 1. */
export function thumbnailArtifact(candidate: number): string {
  return `thumbnail${candidate}Key`;
}

/**
 * The video as the edit makes it, and what must be done again for it. `script` is null while it is being written.
 * Throws AppError `invalid_input` naming the field as `edit.<name>`, or `conflict` when the words are not there yet.
 */
export function applyEdit(spec: VideoSpec, script: Script | null, edit: VideoEdit): EditedVideo {
  if (isDressEdit(edit)) {
    requireDress(edit);
    return { spec, script, redo: ["upload-metadata"], pictures: null };
  }
  if (isSceneEdit(edit)) {
    if (script === null) throw stillWriting();
    const edited = editScenes(script, edit);
    return { ...edited, spec: { ...spec, ...movedMedia(spec.media, edited.pictures) } };
  }
  return { script, ...applySetting(spec, script, edit) };
}

function applySetting(spec: VideoSpec, script: Script | null, edit: SettingEdit): Omit<EditedVideo, "script"> {
  switch (edit.kind) {
    case "voice": {
      if (serviceVoiceOf(edit.voice) === null)
        throw refused("voice", `"${edit.voice}" is not the name of a voice`, VOICE_REMEDY);
      return { spec: { ...spec, voice: edit.voice }, redo: ["narration", "render", "qa"], pictures: null };
    }
    case "music": {
      requireMusic(edit.music);
      return { spec: { ...spec, music: edit.music }, redo: ["render", "qa"], pictures: null };
    }
    case "look": {
      requireLook(edit.look);
      const brand = { ...spec.look?.brand, ...edit.look.brand };
      const look = { ...spec.look, ...edit.look, ...(Object.keys(brand).length > 0 ? { brand } : {}) };
      // Colours are in the drawn pictures too.
      const media = edit.look.brand === undefined ? [] : (["media"] as const);
      return { spec: { ...spec, look }, redo: [...media, "render", "qa"], pictures: null };
    }
    case "aspect": {
      if (!ASPECTS.includes(edit.aspect)) throw refused("aspect", `"${edit.aspect}" is not a shape`, oneOf(ASPECTS));
      return { spec: { ...spec, aspect: edit.aspect }, redo: ["media", "render", "qa"], pictures: null };
    }
    case "publishing":
      return { spec: { ...spec, publish: publishingOf(spec, edit) }, redo: ["upload-metadata"], pictures: null };
    default:
      return sceneMedia(spec, script, edit);
  }
}

function publishingOf({ publish }: VideoSpec, edit: Extract<SettingEdit, { kind: "publishing" }>): PublishSettings {
  const { privacy = publish.privacy } = edit;
  // Whoever lets others see it at once wants no hour any more.
  const isOpened = edit.privacy !== undefined && edit.privacy !== "private";
  const { publishAt = isOpened ? null : publish.publishAt } = edit;
  if (!PRIVACY_STATUSES.includes(privacy)) {
    throw refused("privacy", `"${privacy}" says not who may see it`, oneOf(PRIVACY_STATUSES));
  }
  if (publishAt !== null && Number.isNaN(Date.parse(publishAt))) {
    throw refused("publishAt", `"${publishAt}" is not an instant`, "Write it as 2026-11-21T10:00:00Z.");
  }
  if (publishAt !== null && privacy !== "private") {
    throw refused("privacy", "it must be private until it is made public", "Send privacy private with it.");
  }
  return { ...describedAs(publish, edit.description), privacy, publishAt };
}

function describedAs(publish: PublishSettings, text: string | null | undefined): PublishSettings {
  if (text === undefined) return publish;
  const { description: _, ...rest } = publish;
  if (text === null) return rest;
  const words = text.trim();
  if (words === "") throw refused("description", "the description is empty", "Write some words, or send null.");
  if (Array.from(words).length > DESCRIPTION_MAX_CHARACTERS) {
    const remedy = `Use at most ${DESCRIPTION_MAX_CHARACTERS}.`;
    throw refused("description", `the description has ${Array.from(words).length} characters`, remedy);
  }
  return { ...rest, description: words };
}

function sceneMedia(
  spec: VideoSpec,
  script: Script | null,
  edit: Extract<SettingEdit, { kind: "scene_media" }>,
): Omit<EditedVideo, "script"> {
  if (script === null) throw stillWriting();
  const scene = sceneIndex(script, edit.scene);
  const media: MediaSettings = spec.media ?? { sources: [] };
  const pictures = script.scenes.map((_, index) => (index === scene ? null : index));
  const uploads = (media.uploads ?? []).filter((upload) => upload.scene !== scene);
  const skips = (media.skips ?? []).filter((skip) => skip.scene !== scene);
  if (edit.objectKey === undefined) {
    const times = (media.skips?.find((skip) => skip.scene === scene)?.times ?? 0) + 1;
    const changed = { ...media, uploads, skips: [...skips, { scene, times }] };
    return { spec: { ...spec, media: changed }, redo: ["media", "render", "qa"], pictures };
  }
  requireObjectKey(edit.objectKey);
  const credit = edit.credit === undefined ? {} : { credit: edit.credit };
  const sources = media.sources.includes("upload") ? media.sources : (["upload", ...media.sources] as const);
  const changed = { ...media, sources, skips, uploads: [...uploads, { objectKey: edit.objectKey, scene, ...credit }] };
  return { spec: { ...spec, media: changed }, redo: ["media", "render", "qa"], pictures };
}

/** What was asked of a scene goes with it to its new place, and leaves with it. */
function movedMedia(
  media: MediaSettings | undefined,
  pictures: readonly (number | null)[] | null,
): { media?: MediaSettings } {
  if (media === undefined || pictures === null) return media === undefined ? {} : { media };
  const moved = <T extends { readonly scene?: number }>(items: readonly T[]): T[] =>
    items.flatMap((item) => {
      if (item.scene === undefined) return [item];
      const scene = pictures.indexOf(item.scene);
      return scene === -1 ? [] : [{ ...item, scene }];
    });
  const { uploads, skips, ...rest } = media;
  return {
    media: {
      ...rest,
      ...(uploads === undefined ? {} : { uploads: moved(uploads) }),
      ...(skips === undefined ? {} : { skips: moved(skips) }),
    },
  };
}

function requireDress(edit: DressEdit): void {
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

function requireMusic({ source, objectKey }: MusicSettings): void {
  if (!MUSIC_SOURCES.includes(source)) {
    throw refused("music.source", `"${source}" is no source of music`, oneOf(MUSIC_SOURCES));
  }
  if (source === "licensed" && objectKey === undefined) {
    throw refused("music.objectKey", "licensed music needs its recording", "Upload the recording and name its key.");
  }
  if (objectKey !== undefined) requireObjectKey(objectKey, "music.objectKey");
}

function requireLook({ captions, transition, brand }: LookSettings): void {
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
  if (brand?.logoKey !== undefined) requireObjectKey(brand.logoKey, "look.brand.logoKey");
}

function requireObjectKey(objectKey: string, field = "objectKey"): void {
  if (OBJECT_KEY.test(objectKey)) return;
  throw refused(field, "this is no key of a stored file", "Upload the file and send the object_key of the answer.");
}

function refused(field: string, message: string, remedy: string): AppError {
  return new AppError("invalid_input", message, { field: `edit.${field}`, remedy });
}

function stillWriting(): AppError {
  return new AppError("conflict", "the script is still being written", {
    field: "edit.scene",
    remedy: "Wait until the script stage is done, then edit again.",
  });
}

const VOICE_REMEDY = "Use a voice of espeak-ng, as in en-us, or <provider>:<voice>.";
const oneOf = (words: readonly string[]) => `Use one of ${words.join(", ")}.`;
