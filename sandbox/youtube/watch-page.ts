import { createReadStream } from "node:fs";
import { Readable } from "node:stream";

import { Hono } from "hono";
import type { Context } from "hono";
import { html } from "hono/html";

import { channelOf } from "./accounts.ts";
import { thumbnailsOf } from "./resources.ts";
import type { ResourceSettings } from "./resources.ts";
import type { StoredVideo, YoutubeStore } from "./store.ts";

/** Pages for a person who wants to look: what was uploaded, and each video playing. Private ones too, marked so. */
export function watchRoutes(store: YoutubeStore, settings: ResourceSettings): Hono {
  return new Hono()
    .get("/", (c) => {
      const newestFirst = [...store.videos.values()].filter((video) => !video.deleted).toReversed();
      const cards = newestFirst.map((video) => card(video, settings));
      const none = html`<p>
        Nothing was uploaded yet. The stand-in listens as YouTube: Data API under <code>/youtube/v3</code>, uploads
        under <code>/upload/youtube/v3</code>.
      </p>`;
      return c.html(
        layout(
          "Stand-in YouTube",
          cards.length === 0
            ? none
            : html`<ul class="grid">
                ${cards}
              </ul>`,
        ),
      );
    })
    .get("/watch", (c) => {
      const video = store.videos.get(c.req.query("v") ?? "");
      if (video === undefined || video.deleted)
        return c.html(layout("Video unavailable", html`<p>This video isn't available any more.</p>`), 404);
      return c.html(layout(video.metadata.snippet.title, player(store, video, settings)));
    })
    .get("/files/:videoId", (c) => {
      const video = store.videos.get(c.req.param("videoId"));
      if (video === undefined || video.deleted) return c.notFound();
      return sendFile(c, store.sessionPath(video.sessionId), video.bytes);
    });
}

function card(video: StoredVideo, settings: ResourceSettings) {
  const thumbnail = thumbnailsOf(video, settings).default?.url;
  const { snippet, status } = video.metadata;
  return html`<li>
    <a href="/watch?v=${video.videoId}">
      ${thumbnail === undefined ? html`<span class="blank"></span>` : html`<img alt="" src="${thumbnail}" />`}
      <strong>${snippet.title}</strong></a
    >
    <small>${channelOf(video.account).title} · ${status.privacyStatus} · ${video.insertedAt}</small>
  </li>`;
}

function player(store: YoutubeStore, video: StoredVideo, settings: ResourceSettings) {
  const { snippet, status } = video.metadata;
  const captions = store.captions.filter((caption) => caption.videoId === video.videoId);
  const poster = thumbnailsOf(video, settings).default?.url ?? "";
  return html`<video controls playsinline src="/files/${video.videoId}" poster="${poster}"></video>
    <p>
      <b>${status.privacyStatus}</b>${status.publishAt === undefined ? "" : ` until ${status.publishAt}`} ·
      ${channelOf(video.account).title} · ${video.bytes} bytes · SHA-256
      <code>${video.sha256}</code>
      ${status.containsSyntheticMedia === true ? html`· <b>altered or synthetic content</b>` : ""}
    </p>
    <pre>${snippet.description}</pre>
    <p>Tags: ${snippet.tags.join(", ")}</p>
    <p>
      Captions:
      ${captions.length === 0 ? "none" : captions.map(({ language, name }) => `${language} ${name}`).join(", ")}
    </p>
    <p><a href="/">All videos</a></p>`;
}

function layout(title: string, body: unknown) {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title} · stand-in</title>
        <style>
          body {
            font:
              16px/1.5 system-ui,
              sans-serif;
            max-width: 64rem;
            margin: 2rem auto;
            padding: 0 1rem;
            color: #1a1a1a;
          }
          video {
            width: 100%;
            max-height: 70vh;
            background: #000;
          }
          pre {
            white-space: pre-wrap;
            font: inherit;
          }
          code {
            overflow-wrap: anywhere;
          }
          .grid {
            list-style: none;
            padding: 0;
            display: grid;
            gap: 1.5rem;
            grid-template-columns: repeat(auto-fill, minmax(15rem, 1fr));
          }
          .grid img,
          .blank {
            display: block;
            width: 100%;
            aspect-ratio: 16/9;
            object-fit: cover;
            background: #ddd;
          }
          small {
            display: block;
            color: #595959;
          }
        </style>
      </head>
      <body>
        <h1>${title}</h1>
        ${body}
      </body>
    </html>`;
}

/** A file with one byte range at most, as players ask for it. */
function sendFile(c: Context, path: string, totalBytes: number): Response {
  const [, first, last] = /^bytes=(\d+)-(\d*)$/.exec(c.req.header("range") ?? "") ?? [];
  const from = first === undefined ? 0 : Number(first);
  const end = last === undefined || last === "" ? totalBytes : Math.min(Number(last) + 1, totalBytes);
  if (from >= end) return c.body(null, 416, { "Content-Range": `bytes */${totalBytes}` });
  const body = Readable.toWeb(createReadStream(path, { start: from, end: end - 1 })) as ReadableStream<Uint8Array>;
  const headers = new Headers({
    "Content-Type": "video/mp4",
    "Accept-Ranges": "bytes",
    "Content-Length": String(end - from),
  });
  if (first === undefined) return new Response(body, { headers });
  headers.set("Content-Range", `bytes ${from}-${end - 1}/${totalBytes}`);
  return new Response(body, { status: 206, headers });
}
