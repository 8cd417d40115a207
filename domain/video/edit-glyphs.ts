import type { FontMetrics } from "../look/font-metrics.ts";
import { LETTERS, requireGlyphsIn } from "../look/glyphs.ts";
import { chartWords, mapWords } from "../script/drawn-words.ts";
import { isSceneEdit, type SceneEdit } from "./scene-edits.ts";
import type { VideoEdit } from "./video-edits.ts";

/** Refuses words of an edit that the bundled fonts cannot draw, as `invalid_input` of their field. */
export function requireDrawableEdit(fonts: readonly FontMetrics[], edit: VideoEdit): void {
  for (const [field, text] of Object.entries(drawnBy(edit))) {
    requireGlyphsIn(fonts, text ?? "", { field: `edit.${field}`, remedy: `Write it in ${LETTERS}.` });
  }
}

type Texts = Readonly<Record<string, string | null | undefined>>;

/** What the edit itself brings: older words were judged when they came. */
function drawnBy(edit: VideoEdit): Texts {
  if (isSceneEdit(edit)) return drawnByScene(edit);
  if (edit.kind !== "look") return {};
  const { intro, outro } = edit.look.brand ?? {};
  return { "look.brand.intro": intro, "look.brand.outro": outro };
}

function drawnByScene(edit: SceneEdit): Texts {
  if (edit.kind === "remove_scene") return {};
  if (edit.kind === "rewrite_line") return { text: edit.text };
  const { heading, kicker, figure, sentences = [], points = [] } = edit;
  return {
    ...{ heading, kicker, figure },
    ...Object.fromEntries(sentences.map((sentence, index) => [`sentences.${index}`, sentence])),
    ...Object.fromEntries(points.map((point, index) => [`points.${index}`, point])),
    ...{ chart: chartWords(edit), map: mapWords(edit) },
  };
}
