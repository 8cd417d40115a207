import type { AssEvent } from "../captions/ass.ts";
import { boxPath, finePath, ribbonPath } from "../look/artwork-shapes.ts";
import { gridValues, valueText } from "./data.ts";
import { FIGURE_STARTS_MS, type FigureLook, figureShape, figureText, fittedLine, roundPath } from "./look.ts";
import { mixColours } from "../look/palette.ts";
import type { SceneChart } from "../script/script.ts";

const SWEEP_MS = 1_400;
const GRID_LINES = 4;
const LABELS_AT_MOST = 6;

/** A line over a light grid, drawn from left to right; its last and its highest value are written. */
export function chartLine({ labels, values, unit: unitText }: SceneChart, look: FigureLook): AssEvent[] {
  const { area, unit, palette } = look;
  const grid = gridValues(values, GRID_LINES);
  const quiet = mixColours(palette.shape, palette.text, 0.35);
  const gridPx = unit * 2.5;
  const gridTexts = grid.map((value) => valueText(value, unitText));
  const gutter = gridPx * 0.6 * Math.max(...gridTexts.map((text) => text.length)) + unit;
  const plot = {
    left: area.left + gutter,
    top: area.top + unit * 5,
    right: area.right,
    bottom: area.bottom - unit * 5,
  };
  const [lowest = 0, highest = 1] = [grid[0], grid.at(-1)];
  const across = (index: number): number =>
    plot.left + ((plot.right - plot.left) * (index + 0.25)) / (values.length - 0.5);
  const up = (value: number): number =>
    plot.bottom - ((plot.bottom - plot.top) * (value - lowest)) / (highest - lowest);
  const points = values.map((value, index): [number, number] => [across(index), up(value)]);
  const momentOf = (x: number): number => FIGURE_STARTS_MS + (SWEEP_MS * (x - plot.left)) / (plot.right - plot.left);

  const lines = grid.flatMap((value, index) => [
    figureShape(look, {
      path: boxPath({ left: plot.left, top: up(value) - 1, right: plot.right, bottom: up(value) + unit * 0.15 }),
      at: [0, 0],
      colour: quiet,
      alpha: value === 0 ? 0.8 : 0.3,
    }),
    figureText(look, {
      text: gridTexts[index] ?? "",
      at: [plot.left - unit, up(value)],
      anchor: 6,
      sizePx: gridPx,
      colour: mixColours(palette.base, palette.text, 0.72),
    }),
  ]);
  const sweep = sweepTags(look, plot.left, plot.right);
  const floor = up(Math.max(lowest, Math.min(0, highest)));
  const body = [
    figureShape(look, {
      path: finePath([...points, [across(values.length - 1), floor], [across(0), floor]]),
      at: [0, 0],
      colour: palette.shape,
      alpha: 0.34,
      motion: sweep,
    }),
    figureShape(look, {
      path: ribbonPath(points, unit * 0.9),
      at: [0, 0],
      colour: palette.accent,
      layer: 2,
      motion: sweep,
    }),
  ];
  const highestAt = values.lastIndexOf(Math.max(...values));
  const dots = points.flatMap(([x, y], index) => {
    const isNamed = index === highestAt || index === values.length - 1;
    const dot = figureShape(look, {
      path: roundPath(unit * (isNamed ? 1.3 : 0.85)),
      at: [x, y],
      colour: isNamed ? palette.accent : palette.text,
      layer: 3,
      anchor: 5,
      startMs: momentOf(x),
    });
    if (!isNamed) return [dot];
    const text = valueText(values[index] ?? 0, unitText);
    const anchor = index === values.length - 1 ? 3 : 2;
    const place = { at: [index === values.length - 1 ? x + unit * 1.3 : x, y - unit * 1.8], anchor } as const;
    const look3 = { sizePx: unit * 3.4, colour: palette.accent, isBold: true, startMs: momentOf(x) + 150 };
    return [dot, figureText(look, { text, ...place, ...look3 })];
  });
  const every = Math.ceil(values.length / LABELS_AT_MOST);
  const named = labels.flatMap((label, index) => {
    if ((values.length - 1 - index) % every !== 0) return [];
    const width = ((plot.right - plot.left) / values.length) * every * 0.94;
    const { text, sizePx } = fittedLine(look, label, width, unit * 2.8);
    return [
      figureText(look, { text, at: [across(index), plot.bottom + unit * 3], anchor: 5, sizePx, colour: palette.text }),
    ];
  });
  return [...lines, ...body, ...dots, ...named];
}

/** Uncovers from left to right. */
function sweepTags({ size: { height }, unit }: FigureLook, left: number, right: number): string {
  const from = Math.round(left - unit * 2);
  const clip = (to: number): string => `\\clip(${from},0,${Math.round(to)},${height})`;
  return `${clip(left - unit)}\\t(${FIGURE_STARTS_MS},${FIGURE_STARTS_MS + SWEEP_MS},${clip(right + unit * 2)})`;
}
