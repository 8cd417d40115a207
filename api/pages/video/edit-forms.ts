import { z } from "zod";

import { AppError } from "../../../domain/errors.ts";
import type { FormFields, VideoForm } from "./forms.ts";

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
    call: (path, { language, voice }) => {
      return { method: "POST", path: `${path}/localise`, body: { language, ...(voice ? { voice } : {}) } };
    },
  },
  "scene-words": edits("The words are changed; what depends on them is made again.", wordsOf),
  "scene-picture": withFile("The scene gets another picture.", ({ scene, object_key: objectKey }) => {
    return { kind: "scene_media", scene: Number(scene), ...(objectKey ? { object_key: objectKey } : {}) };
  }),
  "scene-removal": edits("The scene is taken out.", ({ scene }) => ({ kind: "remove_scene", scene: Number(scene) })),
};

function edits(done: string, editOf: (fields: FormFields) => object): VideoForm {
  return {
    done,
    guarded: true,
    call: (path, fields) => {
      const { reason } = fields;
      return { method: "POST", path: `${path}/edit`, body: { edit: editOf(fields), reason } };
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

const Before = z.object({ heading: z.string(), lines: z.array(z.string()) });

/** One line that changed is a smaller edit than a new scene: the picture stays. */
export function wordsOf({ scene, heading = "", lines = "", before = "" }: FormFields): object {
  const sentences = lines.split(/\r?\n/).flatMap((line) => (line.trim() === "" ? [] : [line.trim()]));
  const was = Before.parse(jsonOf(before));
  const sameHeading = heading.trim() === was.heading;
  const changed = sentences.flatMap((text, index) => (text === was.lines[index] ? [] : [{ line: index + 1, text }]));
  const [only] = changed;
  const number = Number(scene);
  if (sameHeading && sentences.length === was.lines.length && changed.length === 1 && only) {
    return { kind: "rewrite_line", scene: number, line: only.line, text: only.text };
  }
  const sameLines = changed.length === 0 && sentences.length === was.lines.length;
  return {
    kind: "replace_scene",
    scene: number,
    ...(sameHeading ? {} : { heading: heading.trim() }),
    ...(sameLines ? {} : { sentences }),
  };
}

/** The browser sends minutes without a zone; the form says that they are UTC. */
function instantOf(minutes: string): string {
  return Number.isNaN(Date.parse(`${minutes}Z`)) ? minutes : new Date(`${minutes}Z`).toISOString();
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new AppError("invalid_input", "the form did not arrive whole", { cause, remedy: "Send it again." });
  }
}
