import { type AssEvent, assColour, assDocument, circlePath, polygonPath } from "./ass.ts";
import { type Palette, STILL_SCALE } from "./media.ts";
import { type SeededRandom, seededRandom } from "./seeded-random.ts";
import type { Canvas } from "./video.ts";

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

const MOTIFS = ["rings", "discs", "bands", "hills", "prisms", "dots"] as const;
type Motif = (typeof MOTIFS)[number];

/** Even in both directions, as 4:2:0 wants. */
export function stillSize(canvas: Canvas): Canvas {
  const even = (value: number): number => Math.ceil((value * STILL_SCALE) / 2) * 2;
  return { width: even(canvas.width), height: even(canvas.height) };
}

/** Neighbouring scenes never share a motif, and no two scenes of a video share a picture. */
export function artworkOf(input: { canvas: Canvas; palette: Palette; scene: number; seed: number }): Artwork {
  const order = seededRandom(input.seed).shuffled(MOTIFS);
  const motif = order[input.scene % order.length] ?? "rings";
  const random = seededRandom(input.seed + 7919 * (input.scene + 1));
  const size = stillSize(input.canvas);
  const shapes = [...glow(size, input.palette, random), ...DRAWN[motif](size, input.palette, random)];
  return {
    size,
    ass: assDocument(size, shapes),
    ground: ground(size, input.palette, input.scene, random),
    // No averaging: its state is shared by the filter's threads and would make every drawing a little different.
    grain: `noise=c0s=4:c0f=u:all_seed=${random.integer(1_000_000)}`,
  };
}

function ground({ width, height }: Canvas, palette: Palette, scene: number, random: SeededRandom): string {
  const [from, to] = scene % 2 === 0 ? [palette.deep, palette.base] : [palette.base, palette.deep];
  const corners = `x0=0:y0=${Math.round(height * random.next() * 0.4)}:x1=${width - 1}:y1=${height - 1}`;
  return `gradients=s=${width}x${height}:c0=0x${from}:c1=0x${to}:nb_colors=2:${corners}:seed=1:d=1:r=1`;
}

function shape(layer: number, colour: string, alpha: number, path: string, extra = ""): AssEvent {
  const hidden = Math.round((1 - alpha) * 255)
    .toString(16)
    .padStart(2, "0")
    .toUpperCase();
  const look = `\\an7\\pos(0,0)\\bord0\\shad0\\1c${assColour(colour)}\\1a&H${hidden}&${extra}`;
  return { layer, startMs: 0, endMs: 10_000, body: `{${look}\\p1}${path}` };
}

/** A soft light behind everything, away from the text. */
function glow({ width, height }: Canvas, palette: Palette, random: SeededRandom): AssEvent[] {
  const radius = Math.min(width, height) * (0.45 + random.next() * 0.2);
  const path = circlePath(width * (0.72 + random.next() * 0.2), height * (0.2 + random.next() * 0.3), radius);
  return [shape(0, palette.shape, 0.28, path, `\\blur${Math.round(Math.min(width, height) / 12)}`)];
}

const DRAWN: Readonly<Record<Motif, (size: Canvas, palette: Palette, random: SeededRandom) => AssEvent[]>> = {
  rings: ({ width, height }, palette, random) => {
    const unit = Math.min(width, height);
    const [x, y] = [width * (0.78 + random.next() * 0.16), height * (0.25 + random.next() * 0.5)];
    return [0.16, 0.27, 0.38, 0.5, 0.63].map((share, index) => {
      const outline = `\\1a&HFF&\\3c${assColour(index === 1 ? palette.accent : palette.shape)}\\3a&H${index === 1 ? "78" : "80"}&\\bord${Math.round(unit * (0.006 + 0.004 * random.next()))}`;
      return shape(1, palette.shape, 1, circlePath(x, y, unit * share), outline);
    });
  },
  discs: ({ width, height }, palette, random) => {
    const unit = Math.min(width, height);
    return [0.3, 0.2, 0.13, 0.08, 0.05].map((share, index) => {
      const path = circlePath(
        width * (0.58 + random.next() * 0.4),
        height * (0.08 + random.next() * 0.84),
        unit * share,
      );
      return shape(1, index === 3 ? palette.accent : palette.shape, index === 3 ? 0.5 : 0.3, path);
    });
  },
  bands: ({ width, height }, palette, random) => {
    const lean = height * (0.35 + random.next() * 0.3);
    const start = width * (0.55 + random.next() * 0.08);
    return [0, 1, 2, 3, 4].map((index) => {
      const left = start + index * width * 0.105;
      const right = left + width * (0.03 + random.next() * 0.045);
      const path = polygonPath([
        [left + lean, 0],
        [right + lean, 0],
        [right - lean, height],
        [left - lean, height],
      ]);
      return shape(1, index === 2 ? palette.accent : palette.shape, 0.3, path);
    });
  },
  hills: ({ width, height }, palette, random) => {
    const layers = [0.62, 0.72, 0.83];
    return layers.map((level, index) => {
      const phase = random.next() * Math.PI * 2;
      const crest = (share: number): number => height * (level + 0.07 * Math.sin(phase + share * (4 + index * 2)));
      const line = Array.from({ length: 49 }, (_, step): [number, number] => [(width * step) / 48, crest(step / 48)]);
      return shape(
        1,
        index === 2 ? palette.deep : palette.shape,
        0.26 + index * 0.16,
        polygonPath([...line, [width, height], [0, height]]),
      );
    });
  },
  prisms: ({ width, height }, palette, random) => {
    const unit = Math.min(width, height);
    return [0, 1, 2, 3, 4, 5].map((index) => {
      const [x, y] = [width * (0.56 + random.next() * 0.42), height * (0.1 + random.next() * 0.8)];
      const [size, turn] = [unit * (0.08 + random.next() * 0.24), random.next() * Math.PI * 2];
      const corners = [0, 1, 2].map((corner): [number, number] => {
        const angle = turn + (corner * Math.PI * 2) / 3;
        return [x + size * Math.cos(angle), y + size * Math.sin(angle)];
      });
      return shape(1, index === 4 ? palette.accent : palette.shape, index === 4 ? 0.36 : 0.28, polygonPath(corners));
    });
  },
  dots: ({ width, height }, palette, random) => {
    const step = Math.min(width, height) / 16;
    const left = width * (0.56 + random.next() * 0.06);
    const accentAt = random.integer(40);
    const positions = Array.from({ length: 120 }, (_, index) => ({ column: index % 12, row: Math.floor(index / 12) }));
    return positions.map(({ column, row }, index) => {
      const radius = step * (0.1 + 0.2 * ((column + row) / 20));
      const path = circlePath(left + column * step, height * 0.16 + row * step * 1.3, radius);
      return shape(
        1,
        index === accentAt + 40 ? palette.accent : palette.shape,
        index === accentAt + 40 ? 0.95 : 0.5,
        path,
      );
    });
  },
};
