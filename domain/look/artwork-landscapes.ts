import { circlePath } from "../captions/ass.ts";
import { BACK, type DrawStyle, FRONT, filled, finePath, ribbonPath } from "./artwork-shapes.ts";
import { mixColours } from "./palette.ts";
import type { SeededRandom } from "../seeded-random.ts";

const STEPS = 72;

/** Styles of land and water: the lower part of the picture, under the words. */
export const LANDSCAPE_STYLES = {
  /** Hills cut from paper: each sheet throws a soft shadow on the one behind; a sun between them. */
  paper: ({ size: { width, height }, palette, random, scene, unit }) => {
    // Beside the words of a wide picture, above those of any other.
    const isWide = width > height;
    const [from, to, radius] = isWide ? [0.72, 0.36, 15] : [0.72, 0.17, 8];
    const sunX = width * (from + random.next() * 0.14);
    const sunY = height * to + unit * 14 * random.next() * (isWide ? 1 : 0.2);
    const sun = circlePath(sunX, sunY, unit * radius);
    const halo = circlePath(sunX, sunY, unit * radius * 2);
    const levels = isWide ? [0.68, 0.73, 0.79, 0.86, 0.94] : [0.64, 0.71, 0.78, 0.86, 0.94];
    const rise = isWide ? [0.3, 0.25, 0.2, 0.15, 0.1] : [0.06, 0.05, 0.04, 0.03, 0.02];
    const jagged = scene % 2 === 0;
    const sheets = levels.flatMap((level, index) => {
      const crest = crestOf(random, { roughness: jagged ? 1 : 0.35, swing: 0.075 - index * 0.006 });
      const line = along(
        width,
        (share) =>
          height *
          (level - slope(share) * (rise[index] ?? 0) + crest(share) * (isWide ? 0.35 + 0.65 * slope(share) : 0.7)),
      );
      const sheet = finePath([...line, [width, height + 10], [0, height + 10]]);
      const shadow = finePath([
        ...line.map(([x, y]): [number, number] => [x, y - unit * 1.6]),
        [width, height],
        [0, height],
      ]);
      const colour = mixColours(mixColours(palette.shape, palette.base, 0.35), palette.deep, index / 4.6);
      return [
        filled(shadow, { colour: palette.deep, alpha: 0.32, layer: FRONT + index, blurPx: unit * 1.8 }),
        filled(sheet, { colour, alpha: 0.96, layer: FRONT + index }),
      ];
    });
    return [
      filled(halo, { colour: palette.accent, alpha: 0.1, layer: BACK, blurPx: unit * 9 }),
      filled(sun, { colour: palette.accent, alpha: 0.42 }),
      ...sheets,
    ];
  },

  /** Ribbons of swell that cross the picture, with one bright line on them. */
  waves: ({ size: { width, height }, palette, random, unit }) => {
    const isWide = width > height;
    const lift = (isWide ? 0.76 : 0.64) + random.next() * 0.05;
    const rise = isWide ? 0.22 : 0.04;
    const turns = 1.1 + random.next() * 0.7;
    const phase = random.next() * Math.PI * 2;
    const swell = (layer: number) =>
      along(width, (share) => {
        const large = Math.sin(phase + layer * 0.62 + share * Math.PI * 2 * turns);
        const small = Math.sin(phase * 2 + layer + share * Math.PI * 5.4);
        const calm = 0.025 + 0.05 * slope(share);
        return height * (lift - rise * slope(share) + layer * 0.07 + calm * large + 0.012 * small);
      });
    const bodies = [0, 1, 2, 3, 4].map((layer) => {
      const colour = mixColours(palette.shape, palette.deep, layer / 5);
      const path = finePath([...swell(layer), [width, height + 10], [0, height + 10]]);
      return filled(path, { colour, alpha: 0.34 + layer * 0.09, layer: FRONT });
    });
    const light = [0, 1, 2, 3].map((layer) => {
      const colour = layer === 1 ? palette.accent : mixColours(palette.shape, palette.text, 0.35);
      const widthPx = unit * (layer === 1 ? 0.75 : 0.3);
      return filled(ribbonPath(swell(layer), widthPx), { colour, alpha: layer === 1 ? 0.9 : 0.4, layer: FRONT + 1 });
    });
    return [...bodies, ...light];
  },

  /** Lines of equal height around two summits, as on a walker's map. */
  contours: ({ size: { width, height }, palette, random, unit, stage }) => {
    const isUpright = height >= width;
    const summits = [0, 1].map((index) => ({
      x: isUpright ? width * (0.28 + 0.46 * index) : width * (0.72 + 0.22 * index),
      y: isUpright ? stage.top + (stage.bottom - stage.top) * (0.3 + 0.42 * index) : height * (0.3 + 0.5 * index),
      lobes: 2 + random.integer(3),
      phase: random.next() * Math.PI * 2,
      stretch: 0.7 + random.next() * 0.5,
    }));
    return summits.flatMap(({ x, y, lobes, phase, stretch }, summit) =>
      // Fewer where words stand right above.
      Array.from({ length: width === height ? 6 : 9 }, (_, ring) => {
        const radius = unit * (5 + ring * 5.2);
        const closed = Array.from({ length: STEPS + 1 }, (_point, step): [number, number] => {
          const angle = (step / STEPS) * Math.PI * 2;
          const bulge =
            1 + 0.16 * Math.sin(lobes * angle + phase) + 0.06 * Math.sin((lobes + 3) * angle - phase + ring / 3);
          return [x + radius * bulge * Math.cos(angle), y + radius * bulge * stretch * Math.sin(angle)];
        });
        const isMain = ring % 4 === 0;
        const colour =
          isMain && summit === 0 && ring === 4 ? palette.accent : mixColours(palette.shape, palette.text, 0.18);
        return filled(ribbonPath(closed, unit * (isMain ? 0.5 : 0.22)), {
          colour,
          alpha: (isMain ? 0.8 : 0.5) - ring * 0.035,
        });
      }),
    );
  },
} as const satisfies Record<string, DrawStyle>;

function along(width: number, yAt: (share: number) => number): [number, number][] {
  return Array.from({ length: STEPS + 1 }, (_, step): [number, number] => [
    -10 + ((width + 20) * step) / STEPS,
    yAt(step / STEPS),
  ]);
}

/** 0 where words stand, 1 on the right: the land rises away from them. */
function slope(share: number): number {
  const t = Math.min(1, Math.max(0, (share - 0.35) / 0.5));
  return t * t * (3 - 2 * t);
}

/** A sum of a few waves; roughness adds short ones, as rock has. */
function crestOf(random: SeededRandom, { roughness, swing }: { roughness: number; swing: number }) {
  const waves = [1.4, 2.9, 6.1, 12.7, 23].map((turns, index) => ({
    turns: turns * (0.85 + random.next() * 0.3),
    phase: random.next() * Math.PI * 2,
    height: (swing / (1 + index * 1.15)) * (index > 1 ? roughness : 1),
  }));
  return (share: number): number =>
    waves.reduce((sum, { turns, phase, height }) => {
      const wave = Math.sin(phase + share * turns * Math.PI * 2);
      return sum + height * (roughness === 1 ? 0.6 - Math.abs(wave) : wave) * 0.8;
    }, 0);
}
