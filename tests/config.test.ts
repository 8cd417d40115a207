import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { parse, stringify } from "yaml";
import { languageModelOf } from "../clients/language-model/settings.ts";
import { loadEnvironment, loadSettings, settingsPath } from "../config.ts";
import { searchAttributeNames } from "../workflows/search-attributes.ts";

const shipped = settingsPath({});

/** The shipped file with one value replaced, as an operator would edit it. */
function edited(path: readonly string[], value: unknown): string {
  const document = parse(readFileSync(shipped, "utf8")) as Record<string, unknown>;
  let place = document;
  for (const step of path.slice(0, -1)) place = place[step] as Record<string, unknown>;
  place[path.at(-1) ?? ""] = value;
  return written("temporal-config.yaml", stringify(document));
}

/** A file that goes with its test. */
function written(name: string, text: string): string {
  const folder = mkdtempSync(join(tmpdir(), "longtake-config-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
}

describe("temporal-config.yaml", () => {
  test("as shipped is valid", () => {
    expect(loadSettings(shipped).queue.capacity).toBe(100);
  });

  test.each([
    { path: ["queue", "capacity"], value: 0, named: "queue.capacity" },
    { path: ["queue", "warnAt"], value: [80, 95], named: "warnAt" },
    { path: ["stages", "render", "timeoutMs"], value: "5 minutes", named: "stages.render.timeoutMs" },
    { path: ["cost", "warnUsd"], value: 9, named: "cost" },
    { path: ["searchAttributes", "Title"], value: "Text", named: "searchAttributes.Title" },
    { path: ["searchAttributes", "Another"], value: "Bool", named: "searchAttributes" },
    { path: ["taskQueues", "render-cpu", "slots"], value: 2, named: "taskQueues.render-cpu" },
    { path: ["schedules", "sequence-audit", "overlap"], value: "MAYBE", named: "schedules.sequence-audit.overlap" },
    { path: ["surprise"], value: 1, named: "surprise" },
  ])("names the path of a wrong value: $named", ({ path, value, named }) => {
    expect(() => loadSettings(edited(path, value))).toThrow(named);
  });

  test("finds the quality policy from its own folder, and has no second gate", () => {
    const file = edited(["quality", "policyFile"], "own-policy.yaml");
    expect(loadSettings(file).quality).toEqual({ policyFile: join(dirname(file), "own-policy.yaml") });
    expect(loadSettings(edited(["quality", "policyFile"], "/etc/policy.yaml")).quality).toEqual({
      policyFile: "/etc/policy.yaml",
    });
    expect(loadSettings(shipped).quality).toEqual({});
    expect(() => loadSettings(edited(["quality", "gate"], 70))).toThrow(/quality: .*gate/);
  });

  test("a file that is missing or no YAML is named", () => {
    expect(() => loadSettings("/nowhere/temporal-config.yaml")).toThrow("/nowhere/temporal-config.yaml");
    const file = written("broken.yaml", "queue: {");
    expect(() => loadSettings(file)).toThrow(file);
  });

  test("declares every search attribute that workflows set", () => {
    expect(Object.keys(loadSettings(shipped).searchAttributes)).toEqual(expect.arrayContaining(searchAttributeNames));
  });
});

describe("the environment", () => {
  const key = `k1:${Buffer.alloc(32, 1).toString("base64")}`;
  const complete = {
    LONGTAKE_DATA_DIR: "/data",
    LONGTAKE_PUBLIC_URL: "http://127.0.0.1:7240",
    LONGTAKE_UI_URL: "http://127.0.0.1:7234",
    DATABASE_URL: "postgres://longtake@127.0.0.1/longtake",
    REDIS_URL: "redis://127.0.0.1:6379",
    OBJECT_STORE_PATH: "/data/objects",
    LONGTAKE_PAYLOAD_KEYS: key,
    LONGTAKE_CREDENTIAL_KEYS: `${key},k0:${Buffer.alloc(32).toString("base64")}`,
    LONGTAKE_JWT_SECRET: "a secret of some length",
    LONGTAKE_CODEC_TOKEN: "a token of some length",
    LONGTAKE_AUDIT_SALT: "a salt of some length",
  };

  test("complete is accepted, as production", () => {
    expect(loadEnvironment(complete).LONGTAKE_ENV).toBe("production");
  });

  test.each([
    "LONGTAKE_PAYLOAD_KEYS",
    "LONGTAKE_CREDENTIAL_KEYS",
    "LONGTAKE_JWT_SECRET",
    "LONGTAKE_CODEC_TOKEN",
    "DATABASE_URL",
  ])("without %s stops the start", (name) => {
    expect(() => loadEnvironment({ ...complete, [name]: undefined })).toThrow(name);
  });

  test("a language model is a key and a name; the service is OpenAI's where no other is named", () => {
    const modelOf = (given: Record<string, string>) => languageModelOf(loadEnvironment({ ...complete, ...given }));
    const both = { OPENAI_API_KEY: "k", OPENAI_MODEL: "m" };
    expect(modelOf(both)).toEqual({ baseUrl: "https://api.openai.com/v1", apiKey: "k", model: "m" });
    expect(modelOf({ ...both, OPENAI_BASE_URL: "http://127.0.0.1:1/v1" })?.baseUrl).toBe("http://127.0.0.1:1/v1");
    expect(modelOf({})).toBeNull();
    expect(modelOf({ OPENAI_API_KEY: "k", OPENAI_SPEECH_MODEL: "tts-1" })).toBeNull();
    expect(() => modelOf({ OPENAI_MODEL: "m" })).toThrow("expected OPENAI_API_KEY beside OPENAI_MODEL");
    expect(() => modelOf({ OPENAI_API_KEY: "k", OPENAI_BASE_URL: "http://127.0.0.1:1/v1" })).toThrow("OPENAI_MODEL");
  });

  test("a short key is refused, and not printed", () => {
    const wrong = { ...complete, LONGTAKE_PAYLOAD_KEYS: "k1:c2hvcnQ=" };
    expect(() => loadEnvironment(wrong)).toThrow(/LONGTAKE_PAYLOAD_KEYS: expected <key id>/);
    expect(() => loadEnvironment(wrong)).not.toThrow(/c2hvcnQ/);
  });
});
