import { badRequest } from "./errors.ts";

type JsonSchema = Readonly<Record<string, unknown>>;

/** What strict structured outputs do not take; others check it themselves. */
const NOT_PERMITTED = [
  "minLength",
  "maxLength",
  "minItems",
  "maxItems",
  "minimum",
  "maximum",
  "pattern",
  "format",
  "patternProperties",
  "uniqueItems",
];

/** Refuses a schema as the service does: every object closed, every property required, no keyword it cannot force. */
export function requireStrictSchema(name: string, schema: unknown): void {
  check(name, schema, []);
}

function check(name: string, schema: unknown, context: readonly string[]): void {
  if (!isSchema(schema)) return;
  const wrong = (what: string) =>
    badRequest(
      `Invalid schema for response_format '${name}': In context=(${context.map((part) => `'${part}'`).join(", ")}), ${what}`,
      "response_format",
    );
  for (const keyword of NOT_PERMITTED) if (keyword in schema) throw wrong(`'${keyword}' is not permitted.`);
  const { properties } = schema;
  if (isSchema(properties)) {
    if (schema["additionalProperties"] !== false) {
      throw wrong("'additionalProperties' is required to be supplied and to be false.");
    }
    const required: unknown = schema["required"];
    const missing = Object.keys(properties).find((key) => !Array.isArray(required) || !required.includes(key));
    if (missing !== undefined) {
      throw wrong(
        `'required' is required to be supplied and to be an array including every key in properties. Missing '${missing}'.`,
      );
    }
    for (const [key, property] of Object.entries(properties)) check(name, property, [...context, "properties", key]);
  }
  check(name, schema["items"], [...context, "items"]);
  const { anyOf } = schema;
  if (Array.isArray(anyOf))
    for (const [at, each] of anyOf.entries()) check(name, each, [...context, "anyOf", String(at)]);
}

export function isSchema(value: unknown): value is JsonSchema {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
