import { once } from "../once.ts";
import { brandLookOf } from "./brand-form.ts";
import type { FormFields, VideoForm } from "./forms.ts";
import { insertionOf } from "./insert-form.ts";
import { wordsOf } from "./scene-words.ts";

/** Forms that change a video, each said as one edit of the JSON route. */
export const EDIT_FORMS: Readonly<Record<string, VideoForm>> = {
  title: edits("The title is changed.", ({ title }) => ({ kind: "title", title })),
  thumbnail: edits("The thumbnail is changed.", ({ candidate }) => {
    return { kind: "thumbnail", candidate: Number(candidate) };
  }),
  "own-thumbnail": withFile("The thumbnail is changed.", ({ object_key }) => ({ kind: "thumbnail", object_key })),
  subtitles: withFile("The subtitles are changed.", ({ object_key }) => ({ kind: "subtitles", object_key })),
  voice: edits("The voice is changed; what it speaks is made again.", ({ voice }) => ({ kind: "voice", voice })),
  look: edits("The look is changed; the picture is made again.", ({ captions, transition }) => {
    return { kind: "look", look: { captions, transition } };
  }),
  brand: edits("The brand is changed; the picture is made again.", (fields) => {
    return { kind: "look", look: brandLookOf(fields) };
  }),
  music: edits("The music is changed; the sound is made again.", (fields) => ({
    kind: "music",
    music: musicOf(fields),
  })),
  aspect: edits("The shape is changed; the picture is made again.", ({ aspect }) => ({ kind: "aspect", aspect })),
  publishing: edits("It will be published like that.", ({ privacy, publish_at: at }) => {
    return { kind: "publishing", privacy: at ? "private" : privacy, publish_at: at ? instantOf(at) : null };
  }),
  description: edits("The description is changed.", ({ description = "" }) => {
    return { kind: "publishing", description: description.trim() === "" ? null : description.replaceAll("\r\n", "\n") };
  }),
  publish: {
    done: "Publishing is under way; the stage upload shows how far it is.",
    guarded: false,
    call: (path, { privacy, publish_at: at, shown_at: shownAt }) => {
      const body = { privacy, publish_at: at ? instantOf(at) : null };
      const idempotencyKey = ["page", shownAt, privacy, at]
        .join("/")
        .replaceAll(/[^\x21-\x7e]/g, "-")
        .slice(0, 200);
      return { method: "POST", path: `${path}/publish`, body, idempotencyKey };
    },
  },
  localise: {
    done: "The video in the other language is in the queue.",
    guarded: false,
    takesFile: true,
    call: (path, fields) => {
      const { language, voice, object_key: scriptKey } = fields;
      const body = { language, ...(voice ? { voice } : {}), ...(scriptKey ? { script_key: scriptKey } : {}) };
      return { method: "POST", path: `${path}/localise`, body, ...once(fields) };
    },
  },
  "scene-words": edits("The words are changed; what depends on them is made again.", wordsOf),
  "scene-picture": withFile("The scene gets another picture.", ({ scene, object_key: objectKey }) => {
    return { kind: "scene_media", scene: Number(scene), ...(objectKey ? { object_key: objectKey } : {}) };
  }),
  "scene-insertion": edits("The scene comes in.", insertionOf),
  "scene-removal": edits("The scene is taken out.", ({ scene }) => ({ kind: "remove_scene", scene: Number(scene) })),
};

function edits(done: string, editOf: (fields: FormFields) => object): VideoForm {
  return {
    done,
    guarded: true,
    call: (path, fields) => {
      const { reason } = fields;
      return { method: "POST", path: `${path}/edit`, body: { edit: editOf(fields), reason }, ...once(fields) };
    },
  };
}

function withFile(done: string, editOf: (fields: FormFields) => object): VideoForm {
  return { ...edits(done, editOf), takesFile: true };
}

function musicOf({ source, seed, object_key: objectKey, licence, author }: FormFields): object {
  if (source === "licensed") return { source, object_key: objectKey, licence, author };
  return source === "synthesised" ? { source, seed: Number(seed) } : { source };
}

/** The browser sends minutes without a zone; the form says that they are UTC. */
function instantOf(minutes: string): string {
  return Number.isNaN(Date.parse(`${minutes}Z`)) ? minutes : new Date(`${minutes}Z`).toISOString();
}
