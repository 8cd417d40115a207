/** Comma-separated values for spreadsheets, RFC 4180. */
export type CsvCell = string | number | null;

/** First characters at which a spreadsheet takes a text for a formula. */
const FORMULA = /^[=+\-@\t\r]/;

/** Lines end in CRLF. A text that a spreadsheet would calculate gets an apostrophe before it; numbers stay numbers. */
export function csvOf(header: readonly string[], rows: readonly (readonly CsvCell[])[]): string {
  return [header, ...rows].map((row) => `${row.map((cell) => csvCell(cell)).join(",")}\r\n`).join("");
}

function csvCell(cell: CsvCell): string {
  if (cell === null) return "";
  if (typeof cell === "number") return String(cell);
  const text = FORMULA.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Whole micro-dollars as dollars, to the last digit: `0.000412`. */
export function csvUsd(microUsd: number): number {
  return Number((microUsd / 1_000_000).toFixed(6));
}
