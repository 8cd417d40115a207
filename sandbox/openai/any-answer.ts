import type { SeededRandom } from "../../domain/seeded-random.ts";
import { isSchema } from "./strict-schema.ts";

const WORDS = "clear small quiet bright early plain steady gentle open simple".split(" ");
const LIST_ITEMS = 2;

/** A value that fits a schema: for answers about which the stand-in knows nothing else. */
export function anyAnswer(schema: unknown, random: SeededRandom): unknown {
  if (!isSchema(schema)) return null;
  const { type, anyOf, properties, items } = schema;
  const choices: unknown = schema["enum"];
  if (Array.isArray(choices)) return choices[0];
  if (Array.isArray(anyOf)) return anyAnswer(anyOf[0], random);
  switch (Array.isArray(type) ? type[0] : type) {
    case "object":
      if (!isSchema(properties)) return {};
      return Object.fromEntries(Object.entries(properties).map(([key, each]) => [key, anyAnswer(each, random)]));
    case "array":
      return Array.from({ length: LIST_ITEMS }, () => anyAnswer(items, random));
    case "integer":
    case "number":
      return random.integer(3);
    case "boolean":
      return random.next() < 0.5;
    case "null":
      return null;
    default:
      return `A ${random.pick(WORDS)} and ${random.pick(WORDS)} word.`;
  }
}
