import { html } from "hono/html";

import type { BudgetRecord } from "../../../db/queries/budgets.ts";
import type { ChannelRecord, ConnectionRecord } from "../../../db/queries/channels.ts";
import type { ExperimentRecord } from "../../../db/queries/experiments.ts";
import type { ScheduleRecord } from "../../../db/queries/production-schedules.ts";
import { budgetSection } from "../costs/budgets.ts";
import { experimentSection } from "./experiments.ts";
import { type Frame, layout } from "../layout.ts";
import { type VideoCard, videoGrid, videoUrl } from "../video/cards.ts";
import { type Html, instant, plural, status } from "../words.ts";

export interface ChannelPage {
  readonly channel: ChannelRecord;
  /** Null when it was never connected. */
  readonly connection: ConnectionRecord | null;
  readonly schedules: readonly ScheduleRecord[];
  readonly experiments: readonly ExperimentRecord[];
  readonly budgets: readonly BudgetRecord[];
  readonly newest: readonly VideoCard[];
  readonly nowMs: number;
}

/** What a channel is set to, when its next videos come, and the newest of them. */
export function channelPage(frame: Frame, page: ChannelPage) {
  const { channel } = page;
  return layout(frame, {
    title: channel.name,
    path: "/channels",
    body: html`
      <div class="stack">
        <div class="heading">
          <h1 class="wrap">${channel.name}</h1>
          ${status(channel.status)}
        </div>
        <p class="row small"><span class="code quiet">${channel.channelId}</span></p>
      </div>
      <div class="columns">
        <div class="stack">
          ${facts(page)} ${scheduleSection(page)} ${experimentSection(page.experiments, page.nowMs)}
        </div>
        <div class="stack">
          ${settings("Personality", channel.personality)} ${settings("Strategy", channel.strategy)}
          ${settings("Monetization", channel.monetization)} ${settings("Brand", channel.brand)}
          ${budgetSection({ budgets: page.budgets, nowMs: page.nowMs, csrfToken: null })}
        </div>
      </div>
      <section class="stack" aria-labelledby="newest">
        <h2 id="newest">Newest videos</h2>
        ${videoGrid(page.newest, "No videos yet.")}
      </section>
    `,
  });
}

function facts({ channel, connection, nowMs }: ChannelPage): Html {
  const { niche, dailyVideosMax, createdAt } = channel;
  const entries: readonly (readonly [string, unknown])[] = [
    ["Niche", niche],
    ["Cap", dailyVideosMax === null ? "none" : `${plural(dailyVideosMax, "video")} a day`],
    ["YouTube", connectionWords(connection)],
    ["Made", instant(createdAt, nowMs)],
  ];
  return html`<section class="card" aria-label="Facts">
    <dl class="facts">
      ${entries.map(
        ([name, value]) =>
          html`<div>
            <dt>${name}</dt>
            <dd>${value}</dd>
          </div>`,
      )}
    </dl>
  </section>`;
}

function connectionWords(connection: ConnectionRecord | null): string {
  if (connection === null) return "never connected";
  const { status: state, account } = connection;
  return state === "connected" ? account.title : "disconnected";
}

function scheduleSection({ schedules, nowMs }: ChannelPage): Html {
  const items = schedules.map((schedule) => scheduleItem(schedule, nowMs));
  return html`<section class="card stack" aria-labelledby="schedules">
    <h2 id="schedules">Schedules</h2>
    ${
      schedules.length === 0
        ? html`<p class="empty">Nothing is made by itself.</p>`
        : html`<ul class="plain lines">
            ${items}
          </ul>`
    }
  </section>`;
}

function topicsOf({ topicSource, topics, position }: ScheduleRecord): string {
  const { topics: inOrder = [], feedUrl = "", country = "", about = [] } = topics;
  if (topicSource === "list") return `from a list, ${plural(Math.max(0, inOrder.length - position), "topic")} left`;
  if (topicSource === "feed") return `from ${feedUrl}`;
  return `from what is searched for most in ${country}${about.length > 0 ? ` about ${about.join(", ")}` : ""}`;
}

function scheduleItem(schedule: ScheduleRecord, nowMs: number): Html {
  const { scheduleId, cadence, timeZone, isActive, lastRunAt, lastVideoId } = schedule;
  const { offPeakFromHour: from, offPeakToHour: to, dailyVideosMax } = schedule;
  const window = from === to ? "" : `, begun from ${from} to ${to} o’clock`;
  return html`<li>
    <div class="row spread">
      <h3 class="wrap code">${scheduleId}</h3>
      ${status(isActive ? "active" : "paused")}
    </div>
    <p><span class="code">${cadence}</span> <span class="quiet small">${timeZone}</span></p>
    <p class="small quiet wrap">
      Topics ${topicsOf(schedule)}; at most ${plural(dailyVideosMax, "video")} a day${window}.
    </p>
    ${
      lastRunAt &&
      html`<p class="small quiet">
        Fired last
        ${instant(lastRunAt, nowMs)}${lastVideoId && html`: <a href="${videoUrl(lastVideoId)}">its video</a>`}
      </p>`
    }
  </li>`;
}

/** Keys of the operator's own, so they are shown as they are. */
function settings(title: string, values: Readonly<Record<string, unknown>>): Html | null {
  const entries = Object.entries(values);
  if (entries.length === 0) return null;
  const id = title.toLowerCase();
  return html`<section class="card stack" aria-labelledby="${id}">
    <h2 id="${id}">${title}</h2>
    <dl class="facts">
      ${entries.map(
        ([name, value]) =>
          html`<div>
            <dt>${name}</dt>
            <dd class="wrap">${typeof value === "string" ? value : JSON.stringify(value)}</dd>
          </div>`,
      )}
    </dl>
  </section>`;
}
