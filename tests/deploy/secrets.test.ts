import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { loadEnvironment } from "../../config.ts";
import { platformVariables } from "../../deploy/embedded/environment.ts";
import { embeddedPaths } from "../../deploy/embedded/paths.ts";
import { portsOf } from "../../deploy/embedded/ports.ts";
import { keepSecrets, secretsFile } from "../../deploy/embedded/secrets.ts";

let data: string;
beforeEach(() => {
  data = mkdtempSync(join(tmpdir(), "longtake-secrets-"));
});
afterEach(() => rmSync(data, { recursive: true }));

test("secrets are made once and stay", () => {
  const first = keepSecrets(data);
  expect(first.made).toBe(true);
  expect(keepSecrets(data)).toEqual({ secrets: first.secrets, made: false });
  const values = Object.values(first.secrets);
  expect(new Set(values).size).toBe(values.length);
});

test("only their owner can read them", () => {
  keepSecrets(data);
  expect(statSync(secretsFile(data)).mode & 0o777).toBe(0o600);
});

test("a secret that an older file lacks joins the old ones", () => {
  const { secrets } = keepSecrets(data);
  const { LONGTAKE_AUDIT_SALT: _salt, ...older } = secrets;
  writeFileSync(secretsFile(data), JSON.stringify(older));
  const { secrets: newer, made } = keepSecrets(data);
  expect(made).toBe(false);
  expect(newer).toMatchObject(older);
  expect(newer.LONGTAKE_AUDIT_SALT).toBeTruthy();
  expect(JSON.parse(readFileSync(secretsFile(data), "utf8"))).toEqual(newer);
});

test("the embedded variables are a complete environment, and what is given wins", () => {
  const paths = embeddedPaths({ cache: "/cache", data, isRoot: false });
  const context = { paths, ports: portsOf(7233), secrets: keepSecrets(data).secrets };
  const environment = loadEnvironment(platformVariables(context, {}));
  expect(environment).toMatchObject({ LONGTAKE_ENV: "embedded", LONGTAKE_API_PORT: 7237 });
  const given = { DATABASE_URL: "postgres://elsewhere/db", S3_BUCKET: "videos" };
  const variables = platformVariables(context, given);
  expect(loadEnvironment(variables)).toMatchObject(given);
  expect(variables).not.toHaveProperty("OBJECT_STORE_PATH");
  expect(Object.keys(variables)).not.toContain("POSTGRES_PASSWORD");
});
