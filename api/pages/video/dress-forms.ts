import { html } from "hono/html";

import { PRIVACY_STATUSES } from "../../../domain/video/video.ts";
import { fileInput, options } from "./form-parts.ts";
import type { VideoPage } from "./view.ts";
import type { Html } from "../words.ts";

/** One form of the section “Change”. */
export interface ChangeForm {
  readonly act: string;
  readonly summary: string;
  /** Asks for the reason; null where the act is not guarded and needs none. */
  readonly why: string | null;
  readonly button: string;
  readonly takesFile?: boolean;
  fields(video: VideoPage): Html;
}

export const TITLE: ChangeForm = {
  act: "title",
  summary: "Title",
  why: "Why the title changes",
  button: "Change the title",
  fields: ({ title, topic }) =>
    html`<label>Title <input name="title" required maxlength="100" value="${title ?? topic}" /></label>`,
};

export const THUMBNAIL: ChangeForm = {
  act: "own-thumbnail",
  summary: "Thumbnail of your own",
  why: "Why the thumbnail changes",
  button: "Use this picture",
  takesFile: true,
  fields: () => fileInput("PNG or JPEG of at most 2 MB", "image/png,image/jpeg", true),
};

export const SUBTITLES: ChangeForm = {
  act: "subtitles",
  summary: "Subtitles of your own",
  why: "Why the subtitles change",
  button: "Use these subtitles",
  takesFile: true,
  fields: () => fileInput("SRT file in UTF-8", ".srt,text/plain", true),
};

export const DESCRIPTION: ChangeForm = {
  act: "description",
  summary: "Description",
  why: "Why the description changes",
  button: "Change the description",
  fields: ({ spec }) =>
    html`<label>
      Words on the platform, or nothing for the script’s; chapters and credits come below them
      <textarea name="description" rows="5" maxlength="5000">${spec.publish.description ?? ""}</textarea>
    </label>`,
};

export const PUBLISHING: ChangeForm = {
  act: "publishing",
  summary: "Publishing",
  why: "Why the publishing changes",
  button: "Change the publishing",
  fields: ({ spec }) =>
    html`<div class="pair">
      <label
        >Who may see it
        <select name="privacy">
          ${options(PRIVACY_STATUSES, spec.publish.privacy)}
        </select></label
      >
      <label>
        Made public at (UTC), or nothing for at once
        <input name="publish_at" type="datetime-local" value="${spec.publish.publishAt?.slice(0, 16) ?? ""}" />
      </label>
    </div>`,
};
