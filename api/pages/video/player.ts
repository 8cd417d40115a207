import { html } from "hono/html";

import { timelineSection } from "./timeline.ts";
import { artifactUrl } from "./cards.ts";
import type { VideoPage } from "./view.ts";
import { clock, type Html } from "../words.ts";

/** The player with its captions and chapters; null until there is a video. */
export function playerSection(video: VideoPage): Html | null {
  if (!video.artifacts.has("video.mp4")) return null;
  const file = (name: string) => artifactUrl(video.videoId, name);
  const poster = video.artifacts.has("thumbnail.jpg") ? html`poster="${file("thumbnail.jpg")}"` : "";
  return html`<section class="stack player" id="player" aria-label="Video">
    <video controls preload="metadata" data-player ${poster}>
      <source src="${file("video.mp4")}" type="video/mp4" />
      ${
        video.artifacts.has("captions.vtt") &&
        html`<track
          kind="captions"
          src="${file("captions.vtt")}"
          srclang="${video.spec.language ?? "en"}"
          label="${languageName(video.spec.language ?? "en")}"
          default
        />`
      }
      <a href="${file("video.mp4")}">Download the video</a>
    </video>
    ${timelineSection(video)} ${chapterList(video)}
    ${
      video.artifacts.has("contact-sheet.jpg") &&
      html`<details class="sheet">
        <summary>Contact sheet</summary>
        <a href="${file("contact-sheet.jpg")}"
          ><img src="${file("contact-sheet.jpg")}" alt="Frames of the video in their order" loading="lazy"
        /></a>
      </details>`
    }
  </section>`;
}

function chapterList(video: VideoPage): Html | null {
  if (video.chapters.length === 0) return null;
  const items = video.chapters.map(
    ({ title, startMs }) =>
      html`<li class="row"><span class="small">${momentLink(video.videoId, startMs)}</span> <span>${title}</span></li>`,
  );
  return html`<details open>
    <summary>Chapters</summary>
    <ol class="plain stack">
      ${items}
    </ol>
  </details>`;
}

/** Moves the player; without the script it opens the file at that second (a media fragment). */
export function momentLink(videoId: string, fromMs: number, text: string | Html = clock(fromMs)): Html {
  const seconds = (fromMs / 1_000).toFixed(2);
  return html`<a href="${artifactUrl(videoId, "video.mp4")}#t=${seconds}" data-second="${seconds}">${text}</a>`;
}

const LANGUAGES = new Intl.DisplayNames("en", { type: "language", fallback: "code" });

function languageName(language: string): string {
  return LANGUAGES.of(language) ?? language;
}

export function filesSection(video: VideoPage): Html | null {
  if (video.artifacts.size === 0) return null;
  const items = [...video.artifacts].map(
    (name) => html`<li><a href="${artifactUrl(video.videoId, name)}">${name}</a></li>`,
  );
  return html`<section class="card stack" aria-labelledby="files">
    <h2 id="files">Files</h2>
    <ul class="plain row small">
      ${items}
    </ul>
  </section>`;
}
