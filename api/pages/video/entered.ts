import { html } from "hono/html";

import { videoUrl } from "./cards.ts";
import type { FormFields } from "./forms.ts";
import { OF_SENDER } from "../once.ts";
import type { Html } from "../words.ts";

/** A form of the video page that was refused. */
export interface Entered {
  readonly act: string;
  readonly fields: FormFields;
  /** Fields at fault, as the JSON route names them. */
  readonly faults: readonly string[];
}

/** What `entered.js` puts back into its form; without scripts the page only says why it was refused. */
export function enteredMark(videoId: string, { act, fields, faults }: Entered): Html {
  // The form in the fresh page has a key of its own.
  const kept = Object.entries(fields).filter(([name]) => name !== "form_key" && !OF_SENDER.has(name));
  const entered = { action: `${videoUrl(videoId)}/${act}`, fields: Object.fromEntries(kept), faults };
  return html`<template data-entered="${JSON.stringify(entered)}"></template>`;
}
