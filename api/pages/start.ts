import { html } from "hono/html";

import type { QueueOverview } from "../../db/queries/queue.ts";
import type { FilterGroup } from "../operations/saved-filters.ts";
import { csrfField, type Frame, layout, type Notice } from "./layout.ts";
import { type QueueForm, queueVideoForm } from "./queue-form.ts";
import { still, type VideoCard, videoGrid, videoUrl } from "./video/cards.ts";
import { duration, type Html, instant, plural, status } from "./words.ts";

/** A run that has begun and not ended. */
export interface RunningVideo {
  readonly videoId: string;
  readonly title: string;
  readonly route: string;
  readonly startedAt: string | null;
  readonly hasThumbnail: boolean;
  readonly slotHeld: boolean;
  readonly waitingFor: {
    readonly kind: string;
    readonly reason: string;
    readonly remedy: string;
    readonly until: string | null;
  } | null;
}

export interface StartPage {
  readonly nowMs: number;
  readonly queue: QueueOverview;
  readonly capacity: number;
  readonly running: readonly RunningVideo[];
  readonly newest: readonly VideoCard[];
  readonly filters: readonly FilterGroup[];
  readonly health: readonly { readonly name: string; readonly ok: boolean; readonly ms: number }[];
  readonly mayExecute: boolean;
  readonly form: QueueForm;
  readonly notice: Notice | null;
}

export function startPage(frame: Frame, page: StartPage) {
  const forPerson = page.running.filter(({ waitingFor }) => waitingFor !== null && waitingFor.until === null);
  const others = page.running.filter((run) => !forPerson.includes(run));
  const csrfToken = page.mayExecute ? (frame.reader?.csrfToken ?? null) : null;
  return layout(frame, {
    title: "Now",
    path: "/",
    notice: page.notice,
    body: html`
      <h1>Now</h1>
      ${waitsForPerson(forPerson, page.nowMs)}
      <div class="columns">
        ${inTheMaking(others, page.nowMs)}
        <div class="stack">${csrfToken && queueVideoForm(page.form, csrfToken)} ${queue(page, csrfToken)}</div>
      </div>
      <section class="stack" aria-labelledby="newest">
        <div class="heading">
          <h2 id="newest">Newest videos</h2>
          <a class="small" href="/videos">All videos</a>
        </div>
        ${videoGrid(page.newest, "No videos yet. Queue one here, with “longtake queue add” or the API.")}
      </section>
      <div class="columns even">${filters(page.filters)} ${health(page.health)}</div>
    `,
  });
}

function waitsForPerson(runs: readonly RunningVideo[], nowMs: number): Html {
  const items = runs.map(
    (run) =>
      html`<li class="row">
        ${still(run, "thumb")}
        <div class="grow">
          <h3><a href="${videoUrl(run.videoId)}">${run.title}</a></h3>
          <p class="wrap">${run.waitingFor?.reason}</p>
          <p class="small quiet wrap">${run.waitingFor?.remedy}</p>
        </div>
        <div class="small quiet">${run.startedAt && html`started ${instant(run.startedAt, nowMs)}`}</div>
      </li>`,
  );
  return html`<section class="card stack" aria-labelledby="person">
    <h2 id="person">Waits for a person</h2>
    ${
      runs.length > 0
        ? html`<ul class="plain lines">
            ${items}
          </ul>`
        : html`<p class="empty">Nothing waits for you.</p>`
    }
  </section>`;
}

function inTheMaking(list: readonly RunningVideo[], nowMs: number): Html {
  const items = list.map((run) => {
    const state = run.waitingFor
      ? status("waiting", `waits: ${run.waitingFor.kind.replaceAll("_", " ")}`)
      : run.slotHeld
        ? status("processing")
        : status("queued", "waits for a slot");
    return html`<li class="row">
      <div class="grow">
        <h3><a href="${videoUrl(run.videoId)}">${run.title}</a></h3>
        <p class="small quiet wrap">
          ${run.waitingFor?.reason ?? `${run.route.toUpperCase()} route`}
          ${run.waitingFor?.until && html`· goes on ${instant(run.waitingFor.until, nowMs)}`}
        </p>
      </div>
      <div class="small quiet">${run.startedAt && html`started ${instant(run.startedAt, nowMs)}`}</div>
      ${state}
    </li>`;
  });
  return html`<section class="card stack" aria-labelledby="running">
    <h2 id="running">In the making</h2>
    ${
      list.length > 0
        ? html`<ul class="plain lines">
            ${items}
          </ul>`
        : html`<p class="empty">Nothing is being made.</p>`
    }
  </section>`;
}

