import { html } from "hono/html";

import type { ExperimentRecord } from "../../../db/queries/experiments.ts";
import { totals, variantAt } from "../../../domain/channel/experiment-rules.ts";
import { csrfField } from "../layout.ts";
import { onceField } from "../once.ts";
import { artifactUrl, videoUrl } from "./cards.ts";
import { fileInput, reason, WITH_FILE } from "./form-parts.ts";
import { isPrivate, mayTest, type VideoPage } from "./view.ts";
import { type Html, instant, plural, status } from "../words.ts";

/** Tests of this video's titles and thumbnails, and the forms that begin or stop one; null without either. */
export function experimentSection(video: VideoPage, csrfToken: string | null): Html | null {
  const { experiments } = video;
  const forms =
    csrfToken !== null && mayTest(video) ? [titleForm(video, csrfToken), pictureForm(video, csrfToken)] : [];
  const waits = csrfToken !== null && video.may.execute && isPrivate(video);
  if (experiments.length === 0 && forms.length === 0 && !waits) return null;
  return html`<section class="card stack" aria-labelledby="experiments">
    <h2 id="experiments">Experiments</h2>
    ${
      experiments.length > 0 &&
      html`<ul class="plain lines">
        ${experiments.map((experiment) => item(video, experiment, csrfToken))}
      </ul>`
    }
    ${forms.length > 0 && html`<div class="lines">${forms}</div>`}
    ${waits && html`<p class="small quiet">Titles and thumbnails can be tested once others than you can see the video.</p>`}
  </section>`;
}

function item(video: VideoPage, experiment: ExperimentRecord, csrfToken: string | null): Html {
  const { kind, status: state, variants, winner, results, rotationHours, roundsMax, createdAt } = experiment;
  const isRunning = state === "running";
  const shown = variantAt(results.length, variants.length).variant;
  const rounds = Math.floor(results.length / variants.length);
  const progress = `Round ${rounds + 1} of at most ${roundsMax}, each for ${rotationHours} h at a time.`;
  return html`<li class="stack">
    <div class="row spread">
      <h3>${kind === "title" ? "Titles" : "Thumbnails"}</h3>
      ${status(state)}
    </div>
    <ol class="said small">
      ${totals(results, variants.length).map(
        ({ variant, views, hours }) =>
          html`<li class="wrap">
            ${kind === "title" ? variants[variant] : pictureName(video, variants[variant])}
            <span class="quiet">${plural(views, "view")} in ${Math.round(hours)} h</span>
            ${isRunning && shown === variant && status("running", "shown now")}
            ${winner === variant && status("active", "winner")}
          </li>`,
      )}
    </ol>
    <p class="small quiet wrap">
      ${experiment.reason ?? (isRunning ? progress : "")} Begun ${instant(createdAt, video.nowMs)}.
    </p>
    ${
      isRunning &&
      csrfToken !== null &&
      video.may.execute &&
      html`${resumeForm(video, experiment, csrfToken)}${stopForm(video, experiment, csrfToken)}`
    }
  </li>`;
}

function pictureName({ candidates }: VideoPage, objectKey: string | undefined): string {
  const candidate = candidates.find((each) => each.objectKey === objectKey);
  return candidate === undefined ? (objectKey ?? "") : `Candidate ${candidate.number}`;
}

/** It tells the Web UI alone what it waits for; one that does not wait goes on as it does. */
function resumeForm({ videoId }: VideoPage, { experimentId }: ExperimentRecord, csrfToken: string): Html {
  return html`<details>
    <summary class="small">Resume it</summary>
    <form class="row spread" method="post" action="${videoUrl(videoId)}/experiment-resume">
      ${csrfField(csrfToken)} <input type="hidden" name="experiment_id" value="${experimentId}" />
      <span class="quiet"
        >When the channel is connected again, or YouTube takes changes again, it tries once more.</span
      >
      <button type="submit">Resume the experiment</button>
    </form>
  </details>`;
}

function stopForm({ videoId }: VideoPage, { experimentId }: ExperimentRecord, csrfToken: string): Html {
  return html`<details>
    <summary class="small">Stop it</summary>
    <form class="stack" method="post" action="${videoUrl(videoId)}/experiment-stop">
      ${csrfField(csrfToken)} <input type="hidden" name="experiment_id" value="${experimentId}" />
      ${reason("Why it stops; what was there before comes back")}
      <div><button type="submit">Stop the experiment</button></div>
    </form>
  </details>`;
}

function titleForm({ videoId }: VideoPage, csrfToken: string): Html {
  return html`<details>
    <summary>Test other titles</summary>
    <form class="stack" method="post" action="${videoUrl(videoId)}/title-experiment">
      ${csrfField(csrfToken)} ${onceField()}
      <label>
        Titles beside the one it has, 1 to 4, one a line
        <textarea name="variants" required rows="3"></textarea>
      </label>
      ${terms()}
      <div><button type="submit">Begin the experiment</button></div>
    </form>
  </details>`;
}

function pictureForm({ videoId, candidates }: VideoPage, csrfToken: string): Html {
  const others = candidates.filter(({ isShown }) => !isShown);
  const choices = others.map(
    ({ number, objectKey }) =>
      html`<li>
        <label>
          <img src="${artifactUrl(videoId, `thumbnail-${number}.jpg`)}" alt="" loading="lazy" />
          <span class="tick">
            <input type="checkbox" name="candidate_${number}" value="${objectKey}" /> Candidate ${number}
          </span>
        </label>
      </li>`,
  );
  return html`<details>
    <summary>Test other thumbnails</summary>
    <form class="stack" method="post" action="${videoUrl(videoId)}/thumbnail-experiment" ${WITH_FILE}>
      ${csrfField(csrfToken)} ${onceField()}
      ${
        choices.length > 0 &&
        html`<ul class="thumbnails">
          ${choices}
        </ul>`
      }
      ${fileInput("A picture of your own, PNG or JPEG of at most 2 MB", "image/png,image/jpeg", choices.length === 0)}
      ${terms()}
      <div><button type="submit">Begin the experiment</button></div>
    </form>
  </details>`;
}

function terms(): Html {
  return html`<div class="pair">
      <label>
        Hours that each is shown
        <input name="rotation_hours" type="number" min="1" max="336" required value="24" />
      </label>
      <label>Rounds at most <input name="rounds_max" type="number" min="4" max="50" required value="8" /></label>
    </div>
    <p class="small quiet">They take turns on the platform until one is seen more beyond chance; that one stays.</p>`;
}
