/** Columns padded to their widest cell; cells that hold only a number are aligned to the right. */
export function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [header, ...rows];
  const widths = header.map((_, column) => Math.max(...lines.map((line) => (line[column] ?? "").length)));
  const format = (line: readonly string[]) =>
    widths
      .map((width, column) => align(line[column] ?? "", width))
      .join("  ")
      .trimEnd();
  return [format(header), widths.map((width) => "─".repeat(width)).join("  "), ...rows.map(format)].join("\n");
}

function align(cell: string, width: number): string {
  return /^-?[\d.,]+$/.test(cell) ? cell.padStart(width) : cell.padEnd(width);
}
