/** HTTP is snake_case, the CLI's JSON is camelCase: the two directions of the one translation between them. */

const SNAKE_WORD = /^[a-z][a-z0-9]*(_[a-z0-9]+)+$/;
const CAMEL_WORD = /^[a-z][a-z0-9]*([A-Z][a-z0-9]*)+$/;

/** `video_id` → `videoId`. A key that is data (a path, an id, a heading) is neither spelling and stays. */
export function camelName(name: string): string {
  return SNAKE_WORD.test(name) ? name.replaceAll(/_([a-z0-9])/g, (_, first: string) => first.toUpperCase()) : name;
}

/** `videoId` → `video_id`. */
export function snakeName(name: string): string {
  return CAMEL_WORD.test(name) ? name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`) : name;
}

function renameKeys(value: unknown, rename: (name: string) => string): unknown {
  if (Array.isArray(value)) return value.map((each) => renameKeys(each, rename));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [rename(name), renameKeys(each, rename)]));
}

/** A JSON body of the API with the names of the CLI. */
export function fromWire(body: unknown): unknown {
  return renameKeys(body, camelName);
}

/** A value of the CLI with the names of the API; undefined members are left out by JSON itself. */
export function toWire(value: unknown): unknown {
  return renameKeys(value, snakeName);
}
