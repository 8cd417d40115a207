import type { z } from "zod";
import { AppError } from "../../domain/errors.ts";
import { InputError } from "../input-errors.ts";
import { camelCase, snakePath } from "../../domain/spelling.ts";

/**
 * The arguments of a workflow or message: what was sent in snake_case, checked by the registry's schema in camelCase.
 * Throws InputError naming the field as it was sent.
 */
export function readInput(schema: z.ZodType | null, sent: unknown, field: string): unknown[] {
  if (schema === null) {
    if (sent === undefined || sent === null || isEmptyObject(sent)) return [];
    throw new AppError("invalid_input", "nothing is taken here", { field, remedy: `Leave ${field} out.` });
  }
  const parsed = schema.safeParse(camelCase(sent));
  if (parsed.success) return [parsed.data];
  const errors = InputError.fromIssues(parsed.error.issues, field).errors;
  throw new InputError(errors.map((error) => ({ ...error, field: snakePath(error.field) })));
}

function isEmptyObject(value: unknown): boolean {
  return typeof value === "object" && value !== null && Object.keys(value).length === 0;
}
