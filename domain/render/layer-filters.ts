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
  return [
    `color=c=0x${ground}@0:s=${width}x${height}:r=${fps}:d=${((frameCount + 1) / fps).toFixed(3)}`,
    "format=yuva420p",
    `select='${withinAny(changes)}'`,
    `${assFilter(script, fonts)}:alpha=1`,
  ].join(",");
}

/** Stretches that are asked one after the other; ffmpeg refuses sums of more than a hundred. */
const STRETCHES_IN_A_ROW = 4;

/** ffmpeg's expression of the frame number `n`: whether it is in one of these stretches, which ascend; halved until few are left. */
export function withinAny(stretches: readonly (readonly [number, number])[]): string {
  if (stretches.length <= STRETCHES_IN_A_ROW) {
    return stretches
      .map(([first, last]) => (first === last ? `eq(n,${first})` : `between(n,${first},${last})`))
      .join("+");
  }
  const middle = Math.floor(stretches.length / 2);
  const later = stretches.slice(middle);
  return `if(lt(n,${later[0]?.[0] ?? 0}),${withinAny(stretches.slice(0, middle))},${withinAny(later)})`;
}
