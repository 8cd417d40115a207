import { chartProblem, unitAfterNumber } from "../charts/data.ts";
import { ownWords } from "./sentences.ts";
import type { SceneChart } from "./script.ts";

const CHART_ROWS_MAX = 12;
const SIGN_CHARACTERS_MAX = 8;
const NUMBER = /^([$€£¥]?)\s?(-?\d{1,3}(?:[ ,']\d{3})+(?:\.\d+)?|-?\d+(?:[.,]\d+)?)\s?([%‰°]?[^\d]{0,8})$/u;

/** Rows of a Markdown table as cells; the row of dashes is left out. */
export function tableRows(text: string): string[][] {
  return text
    .split("\n")
    .map((line) =>
      line
        .trim()
        .replace(/^\||\|$/gu, "")
        .split("|")
        .map(ownWords),
    )
    .filter((cells) => cells.some((cell) => /[\p{L}\p{N}]/u.test(cell)));
}

/** A table of names and numbers is a bar chart, of years a line; null for any other table, or without a source. */
export function chartOf(rows: readonly (readonly string[])[], source: string): SceneChart | null {
  const [header = [], ...body] = rows;
  if (header.length !== 2 || body.length < 2 || body.length > CHART_ROWS_MAX) return null;
  const numbers = body.map(([, cell = ""]) => NUMBER.exec(cell));
  const labels = body.map(([label = ""]) => label);
  const values = numbers.map((number) => valueOf(number?.[2] ?? ""));
  if (values.some(Number.isNaN) || labels.includes("")) return null;
  const [first] = numbers;
  const sign = (first?.[3] ?? "").trim() || (first?.[1] ?? "");
  const unit = unitAfterNumber(sign.slice(0, SIGN_CHARACTERS_MAX));
  const kind = labels.every((label) => /^\d{4}$/u.test(label)) ? "line" : "bar";
  const chart: SceneChart = { kind, labels, values, unit, source };
  return chartProblem(chart) === null ? chart : null;
}

/** "1,200" and "1 200" are whole, "1,5" is one and a half. */
function valueOf(digits: string): number {
  if (digits === "") return Number.NaN;
  const plain = /^-?\d{1,3}([ ,']\d{3})+/u.test(digits) ? digits.replace(/[ ,']/gu, "") : digits.replace(",", ".");
  return Number(plain);
}
