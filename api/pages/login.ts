import { html } from "hono/html";

import { type Frame, layout, type Notice } from "./layout.ts";

export interface LoginPage {
  /** Where the reader wanted to go. */
  readonly next: string;
  readonly email?: string;
  readonly hasOidc: boolean;
  readonly notice?: Notice | null;
}

export function loginPage(frame: Omit<Frame, "reader">, { next, email = "", hasOidc, notice = null }: LoginPage) {
  const oidcUrl = `/auth/oidc/start?next=${encodeURIComponent(next)}`;
  return layout(
    { ...frame, reader: null },
    {
      title: "Sign in",
      path: null,
      notice,
      body: html`
        <div class="stack">
          <a class="brand" href="/">Longtake</a>
          <h1>Sign in</h1>
        </div>
        <form class="card stack" method="post" action="/login">
          <input type="hidden" name="next" value="${next}" />
          <label>
            E-mail
            <input name="email" type="email" autocomplete="username" required autofocus value="${email}" />
          </label>
          <label>
            Password
            <input name="password" type="password" autocomplete="current-password" required />
          </label>
          <button class="primary" type="submit">Sign in</button>
        </form>
        ${hasOidc && html`<a class="button" href="${oidcUrl}">Sign in with your organisation</a>`}
      `,
    },
  );
}

const HERE = "http://longtake.invalid";

/** A path of this site; anything that a browser could read as another host becomes the start page. */
export function safeNext(next: string | undefined): string {
  if (!next?.startsWith("/") || !URL.canParse(next, HERE)) return "/";
  const { origin, pathname, search } = new URL(next, HERE);
  // `/.//host` is a path of ours whose normal form is not.
  return origin === HERE && !pathname.startsWith("//") ? pathname + search : "/";
}
