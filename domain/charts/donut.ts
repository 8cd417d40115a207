import type { AssEvent } from "../captions/ass.ts";
import { arcPath, boxPath } from "../look/artwork-shapes.ts";
import { valueText } from "./data.ts";
import {
  FIGURE_STARTS_MS,
  type FigureLook,
  figureShape,
  figureText,
  fittedLine,
  STAGGER_MS,
  textWidth,
} from "./look.ts";
import { mixColours } from "../look/palette.ts";
import type { SceneChart } from "../script/script.ts";

/** Gap between slices, in turns. */
const GAP = 0.004;

/** Shares of a whole: a ring with the largest share in its middle, and every share beside its name. */
export function chartDonut({ labels, values, unit: unitText }: SceneChart, look: FigureLook): AssEvent[] {
  const { area, unit, palette } = look;
  const total = values.reduce((sum, value) => sum + value, 0);
  const [width, height] = [area.right - area.left, area.bottom - area.top];
  const isWide = width > height * 1.15;
  const outer = isWide ? Math.min(height / 2, width * 0.29) : Math.min(width * 0.36, height * 0.3);
  const centre = isWide
    ? { x: area.left + outer, y: area.top + height / 2 }
    : { x: area.left + width / 2, y: area.top + outer };
  const order = values.map((_, index) => index).toSorted((left, right) => (values[right] ?? 0) - (values[left] ?? 0));
  const rank = new Map(order.map((index, place) => [index, place]));
  const colourOf = (index: number): string => {
    const place = rank.get(index) ?? 0;
    return place === 0
      ? palette.accent
      : mixColours(mixColours(palette.shape, palette.text, 0.55), palette.base, (place - 1) / values.length);
  };
  let turned = 0;
  const slices = values.map((value, index) => {
    const from = turned;
    turned += value / total;
    const gap = Math.min(GAP, value / total / 3);
    return figureShape(look, {
      path: arcPath(centre, { inner: outer * 0.62, outer }, { from: from + gap, to: turned - gap }),
      at: [0, 0],
      colour: colourOf(index),
      startMs: FIGURE_STARTS_MS + 1_000 * from,
    });
  });
  const largest = order[0] ?? 0;
  const middle = valueText(values[largest] ?? 0, unitText);
  const shown = fittedLine(look, middle, outer * 1.1, outer * 0.42);
  const legend = isWide
    ? { left: centre.x + outer + unit * 4, top: area.top, right: area.right, bottom: area.bottom }
    : { left: area.left, top: centre.y + outer + unit * 3, right: area.right, bottom: area.bottom };
  const row = Math.min((legend.bottom - legend.top) / values.length, unit * 6);
  const top = isWide ? (legend.top + legend.bottom - row * values.length) / 2 : legend.top;
  const namePx = Math.min(row * 0.56, unit * 3);
  const names = values.flatMap((value, index) => {
    const y = top + row * (index + 0.5);
    const startMs = FIGURE_STARTS_MS + 300 + index * STAGGER_MS;
    const number = valueText(value, unitText);
    const numberWidth = textWidth(look, number, namePx);
    const name = fittedLine(look, labels[index] ?? "", legend.right - legend.left - unit * 4 - numberWidth, namePx);
    const colour = colourOf(index);
    return [
      figureShape(look, {
        path: boxPath({ left: 0, top: 0, right: namePx * 0.8, bottom: namePx * 0.8 }),
        at: [legend.left, y],
        anchor: 4,
        colour,
        startMs,
      }),
      figureText(look, {
        text: name.text,
        at: [legend.left + unit * 3, y],
        anchor: 4,
        sizePx: name.sizePx,
        colour: palette.text,
        startMs,
      }),
      figureText(look, {
        text: number,
        at: [legend.right, y],
        anchor: 6,
        sizePx: namePx,
        colour: palette.text,
        isBold: true,
        startMs,
      }),
    ];
  });
  const figure = figureText(look, {
    text: shown.text,
    at: [centre.x, centre.y],
    anchor: 5,
    sizePx: shown.sizePx,
    colour: palette.accent,
    isBold: true,
    startMs: FIGURE_STARTS_MS + 500,
  });
  return [...slices, figure, ...names];
}
