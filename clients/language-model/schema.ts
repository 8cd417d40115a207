import { z } from "zod";

/** What an answer must be: its name and schema for the service, and the same for us. */
export interface AnswerSchema<Value> {
  readonly name: string;
  readonly schema: z.ZodType<Value>;
  /** What the service is told, where we take more than we ask for. */
  readonly asked?: z.ZodType;
}

export type Reading<Value> = { success: true; value: Value } | { success: false; problem: string };

/** Reads an answer's text. Models that put JSON between fences are forgiven. */
export function readAnswer<Value>(content: string, { schema }: AnswerSchema<Value>): Reading<Value> {
  const bare = content.trim().replace(/^```(?:json)?\s*|\s*```$/gu, "");
  let json: unknown;
  try {
    json = JSON.parse(bare);
  } catch (error) {
    return { success: false, problem: error instanceof Error ? error.message : "not JSON" };
  }
  const parsed = schema.safeParse(json);
  return parsed.success
    ? { success: true, value: parsed.data }
    : { success: false, problem: z.prettifyError(parsed.error).slice(0, 1_000) };
}

/** Keywords that structured outputs refuse in strict mode; they are checked here instead. */
const REFUSED = new Set([
  "$schema",
  "minLength",
  "maxLength",
  "minItems",
  "maxItems",
  "minimum",
  "maximum",
  "exclusiveMinimum",
  "exclusiveMaximum",
  "pattern",
  "format",
]);

/** The schema as a strict service takes it. */
export function strictSchema<Value>({ schema, asked }: AnswerSchema<Value>): unknown {
  return stripped(z.toJSONSchema(asked ?? schema));
}

function stripped(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(stripped);
  if (typeof value !== "object" || value === null) return value;
  // Names of properties are data: a property may be called "format".
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => !REFUSED.has(key))
      .map(([key, item]) => [key, key === "properties" ? strippedProperties(item) : stripped(item)]),
  );
}

function strippedProperties(properties: unknown): unknown {
  if (typeof properties !== "object" || properties === null) return properties;
  return Object.fromEntries(Object.entries(properties).map(([name, schema]) => [name, stripped(schema)]));
}
