import { circlePath } from "../captions/ass.ts";
import { arcPath, BACK, type DrawStyle, FRONT, filled, loudAlpha, outlined, ribbonPath } from "./artwork-shapes.ts";
import { mixColours } from "./palette.ts";

/** Styles of paper and screen: lines, nodes, dots. */
export const TECHNICAL_STYLES = {
  /** A drawing board: a faint grid, a dial with its degrees, measures beside it. */
  blueprint: ({ size: { width, height }, palette, random, unit, stage, scene }) => {
    const line = mixColours(palette.shape, palette.text, 0.35);
    const grid = [
      ...rulers(width, unit * 5).map((x, index) => bar([x, 0], [x, height], unit * (index % 4 === 0 ? 0.16 : 0.09))),
      ...rulers(height, unit * 5).map((y, index) => bar([0, y], [width, y], unit * (index % 4 === 0 ? 0.16 : 0.09))),
    ].map((path) => filled(path, { colour: line, alpha: 0.16, layer: BACK }));
    const x = (stage.left + stage.right) / 2 + unit * 10 * (random.next() - 0.5);
    const y = stage.top + (stage.bottom - stage.top) * (0.42 + 0.16 * random.next());
    const dial = [12, 21, 31, 43].map((share, index) =>
      outlined(circlePath(x, y, unit * share), { colour: line, alpha: 0.62 - index * 0.1, widthPx: unit * 0.28 }),
    );
    const degrees = Array.from({ length: 72 }, (_, index) => {
      const reach = { inner: unit * (index % 6 === 0 ? 27.6 : 29.4), outer: unit * 31 };
      return filled(arcPath({ x, y }, reach, { from: index / 72 - 0.0009, to: index / 72 + 0.0009 }), {
        colour: line,
        alpha: 0.7,
      });
    });
    const from = ((scene * 5) % 12) / 12 + 0.04;
    const swept = filled(
      arcPath({ x, y }, { inner: unit * 21, outer: unit * 31 }, { from, to: from + 0.16 + random.next() * 0.12 }),
      {
        colour: palette.accent,
        alpha: loudAlpha({ width, height }),
      },
    );
    const cross = [
      bar([x - unit * 52, y], [x + unit * 52, y], unit * 0.18),
      bar([x, y - unit * 52], [x, y + unit * 52], unit * 0.18),
    ];
    const hub = filled(circlePath(x, y, unit * 1.5), { colour: palette.accent, alpha: 1, layer: FRONT });
    return [
      ...grid,
      ...dial,
      ...degrees,
      swept,
      ...cross.map((path) => filled(path, { colour: line, alpha: 0.5 })),
      hub,
    ];
  },

  /** Points joined to their nearest: a sky chart, a web, a brain. */
  network: ({ size: { width, height }, palette, random, unit, stage }) => {
    const calm = { left: 0, top: 0, right: width, bottom: height };
    const nodes = Array.from({ length: 46 }, (_, index) => {
      const box = index < 34 ? stage : calm;
      return {
        x: box.left + (box.right - box.left) * random.next(),
        y: box.top + (box.bottom - box.top) * random.next(),
        radius: unit * (0.45 + 1.1 * random.next() ** 3),
        loud: index < 34,
      };
    });
    const hubs = new Set([3, 11, 23]);
    const joined = nodes.flatMap((node, index) => {
      const near = nodes
        .map((other, at) => ({ other, at, distance: Math.hypot(other.x - node.x, other.y - node.y) }))
        .filter(({ at, distance }) => at > index && distance < unit * 34)
        .toSorted((left, right) => left.distance - right.distance)
        .slice(0, 3);
      return near.map(({ other, distance }) => {
        const alpha = (node.loud && other.loud ? 0.62 : 0.22) * (1 - distance / (unit * 40));
        const colour = mixColours(palette.shape, palette.text, 0.25);
        return filled(bar([node.x, node.y], [other.x, other.y], unit * 0.22), { colour, alpha });
      });
    });
    const drawn = nodes.flatMap(({ x, y, radius, loud }, index) => {
      const isHub = hubs.has(index);
      const colour = isHub ? palette.accent : mixColours(palette.shape, palette.text, 0.45);
      const node = filled(circlePath(x, y, isHub ? unit * 2 : radius), {
        colour,
        alpha: loud ? 0.95 : 0.35,
        layer: FRONT,
      });
      if (!isHub) return [node];
      const shine = filled(circlePath(x, y, unit * 5.5), { colour, alpha: 0.26, layer: BACK, blurPx: unit * 2.4 });
      return [shine, node, outlined(circlePath(x, y, unit * 3.4), { colour, alpha: 0.6, widthPx: unit * 0.25 })];
    });
    return [...joined, ...drawn];
  },

  /** Printer's dots that grow towards a corner, with a swell in them. */
  halftone: ({ size: { width, height }, palette, random, unit, scene }) => {
    const step = unit * 4.1;
    const phase = random.next() * Math.PI * 2;
    const isUpright = height >= width;
    const fromBelow = scene % 2 === 0;
    const rows = Math.ceil(height / (step * 0.866)) + 1;
    const columns = Math.ceil(width / step) + 1;
    const dots: { x: number; y: number; size: number }[] = [];
    for (let row = 0; row < rows; row += 1) {
      for (let column = 0; column < columns; column += 1) {
        const x = (column + (row % 2) / 2) * step;
        const y = row * step * 0.866;
        const away = isUpright ? (y / height - 0.56) / 0.44 : (x / width - 0.48) / 0.52;
        const tilt = isUpright ? x / width - 0.5 : (fromBelow ? 1 : -1) * (y / height - 0.5);
        const size = away + 0.35 * tilt + 0.16 * Math.sin(phase + (x + y) / (unit * 17));
        if (size > 0.06) dots.push({ x, y, size: Math.min(1, size) });
      }
    }
    const accentAt = random.integer(Math.max(1, dots.length));
    // One drawing for all of a kind: thousands of events would take libass seconds.
    const paths = (chosen: typeof dots): string =>
      chosen.map(({ x, y, size }) => circlePath(x * 8, y * 8, step * 0.46 * size * 8)).join(" ");
    const colour = mixColours(palette.shape, palette.accent, 0.12);
    const loudest = dots.filter(({ size }, index) => size > 0.9 && (index * 7 + accentAt) % 23 === 0);
    return [
      eighths(filled(paths(dots), { colour, alpha: 0.6 })),
      eighths(filled(paths(loudest), { colour: palette.accent, alpha: 0.9, layer: FRONT })),
    ];
  },
} as const satisfies Record<string, DrawStyle>;

/** The same drawing with coordinates in eighths of a pixel: `\p4` divides by 2³, and small circles stay round. */
function eighths<Event extends { readonly body: string }>(event: Event): Event {
  return { ...event, body: event.body.replace("\\p1}", "\\p4}") };
}

function rulers(length: number, step: number): number[] {
  return Array.from({ length: Math.floor(length / step) + 1 }, (_, index) => index * step);
}

function bar(from: readonly [number, number], to: readonly [number, number], widthPx: number): string {
  return ribbonPath([from, to], widthPx);
}
