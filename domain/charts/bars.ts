import type { AssEvent } from "../captions/ass.ts";
import { boxPath } from "../look/artwork-shapes.ts";
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

const GROW_MS = 650;

/** Lying bars, each under its label: long names fit, and the longest bar is the accent. */
export function chartBars({ labels, values, unit: unitText }: SceneChart, look: FigureLook): AssEvent[] {
  const { area, unit, palette } = look;
  const row = (area.bottom - area.top) / values.length;
  const thick = Math.min(row * 0.44, unit * 7);
  const labelPx = Math.min(row * 0.3, unit * 3.3);
  const texts = values.map((value) => valueText(value, unitText));
  const valuePx = Math.min(thick * 0.9, unit * 3.8);
  const room = Math.max(...texts.map((text) => textWidth(look, text, valuePx))) + unit * 2;
  const lowest = Math.min(0, ...values);
  const highest = Math.max(0, ...values);
  const left = area.left + (lowest < 0 ? room : 0);
  const pixels = (area.right - (highest > 0 ? room : 0) - left) / (highest - lowest || 1);
  const zero = left - lowest * pixels;
  const loudest = values.indexOf(Math.max(...values));
  return values.flatMap((value, index) => {
    const middle = area.top + row * index + row * 0.68;
    const isUp = value >= 0;
    const length = Math.max(unit * 0.4, Math.abs(value) * pixels);
    const startMs = FIGURE_STARTS_MS + index * STAGGER_MS;
    const label = fittedLine(look, labels[index] ?? "", area.right - area.left, labelPx);
    const colour = index === loudest ? palette.accent : mixColours(palette.shape, palette.text, 0.3);
    const end = zero + (isUp ? length + unit : -length - unit);
    return [
      figureShape(look, {
        path: boxPath({ left: 0, top: 0, right: length, bottom: thick }),
        at: [zero, middle],
        anchor: isUp ? 4 : 6,
        colour,
        startMs,
        motion: `\\fscx0\\t(0,${GROW_MS},0.5,\\fscx100)`,
      }),
      figureText(look, {
        text: label.text,
        at: [area.left, middle - thick / 2 - labelPx * 0.72],
        anchor: 4,
        sizePx: label.sizePx,
        colour: palette.text,
        startMs,
      }),
      figureText(look, {
        text: texts[index] ?? "",
        at: [end, middle],
        anchor: isUp ? 4 : 6,
        sizePx: valuePx,
        colour: index === loudest ? palette.accent : palette.text,
        isBold: true,
        startMs: startMs + GROW_MS - 150,
      }),
    ];
  });
}
