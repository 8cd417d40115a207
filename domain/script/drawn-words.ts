import type { FontMetrics } from "../look/font-metrics.ts";
import { LETTERS, missingGlyphs } from "../look/glyphs.ts";
import type { Scene, Script } from "./script.ts";

/** Every word of a scene that is shown on its card, or captioned. */
export function drawnWords(scene: Scene): string {
  return [cardWords(scene), chartWords(scene), mapWords(scene)].join(" ");
}

function cardWords({ heading, kicker, figure, points, sentences }: Scene): string {
  return [heading, kicker, figure, ...points, ...sentences].join(" ");
}

export function chartWords({ chart }: { readonly chart?: Scene["chart"] | null }): string {
  return chart ? [...chart.labels, chart.unit, chart.source].join(" ") : "";
}

export function mapWords({ map }: { readonly map?: Scene["map"] | null }): string {
  return map ? map.places.map(({ name }) => name).join(" ") : "";
}

/** One line for the writer on each part that no font can draw; a chart or a map in such letters costs only itself. */
export function undrawableParts({ title, scenes }: Script, fonts: readonly FontMetrics[]): string[] {
  const parts = [
    { part: "The title", text: title },
    ...scenes.map((scene, index) => ({ part: `Scene ${index + 1}`, text: cardWords(scene) })),
  ];
  return parts.flatMap(({ part, text }) => {
    const missing = missingGlyphs(fonts, text);
    return missing === "" ? [] : [`${part}: the fonts cannot draw ${missing}; write it in ${LETTERS}.`];
  });
}
