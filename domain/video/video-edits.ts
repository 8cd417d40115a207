import { AppError } from "../errors.ts";
import { type SceneEdit, editScenes, isSceneEdit, sceneIndex } from "./scene-edits.ts";
import type { Script } from "../script/script.ts";
import { serviceVoiceOf } from "../speech/voices.ts";
import { oneOf, refused, requireDress, requireLook, requireMusic, requireObjectKey } from "./edit-rules.ts";
import { publishingOf } from "./publishing-edit.ts";
import { type LookChange, type MediaSettings, type MusicSettings, wholeLook } from "./video-settings.ts";
import { ASPECTS, type Aspect, type PrivacyStatus, type VideoSpec } from "./video.ts";

/** What a person may change on a video after its start. Scenes and lines count from 1, as people do. */
export type VideoEdit = SceneEdit | SettingEdit | DressEdit;

export type SettingEdit =
  | { readonly kind: "voice"; readonly voice: string }
  | { readonly kind: "music"; readonly music: MusicSettings }
  /** Merged into the look that the video has. */
  | { readonly kind: "look"; readonly look: LookChange }
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
  return Object.entries(named).flatMap(([field, objectKey]) => (objectKey ? [{ field, objectKey }] : []));
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
      const look = wholeLook({ ...spec.look, ...edit.look, brand });
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

function stillWriting(): AppError {
  return new AppError("conflict", "the script is still being written", {
    field: "edit.scene",
    remedy: "Wait until the script stage is done, then edit again.",
  });
}

const VOICE_REMEDY = "Use a voice of espeak-ng, as in en-us, or <provider>:<voice>.";
