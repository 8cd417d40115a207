import { expect, test } from "vitest";
import { givenVariables, inheritedVariables } from "../../deploy/embedded/environment.ts";
import { cacheFolder, dataFolder, embeddedPaths } from "../../deploy/embedded/paths.ts";

const SOCKET_ADDRESS_MAX_BYTES = 100;
const SOCKET_NAME = "/.s.PGSQL.65535";

test.each([
  { who: "a user", isRoot: false, data: "/home/ada/longtake/.longtake" },
  { who: "a user deep down", isRoot: false, data: `/home/ada/${"deeper/".repeat(20)}.longtake` },
  { who: "root deep down", isRoot: true, data: `/root/${"deeper/".repeat(20)}.longtake` },
])("the socket address of $who is short enough", ({ isRoot, data }) => {
  const { socket } = embeddedPaths({ cache: "/cache", data, isRoot }).postgresql;
  expect(Buffer.byteLength(socket + SOCKET_NAME)).toBeLessThan(SOCKET_ADDRESS_MAX_BYTES);
});

test("as root, PostgreSQL lives outside root's home, one folder a data folder", () => {
  const place = { cache: "/root/.cache/longtake", isRoot: true };
  const first = embeddedPaths({ ...place, data: "/root/a/.longtake" }).postgresql;
  const second = embeddedPaths({ ...place, data: "/root/b/.longtake" }).postgresql;
  expect(first.data).toMatch(/^\/var\/lib\/longtake\/[0-9a-f]{12}\//);
  expect(first.binaries).toBe("/var/lib/longtake");
  expect(first.data).not.toBe(second.data);
});

test("the environment places the cache and the data", () => {
  expect(cacheFolder({ XDG_CACHE_HOME: "/big/cache" })).toBe("/big/cache/longtake");
  expect(dataFolder({ LONGTAKE_DATA_DIR: "/big/data" })).toBe("/big/data");
  expect(dataFolder({})).toMatch(/\/\.longtake$/);
});

test("variables of the platform are not inherited, only given", () => {
  const env = { PATH: "/bin", LANG: "C", DATABASE_URL: "postgres://x/y", LONGTAKE_DATA_DIR: "/d", S3_BUCKET: "b" };
  expect(inheritedVariables(env)).toEqual({ PATH: "/bin", LANG: "C" });
  expect(givenVariables(env)).toEqual({ DATABASE_URL: "postgres://x/y", S3_BUCKET: "b" });
});
