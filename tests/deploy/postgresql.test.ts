import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished, expect, test } from "vitest";
import { embeddedPaths } from "../../deploy/embedded/paths.ts";
import { keepOwnCluster } from "../../deploy/embedded/postgresql.ts";
import { keepSecrets } from "../../deploy/embedded/secrets.ts";

/** A cluster that other secrets made, where a data folder would have its own. */
function foreignCluster() {
  const data = mkdtempSync(join(tmpdir(), "longtake-cluster-"));
  onTestFinished(() => rmSync(data, { recursive: true }));
  const paths = embeddedPaths({ cache: join(data, "cache"), data, isRoot: false });
  mkdirSync(paths.postgresql.data);
  writeFileSync(`${paths.postgresql.data}.secrets-sha256`, "of others");
  const lines: string[] = [];
  const context = { paths, secrets: keepSecrets(data).secrets, onLine: (line: string) => void lines.push(line) };
  return { context, paths, lines };
}

test("the cluster of an earlier checkout in the same place is set aside, and kept", () => {
  const { context, paths, lines } = foreignCluster();
  keepOwnCluster(context);
  expect(existsSync(paths.postgresql.data)).toBe(false);
  expect(readdirSync(paths.data).filter((name) => /^postgresql\.\d+$/.test(name))).toHaveLength(1);
  expect(lines).toEqual([expect.stringContaining("aside")]);
});

test("a data folder that ran before and lost its secrets is told so, and nothing is moved", () => {
  const { context, paths } = foreignCluster();
  mkdirSync(paths.logs);
  expect(() => keepOwnCluster(context)).toThrow(/made with other secrets/);
  expect(existsSync(paths.postgresql.data)).toBe(true);
});
