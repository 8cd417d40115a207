import { type AssEvent, assDocument, circlePath } from "../captions/ass.ts";
import { COMPOSED_STYLES } from "./artwork-composed.ts";
import { LANDSCAPE_STYLES } from "./artwork-landscapes.ts";
import { drawMotif } from "./artwork-motifs.ts";
import { type ArtworkScene, BACK, type Box, boxPath, type DrawStyle, filled } from "./artwork-shapes.ts";
import { TECHNICAL_STYLES } from "./artwork-technical.ts";
import { type Palette, STILL_SCALE } from "../media/media.ts";
import { stemsOf } from "../media/words.ts";
import { type SeededRandom, seededRandom } from "../seeded-random.ts";
import type { Canvas } from "../video/video.ts";

/** The picture behind a card: a gradient under translucent shapes. No text; the text comes with the video's own clock. */
export interface Artwork {
  readonly size: Canvas;
  /** libass script of the shapes. */
  readonly ass: string;
  /** Filter source of the ground: a gradient. */
  readonly ground: string;
  /** Filter that adds a little grain, so that dark areas do not band. */
  readonly grain: string;
}

/** Even in both directions, as 4:2:0 wants. */
export function stillSize(canvas: Canvas): Canvas {
  const even = (value: number): number => Math.ceil((value * STILL_SCALE) / 2) * 2;
  return { width: even(canvas.width), height: even(canvas.height) };
}

interface Style {
  readonly draw: DrawStyle;
  /** Words of a topic that it suits; a topic with none of any style's words takes its seed's choice. */
  readonly suits: string;
}

export const ARTWORK_STYLES: Readonly<Record<string, Style>> = {
  motifs: { draw: drawMotif, suits: "" },
  paper: {
    draw: LANDSCAPE_STYLES.paper,
    suits:
      "history mountain travel village nature forest tree farm story walk garden snow winter bird owl wolf bear castle evening sleep",
  },
  waves: {
    draw: LANDSCAPE_STYLES.waves,
    suits: "ocean sea tide wave water river sound music rain swim fish whale boat ship tea coffee",
  },
  contours: {
    draw: LANDSCAPE_STYLES.contours,
    suits: "map earth geography volcano weather climate soil island land desert hike road animal",
  },
  blueprint: {
    draw: TECHNICAL_STYLES.blueprint,
    suits: "machine engine build bridge rocket clock train plane house car time sun moon light",
  },
  network: {
    draw: TECHNICAL_STYLES.network,
    suits: "internet brain network star space planet computer data ai people social sky memory language bee ant",
  },
  halftone: {
    draw: TECHNICAL_STYLES.halftone,
    suits: "comic film photo press print news game pop food cook bake bread sport dance",
  },
  bauhaus: {
    draw: COMPOSED_STYLES.bauhaus,
    suits: "art design colour color architecture shape school learn math money interest city chess",
  },
};

/** Above everything that a style draws. */
const SEAT = 20;

/** Light alone: the ground of a chart or a map. */
export const PLAIN_STYLE = "plain";

/** One style a video, so that its pictures belong together; every scene its own composition of it. */
export function styleOf(topic: string, seed: number): string {
  const words = stemsOf(topic);
  const names = Object.keys(ARTWORK_STYLES);
  const suited = names.filter((name) =>
    [...stemsOf(ARTWORK_STYLES[name]?.suits ?? "")].some((word) => words.has(word)),
  );
  return seededRandom(seed).pick(suited.length > 0 ? suited : names);
}

export function artworkOf(input: {
  canvas: Canvas;
  palette: Palette;
  scene: number;
  seed: number;
  style: string;
  /** Drawn on top, in the still's own pixels. */
  over?: readonly AssEvent[];
}): Artwork {
  const random = seededRandom(input.seed + 7919 * (input.scene + 1));
  const size = stillSize(input.canvas);
  const scene: ArtworkScene = {
    size,
    palette: input.palette,
    scene: input.scene + (input.seed % 97),
    random,
    stage: stageOf(size),
    unit: Math.min(size.width, size.height) / 100,
  };
  const draw = ARTWORK_STYLES[input.style]?.draw;
  const shapes = [...glow(scene), ...(draw === undefined ? [] : [...draw(scene), seat(scene)]), ...(input.over ?? [])];
  return {
    size,
    ass: assDocument(size, shapes),
    ground: groundOf(size, input.palette, input.scene, random),
    // No averaging: its state is shared by the filter's threads and would make every drawing a little different.
    grain: `noise=c0s=4:c0f=u:all_seed=${random.integer(1_000_000)}`,
  };
}

/** Words stand on the left of a wide picture and in the upper two thirds of any other. */
function stageOf({ width, height }: Canvas): Box {
  if (height >= width) return { left: 0, top: height * (height > width ? 0.62 : 0.68), right: width, bottom: height };
  return { left: width * 0.55, top: 0, right: width, bottom: height };
}

export function groundOf({ width, height }: Canvas, palette: Palette, scene: number, random: SeededRandom): string {
  const [from, to] = scene % 2 === 0 ? [palette.deep, palette.base] : [palette.base, palette.deep];
  const corners = `x0=0:y0=${Math.round(height * random.next() * 0.4)}:x1=${width - 1}:y1=${height - 1}`;
  return `gradients=s=${width}x${height}:c0=0x${from}:c1=0x${to}:nb_colors=2:${corners}:seed=1:d=1:r=1`;
}

/** A soft shade where captions lie: no shape of the picture may look like one of their letters. */
function seat({ size: { width, height }, palette, unit }: ArtworkScene): AssEvent {
  const [top, bottom] = height > width ? [0.68, 0.82] : [0.77, 0.95];
  const path = boxPath({ left: -width, top: height * top, right: width * 2, bottom: height * bottom });
  return filled(path, { colour: palette.deep, alpha: 0.5, layer: SEAT, blurPx: unit * 5 });
}

/** A soft light behind everything, away from the text. */
function glow({ size: { width, height }, palette, random }: ArtworkScene): AssEvent[] {
  const radius = Math.min(width, height) * (0.45 + random.next() * 0.2);
  const path = circlePath(width * (0.72 + random.next() * 0.2), height * (0.2 + random.next() * 0.3), radius);
  return [filled(path, { colour: palette.shape, alpha: 0.28, layer: BACK, blurPx: Math.min(width, height) / 12 })];
}
