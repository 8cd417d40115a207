import { type AssEvent, circlePath, polygonPath } from "../captions/ass.ts";
import { type ArtworkScene, type Box, type DrawStyle, filled, outlined } from "./artwork-shapes.ts";

const MOTIFS = ["rings", "discs", "bands", "hills", "prisms", "dots"] as const;
type Motif = (typeof MOTIFS)[number];

/** Plain translucent shapes: neighbouring scenes never share a motif. */
export const drawMotif: DrawStyle = (scene) => {
  const motif = MOTIFS[scene.scene % MOTIFS.length] ?? "rings";
  // Bands cross the picture from top to bottom: only beside words.
  const isBeside = scene.size.width > scene.size.height;
  return DRAWN[motif === "bands" && !isBeside ? "dots" : motif](scene);
};

const DRAWN: Readonly<Record<Motif, (scene: ArtworkScene) => AssEvent[]>> = {
  rings: ({ size: { width, height }, palette, random, stage }) => {
    const unit = Math.min(width, height);
    const [x, y] = within(stage, 0.5 + random.next() * 0.36, 0.25 + random.next() * 0.5);
    return [0.16, 0.27, 0.38, 0.5, 0.63].map((share, index) => {
      const widthPx = unit * (0.006 + 0.004 * random.next());
      const colour = index === 1 ? palette.accent : palette.shape;
      return outlined(circlePath(x, y, unit * share), { colour, alpha: 0.5, widthPx });
    });
  },
  discs: ({ size: { width, height }, palette, random, stage }) => {
    const unit = Math.min(width, height);
    return [0.3, 0.2, 0.13, 0.08, 0.05].map((share, index) => {
      const [x, y] = within(stage, 0.07 + random.next() * 0.88, 0.08 + random.next() * 0.84);
      const paint = index === 3 ? { colour: palette.accent, alpha: 0.5 } : { colour: palette.shape, alpha: 0.3 };
      return filled(circlePath(x, y, unit * share), paint);
    });
  },
  bands: ({ size: { width, height }, palette, random }) => {
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
      return filled(path, { colour: index === 2 ? palette.accent : palette.shape, alpha: 0.3 });
    });
  },
  hills: ({ size: { width, height }, palette, random }) =>
    [0.62, 0.72, 0.83].map((level, index) => {
      const phase = random.next() * Math.PI * 2;
      const crest = (share: number): number => height * (level + 0.07 * Math.sin(phase + share * (4 + index * 2)));
      const line = Array.from({ length: 49 }, (_, step): [number, number] => [(width * step) / 48, crest(step / 48)]);
      const path = polygonPath([...line, [width, height], [0, height]]);
      return filled(path, { colour: index === 2 ? palette.deep : palette.shape, alpha: 0.26 + index * 0.16 });
    }),
  prisms: ({ size: { width, height }, palette, random, stage }) => {
    const unit = Math.min(width, height);
    return [0, 1, 2, 3, 4, 5].map((index) => {
      const [x, y] = within(stage, 0.02 + random.next() * 0.94, 0.1 + random.next() * 0.8);
      const [size, turn] = [unit * (0.08 + random.next() * 0.24), random.next() * Math.PI * 2];
      const corners = [0, 1, 2].map((corner): [number, number] => {
        const angle = turn + (corner * Math.PI * 2) / 3;
        return [x + size * Math.cos(angle), y + size * Math.sin(angle)];
      });
      const paint = index === 4 ? { colour: palette.accent, alpha: 0.36 } : { colour: palette.shape, alpha: 0.28 };
      return filled(polygonPath(corners), paint);
    });
  },
  dots: ({ size: { width, height }, palette, random, stage }) => {
    const step = Math.min(width, height) / 16;
    const [left, top] = within(stage, 0.02 + random.next() * 0.13, 0.16);
    const accentAt = 40 + random.integer(40);
    const positions = Array.from({ length: 120 }, (_, index) => ({ column: index % 12, row: Math.floor(index / 12) }));
    return positions.map(({ column, row }, index) => {
      const radius = step * (0.1 + 0.2 * ((column + row) / 20));
      const path = circlePath(left + column * step, top + row * step * 1.3, radius);
      const paint =
        index === accentAt ? { colour: palette.accent, alpha: 0.95 } : { colour: palette.shape, alpha: 0.5 };
      return filled(path, paint);
    });
  },
};

/** A place in shares of a box. */
function within({ left, top, right, bottom }: Box, x: number, y: number): [number, number] {
  return [left + (right - left) * x, top + (bottom - top) * y];
}
