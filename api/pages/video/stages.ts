import { html } from "hono/html";

import { STAGES } from "../../../domain/video/video.ts";
import type { StageAttempt, VideoPage } from "./view.ts";
import { duration, type Html, status } from "../words.ts";

/** How far each stage is; the script `progress.js` moves the bars while the run goes on. */
export function stageSection(video: VideoPage): Html {
  const attempts = Map.groupBy(video.stages, ({ stage }) => stage);
  const current = video.stages.findLast((attempt) => attempt.status === "running")?.stage ?? "";
  const live = video.status === "processing" ? html`data-events="${video.eventsUrl}" data-stage="${current}"` : "";
  return html`<section class="card stack" aria-labelledby="stages" ${live}>
    <h2 id="stages">Stages</h2>
    <div class="table">
      <table>
        <thead>
          <tr>
            <th scope="col">Stage</th>
            <th scope="col">State</th>
            <th scope="col" class="bar-cell">Progress</th>
            <th scope="col" class="number">Took</th>
          </tr>
        </thead>
        <tbody>
          ${STAGES.map((stage) => stageRow(stage, attempts.get(stage) ?? [], video.nowMs))}
        </tbody>
      </table>
    </div>
    ${live && html`<p class="small quiet wrap" data-said aria-live="polite"></p>`}
  </section>`;
}

function stageRow(stage: string, attempts: readonly StageAttempt[], nowMs: number): Html {
  const last = attempts.at(-1);
  const fraction = last?.status === "completed" ? 1 : 0;
  const tookMs = attempts.reduce(
    (sum, { startedAt, finishedAt }) => sum + (finishedAt ? Date.parse(finishedAt) : nowMs) - Date.parse(startedAt),
    0,
  );
  return html`<tr data-stage-row="${stage}" ${fraction === 1 ? "data-done" : ""}>
    <th scope="row">${stage}</th>
    <td>
      ${last ? status(last.status) : html`<span class="small quiet">not begun</span>`}
      ${attempts.length > 1 && html`<span class="small quiet">attempt ${attempts.length}</span>`}
      ${last?.errorMessage && html`<p class="small quiet wrap">${last.errorMessage}</p>`}
    </td>
    <td class="bar-cell">
      <div class="row">
        <progress class="grow" max="1" value="${fraction}" aria-label="${stage}"></progress>
        <span class="small quiet" data-percent>${last ? `${fraction * 100} %` : ""}</span>
      </div>
    </td>
    <td class="number">${last && duration(tookMs)}</td>
  </tr>`;
}
