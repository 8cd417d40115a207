import { html } from "hono/html";

import { SCENE_KINDS } from "../../../domain/script/script.ts";
import { CARD_LINE_MAX_CHARACTERS } from "../../../domain/video/scene-edits.ts";
import { options } from "./form-parts.ts";
import { linesOf } from "./scene-words.ts";
import type { Html } from "../words.ts";

/** Fields of a new scene beside scene `number`. */
export function insertFields(number: number): Html {
  return html`<label>
      Where
      <select name="place">
        <option value="${number + 1}">after scene ${number}</option>
        <option value="${number}">before scene ${number}</option>
      </select>
    </label>
    <label>Heading <input name="heading" required maxlength="${CARD_LINE_MAX_CHARACTERS}" /></label>
    <label>Lines, one sentence each <textarea name="lines" required rows="3"></textarea></label>
    <div class="pair">
      <label>
        Card
        <select name="scene_kind">
          ${options(SCENE_KINDS, "title")}
        </select>
      </label>
      <label>Number or word, for figure <input name="figure" maxlength="${CARD_LINE_MAX_CHARACTERS}" /></label>
    </div>
    <label>Lines on the card, for points or recap <textarea name="points" rows="2"></textarea></label>`;
}

/** The scene that becomes number `place`. */
export function insertionOf(fields: Readonly<Record<string, string>>): object {
  const { place, heading = "", lines = "", scene_kind: kind, figure = "", points = "" } = fields;
  const cardLines = linesOf(points);
  return {
    kind: "insert_scene",
    scene: Number(place),
    heading: heading.trim(),
    sentences: linesOf(lines),
    ...(kind === undefined ? {} : { scene_kind: kind }),
    ...(figure.trim() === "" ? {} : { figure: figure.trim() }),
    ...(cardLines.length === 0 ? {} : { points: cardLines }),
  };
}
