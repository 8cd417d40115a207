import { plainLine } from "./text-width.ts";

export const TIME_FORMATS = ["relative", "iso", "raw"] as const;
export type TimeFormat = (typeof TIME_FORMATS)[number];

export type Scalar = string | number | boolean | null | undefined;

/** A value with the unit that decides how people read it; JSON output carries the bare value instead. */
export type Cell =
  | Scalar
  | { readonly instant: string | null | undefined }
  | { readonly durationMs: number | null | undefined }
  | { readonly microUsd: number | null | undefined }
  | { readonly fraction: number | null | undefined }
  | { readonly bytes: number | null | undefined };

export interface CellFormat {
  readonly timeFormat: TimeFormat;
  readonly nowMs: number;
}

const UNITS: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ["day", 86_400_000],
  ["hour", 3_600_000],
  ["minute", 60_000],
  ["second", 1000],
];
const RELATIVE = new Intl.RelativeTimeFormat("en", { numeric: "always" });

function formatInstant(instant: string, format: CellFormat): string {
  const atMs = Date.parse(instant);
  if (format.timeFormat === "raw" || Number.isNaN(atMs)) return instant;
  if (format.timeFormat === "iso") return new Date(atMs).toISOString();
  const differenceMs = atMs - format.nowMs;
  for (const [unit, unitMs] of UNITS) {
    if (Math.abs(differenceMs) >= unitMs) return RELATIVE.format(Math.trunc(differenceMs / unitMs), unit);
  }
  return "now";
}

export function formatDuration(durationMs: number): string {
  if (durationMs < 1000) return `${Math.round(durationMs)} ms`;
  if (durationMs < 60_000) return `${(durationMs / 1000).toFixed(1)} s`;
  const totalSeconds = Math.round(durationMs / 1000);
  const hours = Math.floor(totalSeconds / 3600);
  const minutes = Math.floor((totalSeconds % 3600) / 60);
  const seconds = totalSeconds % 60;
  return hours > 0 ? `${hours} h ${minutes} min` : `${minutes} min ${seconds} s`;
}

function formatBytes(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  if (bytes < 1_000_000) return `${(bytes / 1000).toFixed(1)} kB`;
  return bytes < 1_000_000_000 ? `${(bytes / 1_000_000).toFixed(1)} MB` : `${(bytes / 1_000_000_000).toFixed(2)} GB`;
}

export function formatMicroUsd(microUsd: number): string {
  const digits = microUsd !== 0 && Math.abs(microUsd) < 10_000 ? 6 : 2;
  return `$${(microUsd / 1_000_000).toFixed(digits)}`;
}

/** The cell as one line of text; an absent value is empty. */
export function formatCell(cell: Cell, format: CellFormat): string {
  if (cell === null || cell === undefined) return "";
  if (typeof cell === "boolean") return cell ? "yes" : "no";
  if (typeof cell !== "object") return plainLine(String(cell));
  if ("instant" in cell) return cell.instant ? plainLine(formatInstant(cell.instant, format)) : "";
  if ("durationMs" in cell) return cell.durationMs == null ? "" : formatDuration(cell.durationMs);
  if ("microUsd" in cell) return cell.microUsd == null ? "" : formatMicroUsd(cell.microUsd);
  if ("bytes" in cell) return cell.bytes == null ? "" : formatBytes(cell.bytes);
  return cell.fraction == null ? "" : `${Math.round(cell.fraction * 100)} %`;
}
