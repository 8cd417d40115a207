import { html } from "hono/html";

import type { StoryboardScene } from "../../../domain/render/storyboard.ts";
import { videoUrl } from "./cards.ts";
import { momentLink } from "./player.ts";
import { sceneForms } from "./scene-forms.ts";
import type { VideoPage } from "./view.ts";
import { clock, type Html, plural, status } from "../words.ts";

export function sceneStillUrl(videoId: string, number: number): string {
  return `${videoUrl(videoId)}/scenes/${number}.jpg`;
}

/** Every scene with its picture, its words and its time; a click moves the player there. */
export function storyboardSection(video: VideoPage, csrfToken: string | null): Html | null {
  if (video.storyboard.length === 0) return null;
  return html`<section class="stack" aria-labelledby="storyboard">
    <div class="heading">
      <h2 id="storyboard">Storyboard</h2>
      <span class="small quiet">${plural(video.storyboard.length, "scene")}</span>
    </div>
    <ol class="storyboard">
      ${video.storyboard.map((scene) => sceneItem(video, scene, csrfToken))}
    </ol>
  </section>`;
}

function sceneItem(video: VideoPage, scene: StoryboardScene, csrfToken: string | null): Html {
  const { number, heading, lines, kind, time, findings } = scene;
  const stretch = time
    ? html`data-from="${(time.fromMs / 1_000).toFixed(2)}" data-to="${(time.toMs / 1_000).toFixed(2)}"`
    : "";
  return html`<li class="card scene" id="scene-${number}" ${stretch}>
    ${
      time
        ? momentLink(
            video.videoId,
            time.fromMs,
            html`<img
                class="picture"
                src="${sceneStillUrl(video.videoId, number)}"
                alt="Scene ${number}, from ${clock(time.fromMs)}"
                loading="lazy"
                decoding="async"
              /><span class="time" aria-hidden="true">${clock(time.fromMs)}–${clock(time.toMs)}</span>`,
          )
        : html`<div class="still"><span aria-hidden="true">not laid out yet</span></div>`
    }
    <div class="stack">
      <div class="row spread">
        <h3 class="wrap">${number}. ${heading}</h3>
        <span class="small quiet">${kind} ${findings > 0 && status("warn", plural(findings, "finding"))}</span>
      </div>
      <ol class="said small">
        ${lines.map((line) => html`<li class="wrap">${line}</li>`)}
      </ol>
      ${csrfToken && sceneForms(video, scene, csrfToken)}
    </div>
  </li>`;
}
