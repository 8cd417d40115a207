import { html } from "hono/html";

import type { Relative } from "../../../db/queries/video-family.ts";
import type { VideoVersion } from "../../../db/queries/video-versions.ts";
import { artifactUrl, videoUrl } from "./cards.ts";
import { editWords } from "./edit-words.ts";
import type { VideoPage } from "./view.ts";
import { type Html, instant, status } from "../words.ts";

/** What the video was before, and the edits that led on; null while there is one version at most. */
export function versionSection(video: VideoPage): Html | null {
  if (video.versions.length < 2) return null;
  const items = video.versions.toReversed().map((version) => versionItem(video, version));
  return html`<section class="card stack" aria-labelledby="versions">
    <h2 id="versions">Versions</h2>
    <ol class="plain lines" reversed>
      ${items}
    </ol>
  </section>`;
}

function versionItem(
  { videoId, versions, nowMs }: VideoPage,
  { version, edits, qualityScore, artifacts, createdAt, createdBy }: VideoVersion,
): Html {
  const isShown = version === versions.at(-1)?.version;
  const file = `${artifactUrl(videoId, "video.mp4")}?version=${version}`;
  return html`<li>
    <div class="row spread">
      <strong>Version ${version}${isShown && " (shown)"}</strong>
      <span class="small quiet">${instant(createdAt, nowMs)}</span>
    </div>
    ${edits.map((edit) => html`<p class="wrap">${editWords(edit)}</p>`)}
    <p class="small quiet wrap">
      ${qualityScore === null ? "" : `score ${qualityScore} · `}${createdBy}
      ${!isShown && artifacts["videoKey"] && html`· <a href="${file}">watch it</a>`}
    </p>
  </li>`;
}

/** The video it was made from, and those made from it. */
export function familySection({ parent, children }: VideoPage): Html | null {
  if (parent === null && children.length === 0) return null;
  return html`<section class="card stack" aria-labelledby="family">
    <h2 id="family">Other videos of it</h2>
    ${parent && html`<p>Made from ${relativeLink(parent)}</p>`}
    ${
      children.length > 0 &&
      html`<ul class="plain lines">
        ${children.map((child) => html`<li class="row spread">${relativeLink(child)} ${status(child.status)}</li>`)}
      </ul>`
    }
  </section>`;
}

function relativeLink({ videoId, title, language }: Relative): Html {
  return html`<a class="wrap" href="${videoUrl(videoId)}" lang="${language ?? "en"}">${title}</a>
    ${language && html`<span class="small quiet">${language}</span>`}`;
}

/** Pictures that could stand before the video. */
export function thumbnailSection(video: VideoPage, form: (candidate: number) => Html | null): Html | null {
  const candidates = ([1, 2, 3] as const).filter((number) => video.artifacts.has(`thumbnail-${number}.jpg`));
  if (candidates.length < 2) return null;
  return html`<section class="card stack" aria-labelledby="thumbnails">
    <h2 id="thumbnails">Thumbnails</h2>
    <ul class="thumbnails">
      ${candidates.map(
        (number) =>
          html`<li class="stack">
            <img
              src="${artifactUrl(video.videoId, `thumbnail-${number}.jpg`)}"
              alt="Candidate ${number}"
              loading="lazy"
            />
            ${form(number)}
          </li>`,
      )}
    </ul>
  </section>`;
}
