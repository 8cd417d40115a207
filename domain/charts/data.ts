import type { SceneChart } from "../script/script.ts";

const VALUES_AT_MOST = 12;

/** Why a chart cannot be drawn, or null. What is drawn is exactly what was given: nothing is filled in or rounded away. */
export function chartProblem({ kind, labels, values, source }: SceneChart): string | null {
  if (values.length < 2) return "a chart needs two values at least";
  if (values.length > VALUES_AT_MOST) return `a chart holds ${VALUES_AT_MOST} values at most`;
  if (labels.length !== values.length) return `${values.length} values have ${labels.length} labels`;
  if (!values.every((value) => Number.isFinite(value))) return "a value is no number";
  if (source.trim() === "") return "a chart names the source of its figures";
  if (kind === "donut" && (values.some((value) => value < 0) || values.every((value) => value === 0))) {
    return "shares of a whole are not negative and not all zero";
  }
  return null;
}

/** A unit as it follows a number: `%` at once, `km` after a space. */
export function unitAfterNumber(unit: string): string {
  const sign = unit.trim();
  return sign === "" || /^[%‰°]/u.test(sign) ? sign : ` ${sign}`;
}

/** `12500` and ` km` as `12,500 km`; as many decimals as were given, three at most. */
export function valueText(value: number, unit: string): string {
  const [whole = "0", decimals = ""] = Math.abs(value).toFixed(3).split(".");
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ",");
  const shown = decimals.replace(/0+$/, "");
  return `${value < 0 ? "−" : ""}${grouped}${shown === "" ? "" : `.${shown}`}${unit}`;
}

/** Round numbers that span the values, for the lines of a grid: 1, 2 or 5 times a power of ten apart. */
export function gridValues(values: readonly number[], lines: number): number[] {
  const lowest = Math.min(0, ...values);
  const highest = Math.max(0, ...values);
  const rough = (highest - lowest || 1) / Math.max(1, lines - 1);
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 5, 10].find((factor) => factor * power >= rough) ?? 10) * power;
  const from = Math.floor(lowest / step);
  const to = Math.ceil(highest / step);
  return Array.from({ length: to - from + 1 }, (_, index) => Number(((from + index) * step).toPrecision(12)));
}
