import type { Cell } from "./output/cells.ts";
import type { Section } from "./output/output.ts";
import { isRecord } from "./json-record.ts";

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d/;

/**
 * A JSON answer as text, for things whose fields are the API's to choose: scalars under the title, each object or list
 * inside as a section of its own. Names ending in `MicroUsd`, `Ms` and `Bytes` bring their unit.
 */
export function valueSections(title: string, value: unknown): readonly Section[] {
  if (!isRecord(value)) return [{ title, lines: [`  ${JSON.stringify(value)}`] }];
  const entries = Object.entries(value);
  const nested = entries.filter(([, each]) => typeof each === "object" && each !== null);
  const fields = entries
    .filter(([, each]) => typeof each !== "object")
    .map(([name, each]) => [heading(name), cellOf(name, each)] as const);
  const inner = nested.flatMap(([name, each]) => nestedSections(heading(name), each));
  return fields.length === 0 ? inner : [{ title, fields }, ...inner];
}

function nestedSections(title: string, value: unknown): readonly Section[] {
  if (isRecord(value)) return valueSections(title, value);
  if (!Array.isArray(value) || value.length === 0) return [];
  const lines = value.map((each: unknown) => (typeof each === "string" ? `  ${each}` : `  ${JSON.stringify(each)}`));
  return [{ title, lines }];
}

/** `spentMicroUsd` → `Spent`, `channelId` → `ChannelId`. */
function heading(name: string): string {
  const bare = name.replace(/(?<=.)(MicroUsd|Ms|Bytes)$/, "");
  return bare.charAt(0).toUpperCase() + bare.slice(1);
}

function cellOf(name: string, value: unknown): Cell {
  if (typeof value === "number" && name.endsWith("MicroUsd")) return { microUsd: value };
  if (typeof value === "number" && /(^d|D)urationMs$|[a-z]Ms$/.test(name)) return { durationMs: value };
  if (typeof value === "number" && /^bytes$|Bytes$/.test(name)) return { bytes: value };
  if (typeof value === "string" && INSTANT.test(value)) return { instant: value };
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? value : null;
}
