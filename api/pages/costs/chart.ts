import { html } from "hono/html";

import type { CostGroup } from "../../../db/queries/cost-summary.ts";
import { type Html, usd } from "../words.ts";

/** In units of its own: the page stretches the drawing, and the words stand beside it. */
const WIDTH = 1_000;
const HEIGHT = 100;
const DAY_MS = 86_400_000;
/** More columns than this are thinner than a hair. */
const DAYS_MAX = 400;

interface Column {
  readonly day: string;
  readonly spentMicroUsd: number;
  readonly reservedMicroUsd: number;
}

/** A column a day, what is spent below what is reserved; null for a time too long to draw or without any cost. */
export function dayChart(from: string, to: string, days: readonly CostGroup[]): Html | null {
  const columns = columnsOf(from, to, days);
  const most = Math.max(0, ...columns.map(({ spentMicroUsd, reservedMicroUsd }) => spentMicroUsd + reservedMicroUsd));
  if (columns.length > DAYS_MAX || most === 0) return null;
  const step = WIDTH / columns.length;
  const width = Math.min(40, step * 0.72);
  const high = (microUsd: number) => (microUsd / most) * HEIGHT;
  const drawn = columns.map(({ day, spentMicroUsd, reservedMicroUsd }, index) => {
    if (spentMicroUsd + reservedMicroUsd === 0) return null;
    const x = index * step + (step - width) / 2;
    const [spent, reserved] = [high(spentMicroUsd), high(reservedMicroUsd)];
    const words = `${day}: ${usd(spentMicroUsd)} spent${reservedMicroUsd > 0 ? `, ${usd(reservedMicroUsd)} reserved` : ""}`;
    return html`<g
      ><title>${words}</title
      >${rect("reserved", x, HEIGHT - spent - reserved, width, reserved)}${rect("column", x, HEIGHT - spent, width, spent)}</g
    >`;
  });
  const sum = columns.reduce((total, { spentMicroUsd }) => total + spentMicroUsd, 0);
  return html`<div class="stack tight">
    <div class="row spread small quiet"><span>Dearest day ${usd(most)}</span><span>${usd(sum)} in all</span></div>
    <svg
      class="chart"
      viewBox="0 0 ${WIDTH} ${HEIGHT}"
      preserveAspectRatio="none"
      role="img"
      aria-label="Spent by day from ${from} to ${to}: ${usd(sum)} in all, ${usd(most)} on the dearest day"
    >
      ${drawn}
    </svg>
    <div class="row spread small quiet"><span>${from}</span><span>${to}</span></div>
  </div>`;
}

function rect(name: string, x: number, y: number, width: number, height: number): Html | null {
  if (height === 0) return null;
  return html`<rect
    class="${name}"
    x="${x.toFixed(1)}"
    y="${y.toFixed(1)}"
    width="${width.toFixed(1)}"
    height="${height.toFixed(1)}"
  />`;
}

/** Days without a cost stand in the row too. */
function columnsOf(from: string, to: string, days: readonly CostGroup[]): Column[] {
  const byDay = new Map(days.map((group) => [group.key, group]));
  const count = Math.min(DAYS_MAX + 1, Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS) + 1);
  return Array.from({ length: count }, (_, index) => {
    const day = new Date(Date.parse(from) + index * DAY_MS).toISOString().slice(0, 10);
    const { spentMicroUsd = 0, reservedMicroUsd = 0 } = byDay.get(day) ?? {};
    return { day, spentMicroUsd, reservedMicroUsd };
  });
}
