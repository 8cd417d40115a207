import { html } from "hono/html";

import { clock, type Html, status, usd } from "../words.ts";

/** A video as the lists show it. */
export interface VideoCard {
  readonly videoId: string;
  readonly topic: string;
  readonly title: string | null;
  readonly status: string;
  readonly isParked: boolean;
  readonly score: number | null;
  readonly spentMicroUsd: number;
  readonly durationMs: number | null;
  readonly hasThumbnail: boolean;
}

export function videoUrl(videoId: string): string {
  return `/videos/${encodeURIComponent(videoId)}`;
}

export function artifactUrl(videoId: string, name: string): string {
  return `/pipeline/videos/${encodeURIComponent(videoId)}/artifacts/${name}`;
}

export function videoGrid(videos: readonly VideoCard[], empty: string): Html {
  if (videos.length === 0) return html`<p class="empty">${empty}</p>`;
  return html`<ul class="videos">
    ${videos.map((video) => videoCard(video))}
  </ul>`;
}

function videoCard(video: VideoCard): Html {
  const facts = [
    video.durationMs === null ? null : clock(video.durationMs),
    video.score === null ? null : `score ${video.score}`,
    video.spentMicroUsd > 0 ? usd(video.spentMicroUsd) : null,
  ].filter((fact) => fact !== null);
  return html`<li>
    <article class="video">
      <a href="${videoUrl(video.videoId)}">
        ${still(video)}
        <h3>${video.title ?? video.topic}</h3>
      </a>
      <div class="row spread small quiet">
        ${video.isParked ? status("waiting") : status(video.status)}
        <span>${facts.join(" · ")}</span>
      </div>
    </article>
  </li>`;
}

/** The title beside it says the same, so the picture itself is decoration. */
export function still({ videoId, hasThumbnail }: Pick<VideoCard, "videoId" | "hasThumbnail">, extra = ""): Html {
  return html`<div class="still ${extra}">
    ${
      hasThumbnail
        ? html`<img src="${artifactUrl(videoId, "thumbnail.jpg")}" alt="" loading="lazy" decoding="async" />`
        : html`<span aria-hidden="true">no picture yet</span>`
    }
  </div>`;
}
