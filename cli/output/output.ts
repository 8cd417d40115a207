import type { Cell, CellFormat } from "./cells.ts";
import type { Paint } from "./paint.ts";
import type { Column } from "./table.ts";
import { fieldLines, tableLines } from "./table.ts";
import { plainLine } from "./text-width.ts";

/** `csv` is only for commands that say so. */
export const OUTPUT_FORMATS = ["text", "json", "jsonl", "csv", "none"] as const;
export type OutputFormat = (typeof OUTPUT_FORMATS)[number];

/** Text of one part of an answer: labelled values, a table, or free lines. */
export type Section =
  | { readonly title: string; readonly fields: readonly (readonly [label: string, value: Cell])[] }
  | { readonly title: string; readonly lines: readonly string[] };

export interface OutputStream {
  write(text: string): unknown;
  readonly isTTY?: boolean;
  readonly columns?: number;
}

/** What a command says. Each call is one answer; JSON modes print values only, text mode prints the view. */
export interface Output {
  readonly format: OutputFormat;
  /** One value: a JSON document, or the sections of its view. */
  value: (value: unknown, view: () => readonly Section[]) => void;
  /** Many values: one JSON array, one object per line, or an aligned table. Rows stream in JSON modes. */
  list: <Row>(rows: AsyncIterable<Row> | Iterable<Row>, columns: readonly Column<Row>[]) => Promise<void>;
  /** Prose; text mode only. */
  note: (text: string) => void;
  /** Text that is the whole answer as it stands: what a command made for the asked format. */
  raw: (text: string) => void;
  /** A table inside a text answer, as section lines; none without rows. */
  table: <Row>(rows: readonly Row[], columns: readonly Column<Row>[]) => string[];
}

export function createOutput(options: {
  readonly format: OutputFormat;
  readonly stream: OutputStream;
  readonly paint: Paint;
  readonly cells: CellFormat;
}): Output {
  const { format, stream, paint, cells } = options;
  const columnsMax = stream.isTTY ? stream.columns : undefined;
  const printLines = (lines: readonly string[]) => {
    if (lines.length > 0) stream.write(`${lines.join("\n")}\n`);
  };
  const table = <Row>(rows: readonly Row[], columns: readonly Column<Row>[]) =>
    rows.length === 0 ? [] : tableLines(rows, columns, { format: cells, paint, columnsMax });

  return {
    format,
    table,
    note(text) {
      if (format === "text") stream.write(`${text}\n`);
    },
    raw: (text) => void stream.write(text),
    value(value, view) {
      if (format === "json") stream.write(`${JSON.stringify(value, null, 2)}\n`);
      if (format === "jsonl") stream.write(`${JSON.stringify(value)}\n`);
      if (format === "text") printLines(view().flatMap((section, index) => sectionLines(section, index > 0)));
    },
    async list(rows, columns) {
      if (format === "text") {
        const shown = [];
        for await (const row of rows) shown.push(row);
        printLines(table(shown, columns));
        return;
      }
      await printJsonRows(rows, format, stream);
    },
  };

  function sectionLines(section: Section, separated: boolean): string[] {
    const body =
      "fields" in section ? fieldLines(section.fields, { format: cells, paint }) : section.lines.map((each) => each);
    if (body.length === 0) return [];
    return [...(separated ? [""] : []), paint.heading(`${plainLine(section.title)}:`), ...body];
  }
}

/** An error between rows still leaves the closing bracket, so what was printed stays a document. */
async function printJsonRows(
  rows: AsyncIterable<unknown> | Iterable<unknown>,
  format: OutputFormat,
  stream: OutputStream,
): Promise<void> {
  let printed = 0;
  try {
    for await (const row of rows) {
      if (format === "jsonl") stream.write(`${JSON.stringify(row)}\n`);
      if (format === "json") stream.write(`${printed === 0 ? "[" : ","}\n${indented(row)}`);
      printed += 1;
    }
  } finally {
    if (format === "json") stream.write(printed === 0 ? "[]\n" : "\n]\n");
  }
}

function indented(row: unknown): string {
  return JSON.stringify(row, null, 2).replaceAll(/^/gm, "  ");
}
