import type { Scene } from "./script.ts";

/** Every word of a scene that is shown on its card, or captioned. */
export function drawnWords(scene: Scene): string {
  const { heading, kicker, figure, points, sentences } = scene;
  return [heading, kicker, figure, ...points, ...sentences, chartWords(scene), mapWords(scene)].join(" ");
}

export function chartWords({ chart }: { readonly chart?: Scene["chart"] | null }): string {
  return chart ? [...chart.labels, chart.unit, chart.source].join(" ") : "";
}

export function mapWords({ map }: { readonly map?: Scene["map"] | null }): string {
  return map ? map.places.map(({ name }) => name).join(" ") : "";
}
