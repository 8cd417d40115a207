import { html } from "hono/html";

import type { ExperimentRecord } from "../../../db/queries/experiments.ts";
import { videoUrl } from "../video/cards.ts";
import { type Html, instant, status } from "../words.ts";

/** Tests of titles and thumbnails: what is shown in turn, and what won. Null without any. */
export function experimentSection(experiments: readonly ExperimentRecord[], nowMs: number): Html | null {
  if (experiments.length === 0) return null;
  return html`<section class="card stack" aria-labelledby="experiments">
    <h2 id="experiments">Experiments</h2>
    <ul class="plain lines">
      ${experiments.map((experiment) => experimentItem(experiment, nowMs))}
    </ul>
  </section>`;
}

function experimentItem(experiment: ExperimentRecord, nowMs: number): Html {
  const { videoId, kind, status: state, variants, winner, reason, results, rotationHours, createdAt } = experiment;
  return html`<li class="stack">
    <div class="row spread">
      <h3 class="wrap">
        <a href="${videoUrl(videoId)}">${kind === "title" ? variants[0] : `Thumbnails of ${videoId}`}</a>
      </h3>
      ${status(state)}
    </div>
    <ol class="said small">
      ${variants.map((variant, index) => {
        const shown = results.filter((result) => result.variant === index);
        const views = shown.reduce((sum, result) => sum + result.views, 0);
        const hours = shown.reduce((sum, result) => sum + result.hours, 0);
        return html`<li class="wrap">
          ${kind === "title" ? variant : `Picture ${index + 1}`}
          <span class="quiet">${views.toLocaleString("en")} views in ${Math.round(hours)} h</span>
          ${winner === index && status("active", "winner")}
        </li>`;
      })}
    </ol>
    <p class="small quiet wrap">
      ${reason ?? `Each is shown for ${rotationHours} h at a time.`} Begun ${instant(createdAt, nowMs)}.
    </p>
  </li>`;
}
