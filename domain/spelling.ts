/** HTTP speaks snake_case; Temporal, TypeScript and the CLI's JSON camelCase. Every translation between them is here. */

type CamelWord<Word extends string> = Word extends `${infer Head}_${infer Tail}`
  ? `${Head}${Capitalize<CamelWord<Tail>>}`
  : Word;

type SnakeWord<Word extends string> = Word extends `${infer First}${infer Rest}`
  ? First extends Lowercase<First>
    ? `${First}${SnakeWord<Rest>}`
    : `_${Lowercase<First>}${SnakeWord<Rest>}`
  : Word;

/** `Date` becomes an ISO string on the way out. */
export type SnakeCase<Value> = Value extends Date
  ? string
  : Value extends readonly (infer Item)[]
    ? SnakeCase<Item>[]
    : Value extends object
      ? { [Key in keyof Value as Key extends string ? SnakeWord<Key> : Key]: SnakeCase<Value[Key]> }
      : Value;

export type CamelCase<Value> = Value extends readonly (infer Item)[]
  ? CamelCase<Item>[]
  : Value extends object
    ? { [Key in keyof Value as Key extends string ? CamelWord<Key> : Key]: CamelCase<Value[Key]> }
    : Value;

const SNAKE_WORD = /^[a-z][a-z0-9]*(_[a-z0-9]+)+$/;
const CAMEL_WORD = /^[a-z][a-z0-9]*([A-Z][a-z0-9]*)+$/;

/** Keys that are data (paths, ids, headings) are neither spelling and stay as they are. */
export function camelWord(word: string): string {
  return SNAKE_WORD.test(word) ? word.replace(/_([a-z0-9])/g, (_, first: string) => first.toUpperCase()) : word;
}

export function snakeWord(word: string): string {
  return CAMEL_WORD.test(word) ? word.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`) : word;
}

/** `spec.publishAt` → `spec.publish_at`: a field named by an AppError, in the caller's spelling. */
export function snakePath(path: string): string {
  return path.split(".").map(snakeWord).join(".");
}

export function camelCase<Value>(value: Value): CamelCase<Value> {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the type says what respell does
  return respell(value, camelWord) as CamelCase<Value>;
}

export function snakeCase<Value>(value: Value): SnakeCase<Value> {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the type says what respell does
  return respell(value, snakeWord) as SnakeCase<Value>;
}

function respell(value: unknown, word: (key: string) => string): unknown {
  if (Array.isArray(value)) return value.map((item) => respell(item, word));
  if (value instanceof Date) return value.toISOString();
  if (typeof value !== "object" || value === null) return value;
  // fromEntries defines own properties, so a key "__proto__" stays harmless data.
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [word(key), respell(item, word)]));
}
