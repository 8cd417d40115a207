import { html } from "hono/html";

import type { StoryboardScene } from "../../../domain/render/storyboard.ts";
import { artifactUrl, videoUrl } from "./cards.ts";
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
            html`${picture(video, scene, `Scene ${number}, from ${clock(time.fromMs)}`)}<span
                class="time"
                aria-hidden="true"
                >${clock(time.fromMs)}–${clock(time.toMs)}</span
              >`,
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

/** The frame that viewers see, out of the contact sheet; what the scene is drawn from where the sheet leaves it out. */
function picture({ videoId, artifacts }: VideoPage, { number, frame }: StoryboardScene, alt: string): Html {
  if (frame === null || !artifacts.has("contact-sheet.jpg"))
    return html`<img
      class="picture"
      src="${sceneStillUrl(videoId, number)}"
      alt="${alt}"
      loading="lazy"
      decoding="async"
    />`;
  const { x, y, width, height, sheetWidth, sheetHeight } = frame;
  // The inner one cuts the neighbours off where the card is wider than the frame.
  return html`<svg class="picture" viewBox="0 0 ${width} ${height}" role="img" aria-label="${alt}">
    <svg width="${width}" height="${height}" viewBox="${x} ${y} ${width} ${height}">
      <image href="${artifactUrl(videoId, "contact-sheet.jpg")}" width="${sheetWidth}" height="${sheetHeight}" />
    </svg>
  </svg>`;
}
