import { z } from "zod";

import { AppError } from "../../../domain/errors.ts";
import type { FormFields } from "./forms.ts";

const Before = z.object({ heading: z.string(), lines: z.array(z.string()) });

/** One line that changed is a smaller edit than a new scene: the picture stays. */
export function wordsOf({ scene, heading = "", lines = "", before = "" }: FormFields): object {
  const sentences = linesOf(lines);
  const was = Before.parse(jsonOf(before));
  const sameHeading = heading.trim() === was.heading;
  const changed = sentences.flatMap((text, index) => (text === was.lines[index] ? [] : [{ line: index + 1, text }]));
  const [only] = changed;
  const number = Number(scene);
  if (sameHeading && sentences.length === was.lines.length && changed.length === 1 && only) {
    return { kind: "rewrite_line", scene: number, line: only.line, text: only.text };
  }
  const sameLines = changed.length === 0 && sentences.length === was.lines.length;
  return {
    kind: "replace_scene",
    scene: number,
    ...(sameHeading ? {} : { heading: heading.trim() }),
    ...(sameLines ? {} : { sentences }),
  };
}

/** What stands on each line of a field that takes several; empty ones are none. */
export function linesOf(text: string): string[] {
  return text.split(/\r?\n/).flatMap((line) => (line.trim() === "" ? [] : [line.trim()]));
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new AppError("invalid_input", "the form did not arrive whole", { cause, remedy: "Send it again." });
  }
}
