import type { Context } from "hono";
import type { z } from "zod";
import { AppError } from "../domain/errors.ts";

export interface FieldError {
  readonly field: string;
  readonly detail: string;
  readonly remedy: string;
}

type Issue = z.core.$ZodIssue;

/** Wrong input, field by field in the caller's spelling; the first field stands for the whole. */
export class InputError extends AppError {
  readonly errors: readonly FieldError[];

  constructor(errors: readonly FieldError[]) {
    const [first] = errors;
    super("invalid_input", first ? `${first.field}: ${first.detail}` : "The input is wrong.", {
      ...(first ? { field: first.field, remedy: first.remedy } : {}),
    });
    this.errors = errors;
  }

  /** `prefix` places a document inside the request: the `input` of a workflow, for one. */
  static fromIssues(issues: readonly Issue[], prefix = ""): InputError {
    return new InputError(issues.flatMap((issue) => fieldErrors(issue, prefix)));
  }
}

/** Hook of every validated route: throws, so that wrong input takes the same way out as any other error. */
export function refuseInvalidInput(
  result: { success: true } | { success: false; error: { issues: readonly Issue[] }; target?: string },
  c: Context,
): void {
  if (!result.success) throw InputError.fromIssues(result.error.issues);
  void c;
}

function fieldErrors(issue: Issue, prefix: string): FieldError[] {
  const path = pathOf(prefix, issue.path);
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => ({
      field: pathOf(path, [key]),
      detail: "this field is not known here",
      remedy: "Remove it or correct its spelling; /openapi.json lists the fields.",
    }));
  }
  return [{ field: path || "body", detail: issue.message, remedy: remedyFor(issue) }];
}

function pathOf(prefix: string, path: readonly PropertyKey[]): string {
  return [prefix, ...path.map(String)].filter((part) => part !== "").join(".");
}

function remedyFor(issue: Issue): string {
  switch (issue.code) {
    case "invalid_type":
      return `Send a value of type ${issue.expected}.`;
    case "too_small":
      return `Send at least ${String(issue.minimum)}${unitOf(issue.origin)}.`;
    case "too_big":
      return `Send at most ${String(issue.maximum)}${unitOf(issue.origin)}.`;
    case "invalid_value":
      return `Send one of: ${issue.values.map(String).join(", ")}.`;
    case "not_multiple_of":
      return `Send a multiple of ${String(issue.divisor)}.`;
    case "invalid_format":
      // The message of an expression says itself what was expected.
      if (issue.format === "regex") return "Send a value of that form.";
      return `Send a value in the format ${issue.format}.`;
    default:
      return "Correct the value; /openapi.json describes it.";
  }
}

function unitOf(origin: string): string {
  if (origin === "string") return " characters";
  return origin === "array" ? " items" : "";
}
