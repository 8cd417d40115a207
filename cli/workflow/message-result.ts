import type { Section } from "../output/output.ts";

export function resultSections(title: string, result: unknown): readonly Section[] {
  return [{ title, lines: (JSON.stringify(result ?? null, null, 2) ?? "null").split("\n").map((line) => `  ${line}`) }];
}
