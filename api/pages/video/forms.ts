import type { Context } from "hono";
import { z } from "zod";

import { SUBTITLES_LEFT } from "../../../domain/video/own-dress.ts";
import type { ApiEnv } from "../../dependencies.ts";
import { EDIT_FORMS } from "./edit-forms.ts";
import { EXPERIMENT_FORMS } from "./experiment-forms.ts";
import { callJson, type Dispatch, giveFile, type JsonCall, problemOf, type Refusal } from "../act.ts";

/** What a form of the video page sends; every field is text. */
export type FormFields = Readonly<Record<string, string>>;

export interface VideoForm {
  /** Said when it went well. */
  readonly done: string;
  /** May carry a password: the act needs a fresh proof of who acts. */
  readonly guarded: boolean;
  /** May carry a file, which goes to POST /files first; its key is then the field `object_key`. */
  readonly takesFile?: boolean;
  call(path: string, fields: FormFields): JsonCall;
}

/** Forms of the video page, each a JSON route said in fields. */
const VIDEO_FORMS: Readonly<Record<string, VideoForm>> = {
  ...EDIT_FORMS,
  ...EXPERIMENT_FORMS,
  approve: {
    done: "Approved.",
    guarded: true,
    call: (path, { reason }) => ({ method: "POST", path: `${path}/approve`, body: { reason } }),
  },
  reject: {
    done: "Rejected.",
    guarded: true,
    call: (path, { reason }) => ({ method: "POST", path: `${path}/reject`, body: { reason } }),
  },
  "raise-cap": {
    done: "The cap is granted.",
    guarded: true,
    call: (path, { cap_usd: cap, reason }) => ({
      method: "POST",
      path: `${path}/raise-cap`,
      body: { cap_micro_usd: Math.round(Number(cap) * 1_000_000), reason },
    }),
  },
  resume: {
    done: "The run goes on.",
    guarded: false,
    call: (path) => ({ method: "POST", path: `${path}/resume`, body: {} }),
  },
  cancel: {
    done: "The video is cancelled.",
    guarded: false,
    call: (path) => ({ method: "DELETE", path: inQueue(path) }),
  },
  priority: {
    done: "The priority is changed.",
    guarded: false,
    call: (path, { priority }) => ({ method: "PATCH", path: inQueue(path), body: { priority: Number(priority) } }),
  },
};

function inQueue(path: string): string {
  return path.replace("/pipeline/videos/", "/pipeline/queue/");
}

export function videoForm(act: string): VideoForm | undefined {
  return Object.hasOwn(VIDEO_FORMS, act) ? VIDEO_FORMS[act] : undefined;
}

/** What came of a form: why it was refused, or which video shows what it did. */
export type FormOutcome =
  | { readonly refusal: Refusal }
  /** `isNew`: a finished video stays as it is, and what was asked for became a linked one. */
  | { readonly refusal: null; readonly videoId: string; readonly isNew: boolean; readonly isWithoutSubtitles: boolean };

/** Proves who acts if the form says so, gives its file, then acts. */
export async function sendVideoForm(
  dispatch: Dispatch,
  c: Context<ApiEnv>,
  { form, videoId, fields, file }: SentForm,
): Promise<FormOutcome> {
  const { password } = fields;
  if (form.guarded && password) {
    const proof: JsonCall = { method: "POST", path: "/auth/reauthenticate", body: { password } };
    const refused = await problemOf(await callJson(dispatch, c, proof));
    if (refused) return { refusal: refused };
  }
  const path = `/pipeline/videos/${encodeURIComponent(videoId)}`;
  if (form.takesFile !== true || file === null)
    return outcomeOf(await callJson(dispatch, c, form.call(path, fields)), videoId);
  const given = await giveFile(dispatch, c, file);
  if (!given.ok) return outcomeOf(given, videoId);
  const { object_key } = StoredFile.parse(await given.json());
  return outcomeOf(await callJson(dispatch, c, form.call(path, { ...fields, object_key })), videoId);
}

async function outcomeOf(answer: Response, videoId: string): Promise<FormOutcome> {
  const refusal = await problemOf(answer);
  if (refusal) return { refusal };
  const made = Made.safeParse(await answer.json().catch(() => null));
  const shownBy = made.data?.new_video_id ?? made.data?.video_id ?? videoId;
  const isWithoutSubtitles = made.data?.notes?.includes(SUBTITLES_LEFT) === true;
  return { refusal: null, videoId: shownBy, isNew: shownBy !== videoId, isWithoutSubtitles };
}

/** Edits of a finished video name the linked one, and so do its versions in other languages. */
const Made = z.object({
  new_video_id: z.string().nullish(),
  video_id: z.string().optional(),
  notes: z.array(z.string()).optional(),
});

interface SentForm {
  readonly form: VideoForm;
  readonly videoId: string;
  readonly fields: FormFields;
  readonly file: File | null;
}

const StoredFile = z.object({ object_key: z.string() });

/** Said after the redirect, of acts with dots between; only these words can be asked for by an address. */
export function doneText(acts: string | undefined): string | null {
  if (acts === undefined) return null;
  const texts = acts.split(".").map((act) => videoForm(act)?.done ?? OTHER_DONE.get(act));
  return texts.filter((text) => text !== undefined).join(" ") || null;
}

const OTHER_DONE = new Map([
  ["queued", "The video is in the queue."],
  [
    "linked",
    "This is a new video, made from the finished one, which stays as it is. It is private until you make it public.",
  ],
  ["subtitles-left", SUBTITLES_LEFT],
  ["queue-pause", "The queue is paused."],
  ["queue-resume", "The queue starts videos again."],
  ["queue-drain", "The queue takes no new videos."],
]);
