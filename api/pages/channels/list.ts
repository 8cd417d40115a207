import { html } from "hono/html";

import type { ChannelRecord } from "../../../db/queries/channels.ts";
import { type Frame, layout } from "../layout.ts";
import { plural, status } from "../words.ts";

/** Every channel that the reader may see, oldest first. */
export function channelListPage(frame: Frame, channels: readonly ChannelRecord[]) {
  const rows = channels.map(
    ({ channelId, name, niche, status: state, dailyVideosMax }) =>
      html`<tr>
        <th scope="row" class="wrap"><a href="/channels/${encodeURIComponent(channelId)}">${name}</a></th>
        <td>${niche}</td>
        <td>${status(state)}</td>
        <td class="number">${dailyVideosMax === null ? "no cap" : `${plural(dailyVideosMax, "video")} a day`}</td>
      </tr>`,
  );
  return layout(frame, {
    title: "Channels",
    path: "/channels",
    body: html`
      <h1>Channels</h1>
      <section class="card" aria-label="Channels">
        ${
          channels.length === 0
            ? html`<p class="empty">No channels yet. Make one with “longtake channel create” or the API.</p>`
            : html`<div class="table">
                <table>
                  <thead>
                    <tr>
                      <th scope="col">Channel</th>
                      <th scope="col">Niche</th>
                      <th scope="col">State</th>
                      <th scope="col" class="number">Cap</th>
                    </tr>
                  </thead>
                  <tbody>
                    ${rows}
                  </tbody>
                </table>
              </div>`
        }
      </section>
    `,
  });
}
