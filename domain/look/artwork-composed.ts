import { circlePath } from "../captions/ass.ts";
import { arcPath, boxPath, type DrawStyle, filled, finePath, loudAlpha } from "./artwork-shapes.ts";
import { mixColours } from "./palette.ts";

type Tile = { readonly x: number; readonly y: number; readonly side: number; readonly turn: number };

/** Figures that fill one tile, in any of four turns. */
const FIGURES: readonly ((tile: Tile) => string)[] = [
  ({ x, y, side, turn }) => {
    const corner = { x: turn % 2 === 0 ? x : x + side, y: turn < 2 ? y : y + side };
    const from = [0.25, 0.5, 0, 0.75][turn] ?? 0;
    return arcPath(corner, { inner: 0, outer: side }, { from, to: from + 0.25 });
  },
  ({ x, y, side, turn }) =>
    arcPath(
      { x: x + side / 2, y: y + side / 2 },
      { inner: 0, outer: side / 2 },
      { from: turn / 4, to: turn / 4 + 0.5 },
    ),
  ({ x, y, side }) => circlePath(x + side / 2, y + side / 2, side * 0.36),
  ({ x, y, side, turn }) => {
    const corners: [number, number][] = [
      [x, y],
      [x + side, y],
      [x + side, y + side],
      [x, y + side],
    ];
    return finePath(corners.filter((_, index) => index !== turn));
  },
  ({ x, y, side }) =>
    arcPath({ x: x + side / 2, y: y + side / 2 }, { inner: side * 0.24, outer: side * 0.46 }, { from: 0, to: 1 }),
  ({ x, y, side, turn }) =>
    [0, 1, 2]
      .map((stripe) => {
        const from = side * (0.06 + stripe * 0.33);
        const to = from + side * 0.2;
        return turn % 2 === 0
          ? boxPath({ left: x, top: y + from, right: x + side, bottom: y + to })
          : boxPath({ left: x + from, top: y, right: x + to, bottom: y + side });
      })
      .join(" "),
];

/** Styles that are composed of figures. */
export const COMPOSED_STYLES = {
  /** A wall of tiles, each with one plain figure; it loosens towards the words. */
  bauhaus: ({ size: { width, height }, palette, random, stage }) => {
    const isUpright = height >= width;
    const side = isUpright ? width / 5 : height / 5;
    const columns = isUpright ? 5 : Math.ceil((stage.right - stage.left) / side);
    const rows = isUpright ? Math.ceil((stage.bottom - stage.top) / side) : 5;
    const inks = [
      palette.shape,
      mixColours(palette.shape, palette.text, 0.3),
      mixColours(palette.shape, palette.deep, 0.45),
    ];
    return Array.from({ length: rows * columns }, (_, index) => {
      const column = index % columns;
      const row = Math.floor(index / columns);
      const closeness = isUpright ? (row + 1) / rows : (column + 1) / columns;
      const [chance, figure, turn, ink] = [
        random.next(),
        random.integer(FIGURES.length),
        random.integer(4),
        random.next(),
      ];
      const tile = {
        x: isUpright ? column * side : width - (columns - column) * side,
        y: isUpright ? height - (rows - row) * side : row * side,
        side,
        turn,
      };
      const isAccent = ink > 0.9;
      const colour = isAccent ? palette.accent : (inks[Math.floor(ink * inks.length * 1.1)] ?? palette.shape);
      const seen = chance < 0.1 + closeness * 0.9;
      const alpha = isAccent ? loudAlpha({ width, height }) : 0.62;
      const back = boxPath({ left: tile.x, top: tile.y, right: tile.x + side, bottom: tile.y + side });
      if (!seen) return [];
      return [
        filled(back, { colour: mixColours(palette.base, palette.deep, ((column + row) % 3) / 2), alpha: 0.55 }),
        filled(FIGURES[figure]?.(tile) ?? back, { colour, alpha }),
      ];
    }).flat();
  },
} as const satisfies Record<string, DrawStyle>;
