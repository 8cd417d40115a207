import { html } from "hono/html";

import type { StoryboardScene } from "../../../domain/render/storyboard.ts";
import { csrfField } from "../layout.ts";
import { onceField } from "../once.ts";
import { fileInput, proof, reason, WITH_FILE } from "./form-parts.ts";
import { videoUrl } from "./cards.ts";
import { insertFields } from "./insert-form.ts";
import { mayEditScenes, type VideoPage } from "./view.ts";
import type { Html } from "../words.ts";

const PICTURES = "image/png,image/jpeg,image/webp,video/*";

/** Other words, another picture, no such scene or one beside it; null where the video takes no such edit. */
export function sceneForms(video: VideoPage, scene: StoryboardScene, csrfToken: string): Html | null {
  if (!mayEditScenes(video)) return null;
  const action = (act: string) => `${videoUrl(video.videoId)}/${act}`;
  const { number, heading, lines } = scene;
  const hidden = html`${csrfField(csrfToken)}${onceField()}<input type="hidden" name="scene" value="${number}" />`;
  return html`<details class="change">
      <summary class="small">Change scene ${number}</summary>
      <form class="stack" method="post" action="${action("scene-words")}">
        ${hidden}
        <input type="hidden" name="before" value="${JSON.stringify({ heading, lines })}" />
        <label>Heading <input name="heading" required maxlength="120" value="${heading}" /></label>
        <label>
          Lines, one sentence each
          <textarea name="lines" required rows="${Math.max(3, lines.length + 1)}">${lines.join("\n")}</textarea>
        </label>
        ${reason("Why the words change")} ${proof(video)}
        <button type="submit">Change the words</button>
      </form>
      <form class="stack" method="post" action="${action("scene-picture")}" ${WITH_FILE}>
        ${hidden} ${video.may.execute && fileInput("A picture or clip of your own, up to 32 MB", PICTURES)}
        <label>
          Or the object key of a file that was given before; nothing in both for another picture from the same sources
          <input name="object_key" maxlength="200" placeholder="uploads/…" />
        </label>
        ${reason("Why the picture changes")} ${proof(video)}
        <div class="row">
          <button type="submit">Change the picture</button>
          ${
            video.storyboard.length > 1 &&
            html`<button class="danger" type="submit" formaction="${action("scene-removal")}">
              Take the scene out
            </button>`
          }
        </div>
      </form>
    </details>
    <details class="change">
      <summary class="small">Insert a scene</summary>
      <form class="stack" method="post" action="${action("scene-insertion")}">
        ${csrfField(csrfToken)} ${onceField()} ${insertFields(number)} ${reason("Why the scene comes in")}
        ${proof(video)}
        <button type="submit">Insert the scene</button>
      </form>
    </details>`;
}
