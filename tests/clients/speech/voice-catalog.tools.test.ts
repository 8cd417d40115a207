import { afterAll, beforeAll, expect, test } from "vitest";

import { createEspeakEngine } from "../../../clients/speech/espeak.ts";
import { type VoiceCatalog, createVoiceCatalog } from "../../../clients/speech/voice-catalog.ts";
import { voiceSourcesOf } from "../../../clients/speech/voice-lists.ts";
import { loadEnvironment } from "../../../config.ts";
import { type SandboxProcess, startSandbox } from "../../sandbox/sandbox-process.ts";

const espeak = createEspeakEngine();
let sandbox: SandboxProcess;

function catalogWith(keys: Readonly<Record<string, string>>): VoiceCatalog {
  const environment = loadEnvironment({
    LONGTAKE_ENV: "test",
    LONGTAKE_DATA_DIR: "/nonexistent",
    LONGTAKE_PUBLIC_URL: "http://longtake.test",
    LONGTAKE_UI_URL: "http://ui.test",
    DATABASE_URL: "postgres://localhost/none",
    REDIS_URL: "redis://localhost",
    OBJECT_STORE_PATH: "/nonexistent",
    LONGTAKE_PAYLOAD_KEYS: `test:${Buffer.alloc(32, 1).toString("base64")}`,
    LONGTAKE_CREDENTIAL_KEYS: `test:${Buffer.alloc(32, 2).toString("base64")}`,
    LONGTAKE_JWT_SECRET: "a secret for signing test tokens, long enough",
    LONGTAKE_CODEC_TOKEN: "codec-token-for-tests",
    LONGTAKE_AUDIT_SALT: "a salt for tests only",
    ELEVENLABS_API_URL: `${sandbox.url}/elevenlabs`,
    GOOGLE_TTS_API_URL: `${sandbox.url}/google-tts`,
    ...keys,
  });
  return createVoiceCatalog(voiceSourcesOf(environment, espeak));
}

const KEYS = { ELEVENLABS_API_KEY: "stand-in-key", GOOGLE_TTS_API_KEY: "stand-in-key", OPENAI_API_KEY: "stand-in-key" };

beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(async () => {
  await espeak.close();
  await sandbox[Symbol.asyncDispose]();
});

const listed = async (catalog: VoiceCatalog) =>
  Object.fromEntries((await catalog.list()).map(({ provider, ...rest }) => [provider, rest]));

test("each provider tells its voices by the names that a video asks for", async () => {
  const { espeak: own, openai, elevenlabs, google } = await listed(catalogWith(KEYS));
  expect(own?.state).toBe("asked");
  const names = own?.voices.map(({ voice }) => voice) ?? [];
  expect(names).toEqual(expect.arrayContaining(["en-us", "en-gb", "de", "cmn"]));
  expect(new Set(names).size).toBe(names.length);
  expect(openai).toMatchObject({
    state: "fixed_list",
    voices: expect.arrayContaining([expect.objectContaining({ voice: "openai:alloy" })]),
  });
  expect(elevenlabs?.voices).toContainEqual({
    voice: "elevenlabs:21m00Tcm4TlvDq8ikWAM",
    provider: "elevenlabs",
    name: "Rachel",
    languages: [],
  });
  expect(google?.voices.find(({ voice }) => voice === "google:de-DE-Wavenet-B")?.languages).toEqual(["de-DE"]);
});

test("a provider without a key, and one that is away, say so and spoil nothing", async () => {
  const catalog = catalogWith({ GOOGLE_TTS_API_KEY: "stand-in-key", GOOGLE_TTS_API_URL: "http://127.0.0.1:1" });
  const { espeak: own, elevenlabs, google } = await listed(catalog);
  expect(own?.state).toBe("asked");
  expect(elevenlabs).toEqual({ state: "no_key", reason: "its key is not set here", voices: [] });
  expect(google).toMatchObject({ state: "unavailable", reason: expect.stringContaining("google did not list") });
  await expect(catalog.requireVoice("google:de-DE-Nobody")).resolves.toBeUndefined();
});

test.each(["en-us", "en", "fr", "EN-GB", "de+f3", "elevenlabs:21m00Tcm4TlvDq8ikWAM", "openai:of-a-server-of-ones-own"])(
  "%s is a voice",
  async (voice) => {
    await expect(catalogWith(KEYS).requireVoice(voice)).resolves.toBeUndefined();
  },
);

test.each([
  ["martian", /espeak has no voice "martian"/, /such as [\w-, ]*en-us/],
  ["google:de-DE-Nobody", /google has no voice/, /google:en-US-/],
  ["elevenlabs:nobody", /elevenlabs has no voice/, /elevenlabs:21m00Tcm4TlvDq8ikWAM/],
  ["azure:anna", /there is no voice/, /GET \/voices/],
])("%s is none, and some that are are named", async (voice, message, remedy) => {
  await expect(catalogWith(KEYS).requireVoice(voice)).rejects.toMatchObject({
    code: "invalid_input",
    field: "voice",
    message: expect.stringMatching(message),
    remedy: expect.stringMatching(remedy),
  });
});
