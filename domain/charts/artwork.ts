import type { AssEvent } from "../captions/ass.ts";
import { chartBars } from "./bars.ts";
import { chartDonut } from "./donut.ts";
import { chartLine } from "./line.ts";
import { FIGURE_STARTS_MS, type FigureLook, figureText, fittedLine } from "./look.ts";
import { mixColours } from "../look/palette.ts";
import type { SceneChart } from "../script/script.ts";

/** A chart of a scene's own figures, with their source below. */
export function chartEvents(chart: SceneChart, look: FigureLook): AssEvent[] {
  const { area, unit, palette } = look;
  const sourcePx = unit * 2.3;
  const source = fittedLine(look, `Source: ${chart.source.trim()}`, area.right - area.left, sourcePx);
  const credit = figureText(look, {
    text: source.text,
    at: [area.left, area.bottom - sourcePx / 2],
    anchor: 4,
    sizePx: source.sizePx,
    colour: mixColours(palette.base, palette.text, 0.7),
    startMs: FIGURE_STARTS_MS,
  });
  const within = { ...look, area: { ...area, bottom: area.bottom - unit * 4.6 } };
  const draw = { bar: chartBars, line: chartLine, donut: chartDonut }[chart.kind];
  return [...draw(chart, within), credit];
}
