import type { Cell, CellFormat } from "./cells.ts";
import { formatCell } from "./cells.ts";
import type { Paint } from "./paint.ts";
import { padText, textColumns, truncateText } from "./text-width.ts";

export interface Column<Row> {
  readonly title: string;
  readonly value: (row: Row) => Cell;
  /** Numbers read best from the right. */
  readonly align?: "right";
  /** May be cut when the table is wider than the terminal. */
  readonly shrinks?: true;
}

const GAP = "  ";
const SHRUNK_COLUMNS_MIN = 12;

/** Widths that fit `columnsMax` by cutting the widest shrinking column first; a floor keeps each readable. */
function fitWidths(widths: number[], shrinks: readonly boolean[], columnsMax: number): number[] {
  const fitted = [...widths];
  const total = () => fitted.reduce((sum, width) => sum + width, 0) + GAP.length * (fitted.length - 1);
  while (total() > columnsMax) {
    let widest = -1;
    for (const [index, width] of fitted.entries()) {
      if (!shrinks[index] || width <= SHRUNK_COLUMNS_MIN) continue;
      if (widest === -1 || width > (fitted[widest] ?? 0)) widest = index;
    }
    if (widest === -1) break;
    const width = fitted[widest] ?? 0;
    fitted[widest] = Math.max(SHRUNK_COLUMNS_MIN, width - (total() - columnsMax));
  }
  return fitted;
}

/** Aligned lines, header first. Without `columnsMax` (a pipe) nothing is cut. */
export function tableLines<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  options: { readonly format: CellFormat; readonly paint: Paint; readonly columnsMax?: number | undefined },
): string[] {
  const cells = rows.map((row) => columns.map((column) => formatCell(column.value(row), options.format)));
  const natural = columns.map((column, index) =>
    Math.max(textColumns(column.title), ...cells.map((line) => textColumns(line[index] ?? ""))),
  );
  const shrinks = columns.map((column) => column.shrinks === true);
  const widths = options.columnsMax === undefined ? natural : fitWidths(natural, shrinks, options.columnsMax);
  const line = (texts: readonly string[]) =>
    texts
      .map((text, index) => {
        const width = widths[index] ?? 0;
        return padText(truncateText(text, width), width, columns[index]?.align ?? "left");
      })
      .join(GAP)
      .trimEnd();
  return [options.paint.heading(line(columns.map((column) => column.title))), ...cells.map(line)];
}

/** `label   value` lines; an absent value leaves its line out. */
export function fieldLines(
  fields: readonly (readonly [label: string, value: Cell])[],
  options: { readonly format: CellFormat; readonly paint: Paint },
): string[] {
  const shown = fields
    .map(([label, cell]) => [label, formatCell(cell, options.format)] as const)
    .filter(([, text]) => text !== "");
  const width = Math.max(0, ...shown.map(([label]) => textColumns(label)));
  return shown.map(([label, text]) => `  ${padText(label, width)}${GAP}${text}`);
}
