import { html } from "hono/html";

import { BRAND_FONTS } from "../../../domain/look/brand.ts";
import type { ChangeForm } from "./dress-forms.ts";
import { options } from "./form-parts.ts";
import type { Html } from "../words.ts";

const LINE_MAX_CHARACTERS = 120;

export const BRAND: ChangeForm = {
  act: "brand",
  summary: "Colours and font",
  why: "Why the brand changes",
  button: "Change the brand",
  fields: ({ spec }) => {
    const brand = spec.look?.brand ?? {};
    return html`<div class="pair">
        ${colour("base", "Ground", brand.base)} ${colour("deep", "Dark ground", brand.deep)}
        ${colour("text", "Letters", brand.text)} ${colour("accent", "Accent", brand.accent)}
      </div>
      <label>
        Font
        <select name="font">
          ${brand.font === undefined && html`<option value="">as it is</option>`} ${options(BRAND_FONTS, brand.font)}
        </select>
      </label>
      <label>
        Words on a card before the video
        <input name="intro" maxlength="${LINE_MAX_CHARACTERS}" value="${brand.intro ?? ""}" />
      </label>
      <label>
        Words on a card after it
        <input name="outro" maxlength="${LINE_MAX_CHARACTERS}" value="${brand.outro ?? ""}" />
      </label>
      <p class="small quiet">Colours as rrggbb. What is left empty stays as it is.</p>`;
  },
};

/** The look that the fields say; as people write colours, so with a # and in capitals too. */
export function brandLookOf(fields: Readonly<Record<string, string>>): object {
  const colours = ["base", "deep", "text", "accent"].map((name) => {
    return [name, (fields[name] ?? "").trim().replace(/^#/, "").toLowerCase()] as const;
  });
  const words = ["font", "intro", "outro"].map((name) => [name, (fields[name] ?? "").trim()] as const);
  const brand = Object.fromEntries([...colours, ...words].filter(([, value]) => value !== ""));
  return Object.keys(brand).length === 0 ? {} : { brand };
}

function colour(name: string, label: string, value = ""): Html {
  return html`<label>
    ${label}
    <input name="${name}" maxlength="7" pattern="#?[0-9A-Fa-f]{6}" placeholder="12405f" value="${value}" />
  </label>`;
}
