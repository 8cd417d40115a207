import { html } from "hono/html";

import { TARGETS_MICRO_USD } from "../../../domain/cost/cost.ts";
import { STAGES } from "../../../domain/video/video.ts";
import type { VideoPage } from "./view.ts";
import { type Html, plural, status, usd } from "../words.ts";

/** Money per stage, what was expected beside what it came to, and where the sum stands before the cap. */
export function costSection({ costs, estimate }: VideoPage): Html {
  const { capMicroUsd, spentMicroUsd, reservedMicroUsd, warnMicroUsd, criticalMicroUsd } = costs;
  const exposure = spentMicroUsd + reservedMicroUsd;
  const missed = TARGETS_MICRO_USD.filter((target) => exposure > target).map((target) => usd(target));
  const basis = estimate.basis === "measured" ? `${plural(estimate.samples, "video")} made here` : "constants";
  return html`<section class="card stack" aria-labelledby="costs">
    <div class="row spread">
      <h2 id="costs">Cost</h2>
      ${status(costs.level)}
    </div>
    <dl class="facts large">
      <div>
        <dt>Spent</dt>
        <dd>${usd(spentMicroUsd)}</dd>
      </div>
      <div>
        <dt>Expected</dt>
        <dd>${usd(estimate.expectedMicroUsd)}</dd>
      </div>
      <div>
        <dt>${costs.hasOwnCap ? "Own cap" : "Cap"}</dt>
        <dd>${usd(capMicroUsd)}</dd>
      </div>
    </dl>
    <meter
      min="0"
      max="${capMicroUsd}"
      low="${warnMicroUsd}"
      high="${criticalMicroUsd}"
      optimum="0"
      value="${exposure}"
      aria-label="${usd(exposure)} spent or reserved of ${usd(capMicroUsd)}"
    ></meter>
    <p class="small quiet">
      Warns at ${usd(warnMicroUsd)}, critical at ${usd(criticalMicroUsd)}, stops at
      ${usd(capMicroUsd)}.${reservedMicroUsd > 0 ? ` ${usd(reservedMicroUsd)} is reserved for work under way.` : ""}${
        missed.length > 0 ? ` Above the target of ${missed.join(" and ")}.` : ""
      }
    </p>
    <div class="table">
      <table>
        <thead>
          <tr>
            <th scope="col">Stage</th>
            <th scope="col" class="number">Expected</th>
            <th scope="col" class="number">At most</th>
            <th scope="col" class="number">Actual</th>
          </tr>
        </thead>
        <tbody>
          ${STAGES.map((stage) => stageRow(stage, { costs, estimate }))}
        </tbody>
      </table>
    </div>
    <p class="small quiet">Expected by ${basis}; “at most” is what an attempt reserves.</p>
  </section>`;
}

function stageRow(stage: string, { costs, estimate }: Pick<VideoPage, "costs" | "estimate">): Html {
  const lines = costs.lines.filter((line) => line.stage === stage);
  const settled = lines.filter(({ actualMicroUsd }) => actualMicroUsd !== null);
  const actual = settled.reduce((sum, line) => sum + (line.actualMicroUsd ?? 0), 0);
  const planned = estimate.stages.find((each) => each.stage === stage);
  const state = lines.length === 0 ? "" : settled.length > 0 ? usd(actual) : html`<span class="quiet">reserved</span>`;
  return html`<tr>
    <th scope="row">${stage}</th>
    <td class="number">${usd(planned?.expectedMicroUsd ?? 0)}</td>
    <td class="number quiet">${usd(planned?.worstMicroUsd ?? 0)}</td>
    <td class="number">${state}</td>
  </tr>`;
}
