import { html } from "hono/html";

import { COST_GROUPS, type CostGroup } from "../../../db/queries/cost-summary.ts";
import type { PeriodReport } from "../../cost-reports.ts";
import { type Frame, layout, type Notice } from "../layout.ts";
import { videoUrl } from "../video/cards.ts";
import { type Html, plural, usd } from "../words.ts";
import { type BudgetSection, budgetSection } from "./budgets.ts";
import { dayChart } from "./chart.ts";

export interface CostPage extends BudgetSection {
  readonly report: PeriodReport;
  readonly days: readonly CostGroup[];
  readonly notice: Notice | null;
}

const GROUP_NAMES = { service: "Service", video: "Video", channel: "Channel", stage: "Stage", day: "Day" } as const;

/** What was spent in a time, beside what it was meant to be. */
export function costPage(frame: Frame, page: CostPage) {
  const { report, days } = page;
  const { from, to, groupBy } = report;
  const csv = `/costs/report?${new URLSearchParams({ from, to, group_by: groupBy, format: "csv" }).toString()}`;
  return layout(frame, {
    title: "Costs",
    path: "/costs",
    notice: page.notice,
    body: html`
      <div class="heading">
        <h1>Costs</h1>
        <a href="${csv}">Download as CSV</a>
      </div>
      ${filterForm(report)}
      <div class="columns">
        <div class="stack">
          <section class="card stack" aria-labelledby="spent">
            <h2 id="spent">Spent</h2>
            ${totals(report)}
            ${dayChart(from, to, days) ?? html`<p class="empty">Nothing was spent between these days.</p>`}
          </section>
          ${groupTable(report)}
        </div>
        <div class="stack">${budgetSection(page)} ${targetSection(report)} ${baseSection(report)}</div>
      </div>
    `,
  });
}

function filterForm({ from, to, groupBy }: PeriodReport): Html {
  const options = COST_GROUPS.map(
    (group) => html`<option value="${group}" ${group === groupBy ? "selected" : ""}>${group}</option>`,
  );
  return html`<form class="search" method="get" action="/costs">
    <label>From <input type="date" name="from" value="${from}" /></label>
    <label>To <input type="date" name="to" value="${to}" /></label>
    <label class="short"
      >By
      <select name="group_by">
        ${options}
      </select></label
    >
    <button type="submit">Show</button>
  </form>`;
}

function totals({
  totals: { spentMicroUsd, reservedMicroUsd, overrunMicroUsd, unknownMicroUsd, videos },
  ...report
}: PeriodReport): Html {
  const entries = [
    ["Spent", usd(spentMicroUsd)],
    ["Reserved", usd(reservedMicroUsd)],
    ["Videos with costs", videos],
    ["Completed", report.completed],
    ...(unknownMicroUsd > 0 ? [["Settled at estimate", usd(unknownMicroUsd)]] : []),
    ...(overrunMicroUsd > 0 ? [["Overrun", usd(overrunMicroUsd)]] : []),
  ];
  return html`<dl class="facts">
    ${entries.map(
      ([name, value]) =>
        html`<div>
          <dt>${name}</dt>
          <dd>${value}</dd>
        </div>`,
    )}
  </dl>`;
}

function groupTable({ groupBy, groups, isCut }: PeriodReport): Html {
  const rows = groups.map(
    (group) =>
      html`<tr>
        <th scope="row" class="wrap">${groupName(groupBy, group)}</th>
        <td class="number">${group.videos}</td>
        <td class="number">${usd(group.spentMicroUsd)}</td>
        <td class="number quiet">${usd(group.reservedMicroUsd)}</td>
      </tr>`,
  );
  return html`<section class="card stack" aria-labelledby="groups">
    <h2 id="groups">By ${groupBy}</h2>
    ${
      groups.length === 0
        ? html`<p class="empty">No costs.</p>`
        : html`<div class="table">
            <table>
              <thead>
                <tr>
                  <th scope="col">${GROUP_NAMES[groupBy]}</th>
                  <th scope="col" class="number">Videos</th>
                  <th scope="col" class="number">Spent</th>
                  <th scope="col" class="number">Reserved</th>
                </tr>
              </thead>
              <tbody>
                ${rows}
              </tbody>
            </table>
          </div>`
    }
    ${isCut && html`<p class="small quiet">The dearest ${plural(groups.length, "line")}; the CSV has more.</p>`}
  </section>`;
}

function groupName(groupBy: PeriodReport["groupBy"], { key, label }: CostGroup): Html | string {
  if (groupBy === "video") return html`<a href="${videoUrl(key)}">${label}</a>`;
  return groupBy === "channel" ? html`<a href="/channels/${encodeURIComponent(key)}">${label}</a>` : label;
}

function targetSection({ targets, completed }: PeriodReport): Html {
  return html`<section class="card stack" aria-labelledby="targets">
    <h2 id="targets">Targets for a video</h2>
    ${targets.map(
      ({ targetMicroUsd, videosWithin, share }) =>
        html`<div>
          <div class="row spread">
            <span>At most ${usd(targetMicroUsd)}</span>
            <span class="small quiet">${share === null ? "no videos" : `${videosWithin} of ${completed}`}</span>
          </div>
          <meter
            min="0"
            max="1"
            low="0.5"
            high="0.95"
            optimum="1"
            value="${share ?? 0}"
            aria-label="${share === null ? "no videos" : `${Math.round(share * 100)} % within ${usd(targetMicroUsd)}`}"
          ></meter>
        </div>`,
    )}
  </section>`;
}

function baseSection({ baseModel }: PeriodReport): Html {
  const rows = baseModel.map(
    ({ service, baseMicroUsd, actualMicroUsd }) =>
      html`<tr>
        <th scope="row">${service}</th>
        <td class="number">${usd(baseMicroUsd)}</td>
        <td class="number">${actualMicroUsd === null ? "" : usd(actualMicroUsd)}</td>
      </tr>`,
  );
  return html`<section class="card stack" aria-labelledby="base">
    <h2 id="base">A completed video beside the base model</h2>
    <div class="table">
      <table>
        <thead>
          <tr>
            <th scope="col">Service</th>
            <th scope="col" class="number">Base</th>
            <th scope="col" class="number">Mean</th>
          </tr>
        </thead>
        <tbody>
          ${rows}
        </tbody>
      </table>
    </div>
    <p class="small quiet">Compute counts as overhead, platforms and libraries as api.</p>
  </section>`;
}
