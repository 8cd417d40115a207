import { glob, readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { parse } from "yaml";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const CODE = "{activities,api,cli,clients,db,domain,workers,workflows}/**/*.ts";

/** Names that a person may write; those of the things that a setting lists by name are not settings. */
function namesIn(value: unknown): readonly string[] {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return [];
  return Object.entries(value).flatMap(([name, inner]) => (typeof inner === "object" ? namesIn(inner) : [name]));
}

test("every setting is read somewhere", async () => {
  const settings: unknown = parse(await readFile(`${ROOT}temporal-config.yaml`, "utf8"));
  const { searchAttributes: _, ...rest } = settings as Record<string, unknown>;
  const files = await Array.fromAsync(glob(CODE, { cwd: ROOT }));
  const code = (await Promise.all(files.map((file) => readFile(ROOT + file, "utf8")))).join("\n");
  const words = new Set(code.match(/[A-Za-z]\w*/gu));
  const names = [...new Set(namesIn(rest))];
  expect(names.length).toBeGreaterThan(20);
  expect(names.filter((name) => !words.has(name))).toEqual([]);
});
