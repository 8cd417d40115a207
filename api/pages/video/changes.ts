import { html } from "hono/html";

import { CAPTION_STYLES, TRANSITIONS } from "../../../domain/video/video-settings.ts";
import { ASPECTS } from "../../../domain/video/video.ts";
import { csrfField } from "../layout.ts";
import { onceField } from "../once.ts";
import { BRAND } from "./brand-form.ts";
import { videoUrl } from "./cards.ts";
import { type ChangeForm, DESCRIPTION, PUBLISHING, SUBTITLES, THUMBNAIL, TITLE } from "./dress-forms.ts";
import { fileInput, options, proof, reason, WITH_FILE } from "./form-parts.ts";
import { publishForm } from "./publication.ts";
import {
  mayDress,
  mayDressInFiles,
  mayEditSettings,
  mayEditWaiting,
  mayLocalise,
  mayPlanPublishing,
  type VideoPage,
} from "./view.ts";
import type { Html } from "../words.ts";

/** Forms for the whole video, each behind its name; null where the reader or the video takes none. */
export function changeSection(video: VideoPage, csrfToken: string | null): Html | null {
  if (csrfToken === null) return null;
  const forms = [
    publishForm(video, csrfToken),
    mayDress(video) && form(video, csrfToken, TITLE),
    mayDressInFiles(video) && form(video, csrfToken, THUMBNAIL),
    mayDressInFiles(video) && form(video, csrfToken, SUBTITLES),
    mayEditWaiting(video) && form(video, csrfToken, PRIORITY),
    ...(mayEditSettings(video) ? SETTINGS.map((change) => form(video, csrfToken, change)) : []),
    mayLocalise(video) && form(video, csrfToken, LANGUAGE),
    mayPlanPublishing(video) && form(video, csrfToken, DESCRIPTION),
    mayPlanPublishing(video) && form(video, csrfToken, PUBLISHING),
  ].filter((each) => each !== false && each !== null);
  if (forms.length === 0) return null;
  return html`<section class="card" aria-labelledby="change">
    <h2 id="change">Change</h2>
    ${video.status === "completed" && html`<p class="small quiet">A finished video keeps its picture: other scenes, voice or look make a new, linked video, private until you make it public.</p>`}
    ${mayEditWaiting(video) && html`<p class="small quiet">It waits in the line: what is changed now is so from its beginning on. Scenes, title and thumbnail can be changed once it is being made.</p>`}
    <div class="lines">${forms}</div>
  </section>`;
}

/** Puts a candidate before the video. */
export function thumbnailForm(video: VideoPage, candidate: number, csrfToken: string | null): Html | null {
  if (csrfToken === null || !mayDress(video)) return null;
  return html`<form class="stack" method="post" action="${videoUrl(video.videoId)}/thumbnail">
    ${csrfField(csrfToken)}
    <input type="hidden" name="candidate" value="${candidate}" />
    <input type="hidden" name="reason" value="Chosen among the candidates" />
    ${proof(video)}
    <button type="submit" aria-label="Use candidate ${candidate}">Use this one</button>
  </form>`;
}

function form(video: VideoPage, csrfToken: string, change: ChangeForm): Html {
  const { act, summary, why, button } = change;
  return html`<details>
    <summary>${summary}</summary>
    <form
      class="stack"
      method="post"
      action="${videoUrl(video.videoId)}/${act}"
      ${change.takesFile === true ? WITH_FILE : ""}
    >
      ${csrfField(csrfToken)} ${onceField()} ${change.fields(video)} ${why && html`${reason(why)} ${proof(video)}`}
      <div><button type="submit">${button}</button></div>
    </form>
  </details>`;
}

const VOICE: ChangeForm = {
  act: "voice",
  summary: "Voice",
  why: "Why the voice changes",
  button: "Change the voice",
  fields: ({ spec }) =>
    html`<label>
      Voice: one of espeak-ng, as en-us, or a bought one, as openai:alloy
      <input name="voice" required maxlength="100" value="${spec.voice}" />
    </label>`,
};

const LOOK: ChangeForm = {
  act: "look",
  summary: "Captions and transitions",
  why: "Why the look changes",
  button: "Change the look",
  fields: ({ spec }) =>
    html`<div class="pair">
      <label
        >Captions
        <select name="captions">
          ${options(CAPTION_STYLES, spec.look?.captions ?? "highlight")}
        </select></label
      >
      <label
        >Transition
        <select name="transition">
          ${options(TRANSITIONS, spec.look?.transition ?? "wipe")}
        </select></label
      >
    </div>`,
};

const MUSIC: ChangeForm = {
  act: "music",
  summary: "Music",
  why: "Why the music changes",
  button: "Change the music",
  fields: ({ spec }) =>
    html`<div class="pair">
        <label>
          Music
          <select name="source">
            ${options(["synthesised", "licensed", "none"], spec.music?.source ?? "synthesised")}
          </select>
        </label>
        <label
          >Seed of the synthesised
          <input name="seed" type="number" min="0" max="2147483647" value="${spec.music?.seed ?? spec.seed}"
        /></label>
      </div>
      <label
        >Licensed recording (object key)
        <input name="object_key" maxlength="200" placeholder="uploads/…" value="${spec.music?.objectKey ?? ""}"
      /></label>
      <div class="pair">
        <label>Its licence <input name="licence" maxlength="200" value="${spec.music?.licence ?? ""}" /></label>
        <label>Its author <input name="author" maxlength="200" value="${spec.music?.author ?? ""}" /></label>
      </div>`,
};

const SHAPE: ChangeForm = {
  act: "aspect",
  summary: "Shape",
  why: "Why the shape changes",
  button: "Change the shape",
  fields: ({ spec }) =>
    html`<label
      >Shape
      <select name="aspect">
        ${options(ASPECTS, spec.aspect)}
      </select></label
    >`,
};

const SETTINGS = [VOICE, LOOK, BRAND, MUSIC, SHAPE];

const PRIORITY: ChangeForm = {
  act: "priority",
  summary: "Priority",
  why: null,
  button: "Change the priority",
  fields: ({ priority }) =>
    html`<label>
      Priority, 10 first
      <input name="priority" type="number" min="1" max="10" required value="${priority}" />
    </label>`,
};

const LANGUAGE: ChangeForm = {
  act: "localise",
  summary: "Another language",
  why: null,
  button: "Make it in that language",
  takesFile: true,
  fields: () =>
    html`<div class="pair">
        <label>Language, as de or pt-BR <input name="language" required maxlength="35" /></label>
        <label>Voice, or nothing for the language’s own <input name="voice" maxlength="100" /></label>
      </div>
      ${fileInput("A translation of your own, text or JSON, scene by scene; nothing for a made one", ".txt,.md,.json")}
      <p class="small quiet">Makes a linked video with the same pictures, private until you make it public.</p>`,
};
