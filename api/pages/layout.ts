import { html } from "hono/html";

import type { Principal } from "../../domain/principal.ts";
import type { AssetUrl } from "./assets.ts";
import type { Html } from "./words.ts";

export interface Frame {
  readonly assetUrl: AssetUrl;
  /** Temporal's Web UI. */
  readonly webUiUrl: string;
  /** Null on the pages for people who are not signed in. */
  readonly reader: { readonly principal: Principal; readonly csrfToken: string | null } | null;
}

export interface Page {
  readonly title: string;
  readonly path: "/" | "/videos" | "/channels" | "/costs" | null;
  readonly body: Html | readonly Html[];
  /** Names of browser scripts; each improves a page that works without it. */
  readonly scripts?: readonly string[];
  readonly notice?: Notice | null;
}

export interface Notice {
  readonly tone: "done" | "bad";
  readonly text: string;
  readonly remedy?: string | undefined;
}

const LINKS = [
  { path: "/", text: "Now" },
  { path: "/videos", text: "Videos" },
  { path: "/channels", text: "Channels" },
  { path: "/costs", text: "Costs" },
] as const;

/** In the order of the cascade. */
const STYLES = ["foundation.css", "frame.css", "parts.css", "forms.css", "videos.css"] as const;

/** The frame around every page: one column, a bar on top, no script that a page needs. */
export function layout({ assetUrl, webUiUrl, reader }: Frame, page: Page) {
  const links = LINKS.map(
    ({ path, text }) => html`<a href="${path}" ${page.path === path ? html`aria-current="page"` : ""}>${text}</a>`,
  );
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="referrer" content="same-origin" />
        <title>${page.title} · Longtake</title>
        <link rel="icon" href="${assetUrl("favicon.svg")}" type="image/svg+xml" />
        ${STYLES.map((name) => html`<link rel="stylesheet" href="${assetUrl(name)}" />`)}
        ${page.scripts?.map((name) => html`<script type="module" src="${assetUrl(name)}"></script>`)}
      </head>
      <body class="${reader ? "" : "narrow"}">
        <a class="skip" href="#content">Skip to the content</a>
        ${
          reader &&
          html`<header class="bar">
            <div>
              <a class="brand" href="/">Longtake</a>
              <nav aria-label="Pages">
                ${links}
                <a href="/docs">API</a>
                <a href="${webUiUrl}">Workflows</a>
              </nav>
              <span class="small quiet">${reader.principal.role.replace("_", " ")}</span>
              ${reader.csrfToken && signOut(reader.csrfToken)}
            </div>
          </header>`
        }
        <main id="content">${page.notice && noticeOf(page.notice)} ${page.body}</main>
        <footer class="foot">Longtake makes videos on durable workflows.</footer>
      </body>
    </html>`;
}

/** What a person sees instead of problem+json. */
export function errorPage(
  frame: Frame,
  { message, remedy }: { readonly message: string; readonly remedy: string | undefined },
) {
  const body = html`<p><a href="/">Back to what goes on now</a></p>`;
  return layout(frame, {
    title: "That did not work",
    path: null,
    notice: { tone: "bad", text: message, remedy },
    body,
  });
}

export function csrfField(csrfToken: string): Html {
  return html`<input type="hidden" name="csrf_token" value="${csrfToken}" />`;
}

function signOut(csrfToken: string): Html {
  return html`<form method="post" action="/logout">
    ${csrfField(csrfToken)}<button class="link small" type="submit">Sign out</button>
  </form>`;
}

function noticeOf({ tone, text, remedy }: Notice): Html {
  return html`<div class="notice ${tone === "bad" ? "bad" : ""}" role="${tone === "bad" ? "alert" : "status"}">
    <p>${text}</p>
    ${remedy && html`<p class="small quiet">${remedy}</p>`}
  </div>`;
}
