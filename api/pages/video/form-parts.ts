import { html } from "hono/html";

import { videoUrl } from "./cards.ts";
import type { VideoPage } from "./view.ts";
import type { Html } from "../words.ts";

export function reason(label: string): Html {
  return html`<label>${label} <input name="reason" required maxlength="500" /></label>`;
}

/** A guarded act wants a proof of who acts that is not older than five minutes. */
export function proof({ proof: { isFresh, hasOidc }, videoId }: Pick<VideoPage, "proof" | "videoId">): Html | null {
  if (isFresh) return null;
  const oidcUrl = `/auth/oidc/start?fresh=true&next=${encodeURIComponent(videoUrl(videoId))}`;
  return html`<label>
      Your password, once more
      <input name="password" type="password" autocomplete="current-password" ${hasOidc ? "" : "required"} />
    </label>
    ${hasOidc && html`<p class="small"><a href="${oidcUrl}">Or prove it with your organisation’s sign-in</a></p>`}`;
}

/** The bytes come with the form, so its limit holds; anything larger goes up by the command line. */
export function fileInput(label: string, accept: string, isRequired = false): Html {
  return html`<label
    >${label} <input name="file" type="file" accept="${accept}" ${isRequired ? "required" : ""}
  /></label>`;
}

/** A form with such a field. */
export const WITH_FILE = html`enctype="multipart/form-data"`;

export function options(values: readonly string[], chosen: string | undefined): Html[] {
  return values.map((value) => html`<option value="${value}" ${value === chosen ? "selected" : ""}>${value}</option>`);
}
