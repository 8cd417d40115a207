import { assFilter } from "../captions/ass.ts";
import type { OverlayLayer } from "./segment-layers.ts";

/** A layer and its script's file, as a path of this machine. */
export interface LayerFile {
  readonly layer: OverlayLayer;
  readonly script: string;
}

/** Steps of a filter graph that lay layers over `picture`, an input with its filters; `name` keeps their labels apart. */
export function layersOver(
  picture: string,
  layers: readonly LayerFile[],
  { name, fonts, fps, frameCount }: { name: string; fonts: string; fps: number; frameCount: number },
): { steps: string[]; output: string } {
  const steps = [`${picture}[${name}0]`];
  for (const [index, { layer, script }] of layers.entries()) {
    steps.push(
      `${layerFilters(layer, script, fonts, { fps, frameCount })}[${name}layer${index}]`,
      `[${name}${index}][${name}layer${index}]overlay=x='${layer.x}':y=${layer.y}:format=yuv420[${name}${index + 1}]`,
    );
  }
  return { steps, output: `${name}${layers.length}` };
}

function layerFilters(
  { width, height, ground, changes }: OverlayLayer,
  script: string,
  fonts: string,
  { fps, frameCount }: { fps: number; frameCount: number },
): string {
  const drawn = changes.map(([first, last]) => (first === last ? `eq(n,${first})` : `between(n,${first},${last})`));
  return [
    `color=c=0x${ground}@0:s=${width}x${height}:r=${fps}:d=${((frameCount + 1) / fps).toFixed(3)}`,
    "format=yuva420p",
    `select='${drawn.join("+")}'`,
    `${assFilter(script, fonts)}:alpha=1`,
  ].join(",");
}
