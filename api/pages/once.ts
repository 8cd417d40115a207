import { html } from "hono/html";
import { randomUUID } from "node:crypto";

import { sha256Hex } from "../access/tokens.ts";
import type { JsonCall } from "./act.ts";
import type { Html } from "./words.ts";

/** Makes the form one request, however often its button is pressed. */
export function onceField(): Html {
  return html`<input type="hidden" name="form_key" value="${randomUUID()}" />`;
}

/** Say who sends, and not what: no part of the request's key, and never given back in a page. */
export const OF_SENDER: ReadonlySet<string> = new Set(["csrf_token", "password"]);

/** The same form with the same content is the same request; changed and sent again from one page it is another. */
export function once(fields: Readonly<Record<string, string>>): Pick<JsonCall, "idempotencyKey"> {
  if (fields["form_key"] === undefined) return {};
  const content = Object.entries(fields).filter(([name]) => !OF_SENDER.has(name));
  return { idempotencyKey: `page/${sha256Hex(JSON.stringify(content))}` };
}
