import { html } from "hono/html";

import { QUEUE_STATUSES } from "../../../domain/video/video.ts";
import { type Frame, layout } from "../layout.ts";
import { type VideoCard, videoGrid } from "./cards.ts";

export interface VideoListPage {
  readonly videos: readonly VideoCard[];
  readonly search: string;
  readonly status: string;
  /** Where the next page starts; null on the last. */
  readonly nextCursor: string | null;
  readonly isFirst: boolean;
}

export function videoListPage(frame: Frame, page: VideoListPage) {
  const query = (cursor: string) =>
    new URLSearchParams({
      ...(page.search && { search: page.search }),
      ...(page.status && { status: page.status }),
      ...(cursor && { cursor }),
    }).toString();
  const options = QUEUE_STATUSES.map(
    (status) => html`<option value="${status}" ${page.status === status ? "selected" : ""}>${status}</option>`,
  );
  const isFiltered = page.search !== "" || page.status !== "";
  const empty = isFiltered ? "No video matches." : "No videos yet. Queue one with “longtake video make” or the API.";
  return layout(frame, {
    title: "Videos",
    path: "/videos",
    body: html`
      <div class="heading"><h1>Videos</h1></div>
      <form class="search" method="get" action="/videos" role="search">
        <label>Search <input type="search" name="search" value="${page.search}" placeholder="Topic or title" /></label>
        <label class="short">
          Status
          <select name="status">
            <option value="">all</option>
            ${options}
          </select>
        </label>
        <button type="submit">Show</button>
      </form>
      ${videoGrid(page.videos, empty)}
      <nav class="row spread" aria-label="Pages of the list">
        <span>${!page.isFirst && html`<a href="/videos?${query("")}">First page</a>`}</span>
        <span>${page.nextCursor && html`<a rel="next" href="/videos?${query(page.nextCursor)}">Older videos</a>`}</span>
      </nav>
    `,
  });
}
