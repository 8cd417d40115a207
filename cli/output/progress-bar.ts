import type { OutputFormat, OutputStream } from "./output.ts";
import { padText, plainLine, truncateText } from "./text-width.ts";

export interface ProgressReport {
  readonly label: string;
  /** 0 to 1; null while the size of the work is unknown. */
  readonly fraction: number | null;
  readonly message: string;
}

export interface ProgressBar {
  show: (report: ProgressReport) => void;
  /** Leaves the terminal line free for what follows. */
  finish: () => void;
}

const BAR_COLUMNS = 24;
const PLAIN_STEP = 0.25;

/** A bar redrawn in place on a terminal; in a pipe a plain line per label and quarter; silent in JSON modes. */
export function createProgressBar(stream: OutputStream, format: OutputFormat): ProgressBar {
  if (format !== "text") return { show: () => undefined, finish: () => undefined };
  return stream.isTTY ? createTerminalBar(stream) : createPlainLines(stream);
}

export function barText(report: ProgressReport, columns: number): string {
  const fraction = Math.min(1, Math.max(0, report.fraction ?? 0));
  const filled = Math.round(fraction * BAR_COLUMNS);
  const bar = `${"█".repeat(filled)}${"░".repeat(BAR_COLUMNS - filled)}`;
  const percent = report.fraction === null ? "    " : padText(`${Math.floor(fraction * 100)}%`, 4, "right");
  return truncateText(
    `${padText(plainLine(report.label), 10)} ${bar} ${percent}  ${plainLine(report.message)}`,
    columns,
  );
}

function createTerminalBar(stream: OutputStream): ProgressBar {
  let drawn = false;
  let label = "";
  return {
    show(report) {
      if (drawn && report.label !== label) stream.write("\n");
      label = report.label;
      drawn = true;
      // Carriage return and erase-line redraw in place; one column is left so that the line never wraps.
      stream.write(`\r\u001b[2K${barText(report, (stream.columns ?? 80) - 1)}`);
    },
    finish() {
      if (drawn) stream.write("\n");
      drawn = false;
    },
  };
}

function createPlainLines(stream: OutputStream): ProgressBar {
  let label = "";
  let shownStep = -1;
  return {
    show(report) {
      const step = Math.floor((report.fraction ?? 0) / PLAIN_STEP);
      if (report.label === label && step <= shownStep) return;
      label = report.label;
      shownStep = step;
      const percent = report.fraction === null ? "" : ` ${Math.floor(report.fraction * 100)}%`;
      stream.write(`${plainLine(report.label)}${percent} ${plainLine(report.message)}`.trimEnd().concat("\n"));
    },
    finish: () => undefined,
  };
}
