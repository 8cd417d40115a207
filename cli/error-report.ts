import { CommanderError } from "commander";
import { AppError } from "../domain/errors.ts";
import type { OutputStream } from "./output/output.ts";
import { createPaint } from "./output/paint.ts";
import { formatDuration } from "./output/cells.ts";

export interface ErrorReport {
  readonly code: string;
  readonly message: string;
  readonly field?: string;
  readonly remedy?: string;
  readonly retryAfterMs?: number;
}

/** What went wrong, by the code that scripts can rely on. An unforeseen error is `internal`. */
export function errorReport(error: unknown): ErrorReport {
  if (error instanceof CommanderError) return { code: "invalid_input", message: error.message.replace(/^error: /, "") };
  if (!(error instanceof AppError)) {
    return { code: "internal", message: error instanceof Error ? error.message : String(error) };
  }
  const { code, message, field, remedy, retryAfterMs } = error;
  return {
    code,
    message,
    ...(field === undefined ? {} : { field }),
    ...(remedy === undefined ? {} : { remedy }),
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  };
}

/** Errors go to stderr: one JSON object in JSON modes, else lines for people. */
export function reportError(
  error: unknown,
  options: { readonly args: readonly string[]; readonly stream: OutputStream; readonly environment: NodeJS.ProcessEnv },
): void {
  const report = errorReport(error);
  const { stream } = options;
  if (wantsJson(options.args)) {
    stream.write(`${JSON.stringify({ error: report })}\n`);
    return;
  }
  const paint = createPaint("auto", stream, options.environment["NO_COLOR"]);
  const lines = [`${paint.failure("Error:")} ${report.message} (${report.code})`];
  if (report.field !== undefined && !report.message.includes(report.field)) lines.push(`  Field: ${report.field}`);
  if (report.retryAfterMs !== undefined) lines.push(`  Try again in ${formatDuration(report.retryAfterMs)}.`);
  if (report.remedy !== undefined) lines.push(`  ${report.remedy}`);
  stream.write(`${lines.join("\n")}\n`);
}

/** Read from the line itself: it may be so wrong that no options were parsed. */
function wantsJson(args: readonly string[]): boolean {
  return args.some((arg, index) => {
    const value = arg === "-o" || arg === "--output" ? args[index + 1] : /^(?:--output=|-o=?)(.+)$/.exec(arg)?.[1];
    return value === "json" || value === "jsonl";
  });
}
