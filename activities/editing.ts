import type { ObjectStore } from "../clients/storage/storage.ts";
import { AppError } from "../domain/errors.ts";
import { LETTERS } from "../domain/look/glyphs.ts";
import type { AppliedEdit, Dress } from "../domain/video/generation.ts";
import type { MediaManifest } from "../domain/media/media.ts";
import type { KeptPictures, MediaResult, ScriptResult } from "../domain/video/production.ts";
import { type Script, scriptWordCount } from "../domain/script/script.ts";
import { type VideoEdit, applyEdit, filesOf, thumbnailArtifact } from "../domain/video/video-edits.ts";
import { requireDrawableEdit } from "../domain/video/edit-glyphs.ts";
import type { VideoSpec } from "../domain/video/video.ts";
import { contentHash } from "./content-key.ts";
import { bundledFonts } from "./rendering/fonts.ts";
import { requireDrawable } from "./script/glyphs.ts";

export interface EditingDeps {
  readonly storage: Pick<ObjectStore, "has" | "getJson" | "putJson">;
}

/** A video as it stands when an edit comes. */
export interface EditedFrom {
  readonly spec: VideoSpec;
  /** Null while the script is being written. */
  readonly scriptKey: string | null;
  readonly artifacts: Readonly<Record<string, string>>;
}

const EDITED = { field: "edit", remedy: `Write these words in ${LETTERS}.` };

/** What a run takes over from another video, in place of making it. */
export function createEditingActivities({ storage }: EditingDeps) {
  return {
    /** The words of another video as they are. */
    async adoptScript({ scriptKey }: { scriptKey: string }): Promise<ScriptResult> {
      const script = await storage.getJson<Script>(scriptKey);
      await requireDrawable(script, EDITED);
      return scriptResult(scriptKey, script);
    },

    /** The pictures of another video for the scenes of this one; nothing is searched, bought or drawn. */
    async adoptMedia({ scriptKey, keep }: { scriptKey: string; keep: KeptPictures }): Promise<MediaResult> {
      const [script, manifest] = await Promise.all([
        storage.getJson<Script>(scriptKey),
        storage.getJson<MediaManifest>(keep.mediaKey),
      ]);
      const adopted = rearranged(manifest, script, keep.scenes);
      const mediaKey = `media/${contentHash(adopted)}.json`;
      if (!(await storage.has(mediaKey))) await storage.putJson(mediaKey, adopted);
      return { mediaKey, usage: [] };
    },
  };
}

export type EditingActivities = ReturnType<typeof createEditingActivities>;

/** Applies an edit to stored words and keeps the new ones; says what has to be made again. */
export async function editStored({ storage }: EditingDeps, from: EditedFrom, edit: VideoEdit): Promise<AppliedEdit> {
  const before = from.scriptKey === null ? null : await storage.getJson<Script>(from.scriptKey);
  const { spec, script, redo, pictures } = applyEdit(from.spec, before, edit);
  requireDrawableEdit((await bundledFonts()).fonts, edit);
  for (const { field, objectKey } of filesOf(edit)) {
    if (await storage.has(objectKey)) continue;
    throw new AppError("invalid_input", "there is no such file", { field, remedy: "Upload it first." });
  }
  const dress = dressOf(edit, from.artifacts);
  if (script === null || script === before) return { edit, spec, script: null, redo, pictures, dress };
  const scriptKey = `scripts/${contentHash(script)}.json`;
  if (!(await storage.has(scriptKey))) await storage.putJson(scriptKey, script);
  return { edit, spec, script: scriptResult(scriptKey, script), redo, pictures, dress };
}

function dressOf(edit: VideoEdit, artifacts: EditedFrom["artifacts"]): Dress {
  if (edit.kind === "title") return { title: edit.title.trim() };
  if (edit.kind === "subtitles") return { srtKey: edit.objectKey };
  if (edit.kind !== "thumbnail") return {};
  const { candidate = 0, objectKey = artifacts[thumbnailArtifact(candidate)] } = edit;
  if (objectKey === undefined) {
    throw new AppError("invalid_input", `the video has no thumbnail candidate ${candidate}`, {
      field: "edit.candidate",
      remedy: "Wait until it is rendered, choose another, or send a picture of your own.",
    });
  }
  return { thumbnailKey: objectKey };
}

function scriptResult(scriptKey: string, script: Script): ScriptResult {
  const { title, scenes, provider } = script;
  return { scriptKey, title, sceneCount: scenes.length, wordCount: scriptWordCount(script), provider, usage: [] };
}

/** A scene beyond the end shows the last picture: a translation of one's own may have more scenes than its original. */
function rearranged(manifest: MediaManifest, { scenes }: Script, kept: readonly (number | null)[]): MediaManifest {
  const last = manifest.stills.length - 1;
  const sourceOf = (scene: number) => Math.min(kept[scene] ?? scene, last);
  const stills = scenes.flatMap(({ kind }, scene) => {
    const still = manifest.stills.find((each) => each.scene === sourceOf(scene));
    return still === undefined ? [] : [{ ...still, scene, kind }];
  });
  if (stills.length !== scenes.length) {
    throw new AppError("media_failed", "the pictures to take over are not complete", { field: "reuse.mediaKey" });
  }
  if (manifest.clips === undefined) return { ...manifest, stills };
  const clips = scenes.flatMap((_, scene) => {
    const clip = manifest.clips?.find((each) => each.scene === sourceOf(scene));
    return clip === undefined ? [] : [{ ...clip, scene }];
  });
  return { ...manifest, stills, clips };
}