function queue({ queue: line, capacity, nowMs }: StartPage, csrfToken: string | null): Html {
  const { mode, depth, slotsHeld, meanRunMs, waiting } = line;
  const next = waiting.slice(0, 5).map(
    (video) =>
      html`<li class="row spread">
        <a class="grow wrap" href="${videoUrl(video.videoId)}">${video.topic}</a>
        <span class="small quiet">priority ${video.priority} · ${instant(video.etaAt, nowMs)}</span>
      </li>`,
  );
  const more = depth - next.length;
  return html`<section class="card stack" aria-labelledby="queue">
    <div class="row spread">
      <h2 id="queue">Queue</h2>
      ${status(mode.mode)}
    </div>
    ${mode.mode !== "active" && mode.reason && html`<p class="small quiet wrap">${mode.reason}</p>`}
    <dl class="facts large">
      <div>
        <dt>Waiting</dt>
        <dd>${depth} <span class="small quiet">of ${capacity}</span></dd>
      </div>
      <div>
        <dt>Run slots in use</dt>
        <dd>${slotsHeld.gpu + slotsHeld.cpu}</dd>
      </div>
      <div>
        <dt>Mean run</dt>
        <dd>${duration(meanRunMs)}</dd>
      </div>
    </dl>
    <meter
      min="0"
      max="${capacity}"
      value="${depth}"
      high="${capacity * 0.8}"
      optimum="0"
      aria-label="Queue: ${depth} of ${capacity} places taken"
    ></meter>
    ${
      next.length > 0 &&
      html`<ol class="plain lines">
        ${next}
      </ol>`
    }
    ${more > 0 && html`<p class="small quiet">and ${plural(more, "more video")}</p>`}
    ${csrfToken && queueForm(mode.mode, csrfToken)}
  </section>`;
}

function queueForm(mode: string, csrfToken: string): Html {
  return html`<details>
    <summary>Pause, drain or resume</summary>
    <form class="stack" method="post" action="/queue/pause">
      ${csrfField(csrfToken)}
      <label>Reason, for the audit log <input name="reason" required maxlength="500" /></label>
      <div class="row">
        ${mode !== "active" && html`<button type="submit" formaction="/queue/resume">Resume</button>`}
        ${mode !== "paused" && html`<button type="submit">Pause</button>`}
        ${mode !== "draining" && html`<button type="submit" formaction="/queue/drain">Drain</button>`}
      </div>
      <p class="small quiet">Paused takes new videos and starts none. Draining takes none and makes those that wait.</p>
    </form>
  </details>`;
}

function filters(groups: StartPage["filters"]): Html {
  const sections = groups.map(
    ({ name, links }) =>
      html`<div>
        <h3>${name}</h3>
        <ul class="plain row small">
          ${links.map(({ name: text, url, description }) => html`<li><a href="${url}" title="${description}">${text}</a></li>`)}
        </ul>
      </div>`,
  );
  return html`<section class="card stack" aria-labelledby="filters">
    <h2 id="filters">Workflows, filtered</h2>
    ${sections}
  </section>`;
}

function health(list: StartPage["health"]): Html {
  const rows = list.map(
    ({ name, ok, ms }) =>
      html`<tr>
        <th scope="row">${name.replaceAll("_", " ")}</th>
        <td>${ok ? status("ok", "answers") : status("failed", "does not answer")}</td>
        <td class="number">${duration(ms)}</td>
      </tr>`,
  );
  return html`<section class="card stack" aria-labelledby="health">
    <h2 id="health">Services</h2>
    <div class="table">
      <table>
        <thead>
          <tr>
            <th scope="col">Service</th>
            <th scope="col">State</th>
            <th scope="col" class="number">Answer</th>
          </tr>
        </thead>
        <tbody>
          ${rows}
        </tbody>
      </table>
    </div>
    <p class="small"><a href="/docs">API reference</a></p>
  </section>`;
}
