import { html } from "hono/html";

import type { PictureCredit } from "../../../domain/video/remarks.ts";
import type { VideoPage } from "./view.ts";
import type { Html } from "../words.ts";

/** What an operator should read before approving: notes of the script, and pictures that were tried and left out. */
export function remarkSection({ scriptNotes, mediaFindings }: VideoPage): Html | null {
  if (scriptNotes.length === 0 && mediaFindings.length === 0) return null;
  return html`<section class="card stack" aria-labelledby="remarks">
    <h2 id="remarks">Remarks</h2>
    ${
      scriptNotes.length > 0 &&
      html`<h3>Script</h3>
        <ul class="plain lines">
          ${scriptNotes.map((note) => html`<li class="wrap">${note}</li>`)}
        </ul>`
    }
    ${
      mediaFindings.length > 0 &&
      html`<h3>Pictures left out</h3>
        <ul class="plain lines">
          ${mediaFindings.map(
            ({ scene, source, assetId, reason }) =>
              html`<li class="wrap">
                ${scene === null ? "" : sceneLink(scene)} ${reason}
                <span class="small quiet">(${source}${assetId === null ? "" : ` ${assetId}`})</span>
              </li>`,
          )}
        </ul>`
    }
  </section>`;
}

export function creditSection({ credits, musicCredit }: VideoPage): Html | null {
  if (credits.length === 0 && musicCredit === null) return null;
  return html`<section class="card stack" aria-labelledby="credits">
    <h2 id="credits">Credits</h2>
    <ul class="plain stack small">
      ${credits.map((credit) => html`<li class="wrap">${creditWords(credit)}</li>`)}
      ${
        musicCredit &&
        html`<li class="wrap">
          ${musicCredit.author}, <span class="quiet">music, ${licenceWords(musicCredit.licence)}</span>
        </li>`
      }
    </ul>
  </section>`;
}

function creditWords({ source, author, url, licence, scenes }: PictureCredit): Html {
  const who = url === null ? author : html`<a href="${url}" rel="noreferrer">${author}</a>`;
  const where = scenes.map((scene, at) => html`${at > 0 ? ", " : ""}${sceneLink(scene, String(scene))}`);
  return html`${who}, ${source},
    <span class="quiet">${licenceWords(licence)}, ${scenes.length === 1 ? "scene" : "scenes"} ${where}</span>`;
}

function licenceWords(licence: string): Html | string {
  const terms = LICENCE_PAGES.get(licence);
  return terms === undefined ? licence : html`<a href="${terms}" rel="noreferrer">${licence}</a>`;
}

/** Where the words of the licences stand that libraries name. */
const LICENCE_PAGES: ReadonlyMap<string, string> = new Map([
  ["CC0-1.0", "https://creativecommons.org/publicdomain/zero/1.0/"],
  ["CC-BY-4.0", "https://creativecommons.org/licenses/by/4.0/"],
  ["CC-BY-SA-4.0", "https://creativecommons.org/licenses/by-sa/4.0/"],
  ["Pexels", "https://www.pexels.com/license/"],
  ["Pixabay", "https://pixabay.com/service/license-summary/"],
  ["Unsplash", "https://unsplash.com/license"],
]);

function sceneLink(scene: number, text = `Scene ${scene}:`): Html {
  return html`<a href="#scene-${scene}">${text}</a>`;
}
