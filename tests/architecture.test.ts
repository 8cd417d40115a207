import { glob, readFile } from "node:fs/promises";
import { dirname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";

const ROOT = fileURLToPath(new URL("..", import.meta.url));

/** What a folder may import of the house: a value import, or with `type:` in front types only. */
const FOLDERS: Readonly<Record<string, readonly string[]>> = {
  domain: [],
  workflows: ["domain", "type:activities"],
  db: ["domain", "type:config.ts"],
  clients: ["domain", "type:config.ts"],
  activities: ["domain", "db", "type:clients", "type:config.ts"],
  api: ["domain", "db", "clients", "workflows", "type:config.ts"],
  cli: ["domain", "clients", "workflows", "type:config.ts"],
  workers: ["domain", "db", "clients", "activities", "type:workflows", "type:config.ts"],
  sandbox: ["domain", "type:config.ts"],
};

/** Files with a right of their own: mains read the configuration, four CLI nouns work on the database. */
const EXTRA: readonly (readonly [RegExp, readonly string[]])[] = [
  [/^(api|workers|cli|sandbox)\/main\.ts$/, ["config.ts"]],
  [/^cli\/(database|audit|cluster|doctor)/, ["db", "config.ts"]],
  [/^cli\/connection/, ["config.ts"]],
];

/** Packages that live in some rooms only; a package that is not named here may be used anywhere but domain and workflows. */
const PACKAGE_ROOMS: Readonly<Record<string, readonly string[]>> = {
  "@googleapis/youtube": ["clients"],
  ioredis: ["clients", "type:activities", "type:api"],
  execa: ["clients"],
  koffi: ["clients"],
  flydrive: ["clients"],
  "drizzle-orm": ["db"],
  postgres: ["db"],
  "@clickhouse/client": ["db", "type:workers"],
  pg: ["db"],
  hono: ["api", "sandbox"],
  "@hono/zod-openapi": ["api"],
  zod: ["config.ts", "api", "activities", "clients", "sandbox", "db"],
  jose: ["api"],
  commander: ["cli"],
};
const WORKFLOW_PACKAGES = ["@temporalio/workflow", "@temporalio/common"];

const IMPORT = /^\s*(?:import|export)\s+(type\s+)?(?:[\w*{}\s,$]+?\s+from\s+)?["']([^"']+)["']/gm;

interface Import {
  readonly file: string;
  readonly room: string;
  readonly target: string;
  readonly typeOnly: boolean;
}

async function importsOf(file: string): Promise<Import[]> {
  const source = await readFile(join(ROOT, file), "utf8");
  const room = file.split("/")[0] ?? file;
  return [...source.matchAll(IMPORT)].map(([statement, type, target = ""]) => {
    const allTypes =
      /\{[^}]*\}/.test(statement) && [...statement.matchAll(/[{,]\s*(?=[\w$])(type\s)?/g)].every(([, t]) => t);
    return { file, room, target, typeOnly: type !== undefined || allTypes };
  });
}

const files = (
  await Array.fromAsync(glob("{domain,workflows,db,clients,activities,api,cli,workers,sandbox}/**/*.ts", { cwd: ROOT }))
).filter((file) => !file.startsWith("db/migrations/"));
const imports = (await Promise.all(files.map(importsOf))).flat();

const allows = (rules: readonly string[], room: string, typeOnly: boolean) =>
  rules.includes(room) || (typeOnly && rules.includes(`type:${room}`));

describe("the import table", () => {
  test("reads the house", () => {
    expect(files.length).toBeGreaterThan(50);
    expect(imports.length).toBeGreaterThan(100);
  });

  test("no folder imports a folder above it", () => {
    const wrong = imports.filter(({ file, room, target, typeOnly }) => {
      if (!target.startsWith(".")) return false;
      const path = normalize(join(dirname(file), target));
      const targetRoom = path.split("/")[0] ?? path;
      if (targetRoom === room) return false;
      const extra = EXTRA.filter(([pattern]) => pattern.test(file)).flatMap(([, rules]) => rules);
      return !allows([...(FOLDERS[room] ?? []), ...extra], targetRoom, typeOnly);
    });
    expect(wrong.map(({ file, target }) => `${file} imports ${target}`)).toEqual([]);
  });

  test("domain uses no package, and workflows only Temporal's two", () => {
    const packages = imports.filter(({ target }) => !target.startsWith("."));
    const wrong = packages.filter(
      ({ room, target }) => room === "domain" || (room === "workflows" && !WORKFLOW_PACKAGES.includes(target)),
    );
    expect(wrong.map(({ file, target }) => `${file} imports ${target}`)).toEqual([]);
  });

  test("packages stay in their rooms", () => {
    const wrong = imports.filter(({ room, target, typeOnly }) => {
      const rooms = Object.entries(PACKAGE_ROOMS).find(
        ([name]) => target === name || target.startsWith(`${name}/`),
      )?.[1];
      return rooms !== undefined && !allows(rooms, room, typeOnly);
    });
    expect(wrong.map(({ file, target }) => `${file} imports ${target}`)).toEqual([]);
  });

  test("relative imports name the file with its extension", () => {
    const wrong = imports.filter(({ target }) => target.startsWith(".") && !/\.(ts|mjs|js|json)$/.test(target));
    expect(wrong.map(({ file, target }) => `${file} imports ${target}`)).toEqual([]);
  });
});
