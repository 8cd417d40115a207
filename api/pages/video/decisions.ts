import { html } from "hono/html";

import { proof, reason } from "./form-parts.ts";
import { csrfField } from "../layout.ts";
import { videoUrl } from "./cards.ts";
import type { VideoPage } from "./view.ts";
import { type Html, instant, usd } from "../words.ts";

/** The acts that the video's state and the reader's role allow, as plain forms; null when there are none. */
export function decisionSection(video: VideoPage, csrfToken: string | null): Html | null {
  if (csrfToken === null) return null;
  const kind = video.waitingFor?.kind ?? null;
  const forms = [
    kind === "approval" && video.may.decide && approval(video, csrfToken),
    kind !== null && kind !== "approval" && !waitsForCap(video) && video.may.execute && resume(video, csrfToken),
    waitsForCap(video) && video.may.raiseCap && raiseCap(video, csrfToken),
    isOpen(video) && video.may.execute && cancel(video, csrfToken),
  ].filter((form) => form !== false);
  if (forms.length === 0) return null;
  return html`<section class="card" aria-label="Decide"><div class="lines">${forms}</div></section>`;
}

/** A spent budget comes back by itself, and no cap of the video's own would help against it. */
function waitsForCap({ waitingFor }: VideoPage): boolean {
  return waitingFor?.kind === "cost_cap" && waitingFor.until === null;
}

function isOpen({ status }: VideoPage): boolean {
  return status === "queued" || status === "processing";
}

function approval(video: VideoPage, csrfToken: string): Html {
  return html`<form class="stack" method="post" action="${videoUrl(video.videoId)}/approve">
    <h2>Decide</h2>
    ${csrfField(csrfToken)} ${reason("What you looked at, and why this decision")} ${proof(video)}
    <div class="row">
      <button class="primary" type="submit">Approve</button>
      <button class="danger" type="submit" formaction="${videoUrl(video.videoId)}/reject">Reject</button>
    </div>
  </form>`;
}

function resume(video: VideoPage, csrfToken: string): Html {
  return html`<form class="row spread" method="post" action="${videoUrl(video.videoId)}/resume">
    ${csrfField(csrfToken)}
    <span class="quiet">When the cause is mended, the parked stage is tried again.</span>
    <button class="primary" type="submit">Resume</button>
  </form>`;
}

function raiseCap(video: VideoPage, csrfToken: string): Html {
  const { capMicroUsd } = video.costs;
  const suggested = ((capMicroUsd * 1.5) / 1_000_000).toFixed(2);
  return html`<form class="stack" method="post" action="${videoUrl(video.videoId)}/raise-cap">
    <h2>Grant this video a cap of its own</h2>
    ${csrfField(csrfToken)}
    <label>
      New cap in US dollars, now ${usd(capMicroUsd)}
      <input name="cap_usd" type="number" step="0.01" min="${capMicroUsd / 1_000_000}" required value="${suggested}" />
    </label>
    ${reason("Why this video may cost more")} ${proof(video)}
    <div><button class="primary" type="submit">Grant the cap</button></div>
  </form>`;
}

function cancel(video: VideoPage, csrfToken: string): Html {
  return html`<details>
    <summary>Cancel this video</summary>
    <form class="row spread" method="post" action="${videoUrl(video.videoId)}/cancel">
      ${csrfField(csrfToken)}
      <span class="quiet">What was made so far is kept; the run does not go on.</span>
      <button class="danger" type="submit">Cancel the video</button>
    </form>
  </details>`;
}

export function trailSection({ trail, nowMs }: VideoPage): Html | null {
  if (trail.length === 0) return null;
  const items = trail.map(
    ({ at, action, by, reason: why }) =>
      html`<li>
        <div class="row spread">
          <strong>${action}</strong>
          <span class="small quiet">${instant(at, nowMs)}</span>
        </div>
        ${why && html`<p class="wrap">${why}</p>`}
        <p class="small quiet wrap">${by}</p>
      </li>`,
  );
  return html`<section class="card stack" aria-labelledby="trail">
    <h2 id="trail">Decisions</h2>
    <ol class="plain lines">
      ${items}
    </ol>
  </section>`;
}
