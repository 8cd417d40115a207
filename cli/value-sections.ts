import { isRecord } from "./json-record.ts";
import type { Cell } from "./output/cells.ts";
import type { Output, Section } from "./output/output.ts";

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d/;

/**
 * A JSON answer as text, for things whose fields are the API's to choose: scalars under the title, each object inside
 * as a section and each list as a table. Names ending in `MicroUsd`, `Ms` and `Bytes` bring their unit.
 */
export function valueSections(output: Pick<Output, "table">, title: string, value: unknown): readonly Section[] {
  if (!isRecord(value)) return [{ title, lines: [`  ${JSON.stringify(value)}`] }];
  const entries = Object.entries(value);
  const fields = entries
    .filter(([, each]) => typeof each !== "object")
    .map(([name, each]) => [heading(name), cellOf(name, each)] as const);
  const inner = entries.flatMap(([name, each]) => innerSections(output, heading(name), each));
  return fields.length === 0 ? inner : [{ title, fields }, ...inner];
}

function innerSections(output: Pick<Output, "table">, title: string, value: unknown): readonly Section[] {
  if (isRecord(value)) return valueSections(output, title, value);
  if (!Array.isArray(value) || value.length === 0) return [];
  const rows: readonly unknown[] = value;
  if (rows.every(isRecord)) return [{ title, lines: output.table(rows, columnsOf(rows)) }];
  return [{ title, lines: rows.map((each) => `  ${typeof each === "string" ? each : JSON.stringify(each)}`) }];
}

function columnsOf(rows: readonly Readonly<Record<string, unknown>>[]) {
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  return names.map((name) => ({
    title: heading(name),
    value: (row: Readonly<Record<string, unknown>>) => cellOf(name, row[name]),
    shrinks: true as const,
    ...(rows.every((row) => typeof row[name] === "number") ? { align: "right" as const } : {}),
  }));
}

/** `spentMicroUsd` → `Spent`, `channelId` → `ChannelId`. */
function heading(name: string): string {
  const bare = name.replace(/(?<=.)(MicroUsd|Ms|Bytes)$/, "");
  return bare.charAt(0).toUpperCase() + bare.slice(1);
}

function cellOf(name: string, value: unknown): Cell {
  if (value === null || value === undefined) return null;
  if (typeof value === "number" && name.endsWith("MicroUsd")) return { microUsd: value };
  if (typeof value === "number" && name.endsWith("Ms")) return { durationMs: value };
  if (typeof value === "number" && /bytes$/i.test(name)) return { bytes: value };
  if (typeof value === "string" && INSTANT.test(value)) return { instant: value };
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") return value;
  return JSON.stringify(value);
}
