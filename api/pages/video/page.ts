import { html } from "hono/html";

import { type Frame, layout } from "../layout.ts";
import { changeSection, thumbnailForm } from "./changes.ts";
import { costSection } from "./costs.ts";
import { decisionSection, trailSection } from "./decisions.ts";
import { type Entered, enteredMark } from "./entered.ts";
import { experimentSection } from "./experiments.ts";
import { filesSection, playerSection } from "./player.ts";
import { familySection, thumbnailSection, versionSection } from "./provenance.ts";
import { publicationFault, publicationLine } from "./publication.ts";
import { qualitySection } from "./quality.ts";
import { creditSection, remarkSection } from "./remarks.ts";
import { storyboardSection } from "./storyboard.ts";
import { stageSection } from "./stages.ts";
import type { VideoPage } from "./view.ts";
import { bytes, clock, type Html, instant, status } from "../words.ts";

/** All about one video: what it waits for first, then the picture, then the numbers. `entered` was refused just now. */
export function videoPage(frame: Frame, video: VideoPage, entered: Entered | null = null) {
  const csrfToken = frame.reader?.csrfToken ?? null;
  const isLive = video.status === "processing";
  return layout(frame, {
    title: video.title ?? video.topic,
    path: "/videos",
    notice: video.notice,
    scripts: [
      ...(video.artifacts.has("video.mp4") ? ["player.js"] : []),
      ...(isLive ? ["progress.js"] : []),
      ...(entered ? ["entered.js"] : []),
    ],
    body: html`
      ${entered && enteredMark(video.videoId, entered)}
      <div class="stack">
        <div class="heading">
          <h1 class="wrap">${video.title ?? video.topic}</h1>
          ${video.waitingFor ? status("waiting") : status(video.status)}
        </div>
        ${video.title && video.title !== video.topic && html`<p class="quiet wrap">${video.topic}</p>`}
        <p class="row small">
          <a href="${video.workflowUrl}">Run in the Web UI</a>
          ${publicationLine(video)}
          <span class="code quiet">${video.videoId}</span>
        </p>
      </div>
      ${waiting(video)} ${failure(video)} ${publicationFault(video)}
      <div class="columns">
        <div class="stack">
          ${playerSection(video)} ${stageSection(video)} ${qualitySection(video)} ${remarkSection(video)}
        </div>
        <div class="stack">
          ${decisionSection(video, csrfToken)} ${facts(video)} ${changeSection(video, csrfToken)} ${costSection(video)}
        </div>
      </div>
      ${storyboardSection(video, csrfToken)}
      <div class="columns even">
        <div class="stack">
          ${thumbnailSection(video, (candidate) => thumbnailForm(video, candidate, csrfToken))}
          ${experimentSection(video, csrfToken)} ${versionSection(video)} ${trailSection(video)}
        </div>
        <div class="stack">${familySection(video)} ${creditSection(video)} ${filesSection(video)}</div>
      </div>
    `,
  });
}

function waiting({ waitingFor, place, nowMs }: VideoPage): Html | null {
  if (waitingFor) {
    return html`<section class="notice warn stack" aria-labelledby="waits">
      <h2 id="waits">Waits: ${waitingFor.kind.replaceAll("_", " ")}</h2>
      <p class="wrap">${waitingFor.reason}</p>
      <p class="wrap"><strong>${waitingFor.remedy}</strong></p>
      ${waitingFor.until && html`<p class="small">Goes on by itself ${instant(waitingFor.until, nowMs)}.</p>`}
    </section>`;
  }
  if (!place) return null;
  return html`<p class="notice">
    Number ${place.position} in the waiting line; should be done ${instant(place.etaAt, nowMs)}.
  </p>`;
}

function failure({ error }: VideoPage): Html | null {
  if (!error) return null;
  return html`<section class="notice bad" aria-label="Failure">
    <p class="wrap">${error.message}</p>
    <p class="small code">${error.code}</p>
  </section>`;
}

function facts(video: VideoPage): Html {
  const { spec, nowMs } = video;
  const entries: readonly (readonly [string, unknown])[] = [
    ["Score", video.score],
    ["Length", video.durationMs === null ? `${spec.seconds} s wanted` : clock(video.durationMs)],
    ["Picture", `${spec.size} ${spec.aspect}`],
    ["File", video.bytes === null ? null : bytes(video.bytes)],
    ["Complexity", `${spec.complexity}, ${video.route.toUpperCase()} route`],
    ["Priority", video.priority],
    ["Voice", spec.voice],
    ["Channel", video.channelId],
    ["Publish as", spec.publish.publishAt === null ? spec.publish.privacy : "private until its hour"],
    ["Queued", instant(video.createdAt, nowMs)],
    ["Started", video.startedAt && instant(video.startedAt, nowMs)],
    ["Finished", video.finishedAt && instant(video.finishedAt, nowMs)],
  ];
  const shown = entries
    .filter(([, value]) => value !== null)
    .map(
      ([name, value]) =>
        html`<div>
          <dt>${name}</dt>
          <dd>${value}</dd>
        </div>`,
    );
  return html`<section class="card" aria-label="Facts">
    <dl class="facts">${shown}</dl>
  </section>`;
}
