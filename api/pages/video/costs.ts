import { html } from "hono/html";

import { STAGES } from "../../../domain/video.ts";
import type { VideoPage } from "./view.ts";
import { type Html, status, usd } from "../words.ts";

/** GEN-10: warn at $2.50 and critical at $2.80 of the usual $3.00; an own cap moves both in proportion. */
const warnMicroUsd = (capMicroUsd: number) => Math.round((capMicroUsd * 2.5) / 3);
const criticalMicroUsd = (capMicroUsd: number) => Math.round((capMicroUsd * 2.8) / 3);

/** Money per stage, estimate beside actual, and where the sum stands before the cap. */
export function costSection({ costs }: VideoPage): Html {
  const { capMicroUsd, spentMicroUsd, reservedMicroUsd } = costs;
  const exposure = spentMicroUsd + reservedMicroUsd;
  const rows = STAGES.map((stage) => {
    const lines = costs.lines.filter((line) => line.stage === stage);
    if (lines.length === 0) return null;
    const estimate = lines.reduce((sum, line) => sum + line.estimateMicroUsd, 0);
    const settled = lines.filter(({ actualMicroUsd }) => actualMicroUsd !== null);
    const actual = settled.reduce((sum, line) => sum + (line.actualMicroUsd ?? 0), 0);
    return html`<tr>
      <th scope="row">${stage}</th>
      <td class="number">${usd(estimate)}</td>
      <td class="number">${settled.length > 0 ? usd(actual) : html`<span class="quiet">reserved</span>`}</td>
    </tr>`;
  });
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
        <dt>${costs.hasOwnCap ? "Own cap" : "Cap"}</dt>
        <dd>${usd(capMicroUsd)}</dd>
      </div>
    </dl>
    <meter
      min="0"
      max="${capMicroUsd}"
      low="${warnMicroUsd(capMicroUsd)}"
      high="${criticalMicroUsd(capMicroUsd)}"
      optimum="0"
      value="${exposure}"
      aria-label="${usd(exposure)} spent or reserved of ${usd(capMicroUsd)}"
    ></meter>
    <p class="small quiet">
      Warns at ${usd(warnMicroUsd(capMicroUsd))}, critical at ${usd(criticalMicroUsd(capMicroUsd))}, stops at
      ${usd(capMicroUsd)}.${reservedMicroUsd > 0 ? ` ${usd(reservedMicroUsd)} is reserved for work under way.` : ""}
    </p>
    ${
      costs.lines.length > 0 &&
      html`<div class="table">
        <table>
          <thead>
            <tr>
              <th scope="col">Stage</th>
              <th scope="col" class="number">Estimate</th>
              <th scope="col" class="number">Actual</th>
            </tr>
          </thead>
          <tbody>
            ${rows}
          </tbody>
        </table>
      </div>`
    }
  </section>`;
}
