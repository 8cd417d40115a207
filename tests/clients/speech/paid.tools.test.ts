import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";

import { createElevenlabsSpeech } from "../../../clients/speech/elevenlabs.ts";
import { createSpeechEngines } from "../../../clients/speech/engines.ts";
import { createEspeakEngine } from "../../../clients/speech/espeak.ts";
import { createGoogleSpeech } from "../../../clients/speech/google.ts";
import { createOpenaiSpeech } from "../../../clients/speech/openai.ts";
import { createObjectStore } from "../../../clients/storage/storage.ts";
import type { BoughtCharacters } from "../../../clients/speech/speech.ts";
import type { PaidEvent } from "../../../sandbox/paid-platform.ts";
import { type SandboxProcess, startSandbox } from "../../sandbox/sandbox-process.ts";

const KEY = "sk-stand-in-key";
const SENTENCES = ["The sea breathes twice a day.", "In 2026, it rose by 3 mm — more or less."];
const VOICES = [
  "openai:nova",
  "elevenlabs:JBFqnCBsd6RMkjVDRZzb",
  "google:en-US-Wavenet-B",
  "google:de-DE-Chirp3-HD-Charon",
];

const espeak = createEspeakEngine();
let sandbox: SandboxProcess;
let folder: string;

beforeAll(async () => {
  sandbox = await startSandbox();
});
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "longtake-speech-"));
  for (const platform of ["openai", "elevenlabs", "google-tts"]) {
    await fetch(`${sandbox.url}/${platform}/_faults`, { method: "DELETE" });
  }
  return () => rm(folder, { recursive: true });
});
afterAll(async () => {
  await sandbox[Symbol.asyncDispose]();
  await espeak.close();
});

function engines(key = KEY) {
  const paid = [
    createOpenaiSpeech({ baseUrl: `${sandbox.url}/openai/v1`, apiKey: key, model: "tts-1" }),
    createElevenlabsSpeech({ apiUrl: `${sandbox.url}/elevenlabs`, apiKey: key }),
    createGoogleSpeech({ apiUrl: `${sandbox.url}/google-tts`, apiKey: key }),
  ];
  return createSpeechEngines({ espeak, paid, storage: createObjectStore({ kind: "folder", path: folder }) });
}

async function speak(voice: string, { key = KEY, signal = AbortSignal.timeout(20_000) } = {}) {
  const bought: BoughtCharacters[] = [];
  const recordings = await engines(key).speak({
    sentences: SENTENCES,
    voice,
    wordsPerMinute: 160,
    signal,
    onBought: (purchase) => bought.push(purchase),
  });
  return { recordings, bought };
}

async function fault(platform: string, request: object): Promise<void> {
  const asked = { match: { method: "POST" }, ...request };
  const answer = await fetch(`${sandbox.url}/${platform}/_faults`, { method: "POST", body: JSON.stringify(asked) });
  expect(answer.status).toBe(201);
}

/** What a stand-in would bill: every request whose work was done. */
async function billed(platform: string): Promise<number> {
  const lines = (await readFile(join(sandbox.folder, platform, "log.jsonl"), "utf8")).split("\n");
  const events = lines.filter((line) => line !== "").map((line): PaidEvent => JSON.parse(line));
  return events.reduce((sum, { characters = 0 }) => sum + characters, 0);
}

test.each(VOICES)("%s speaks every word in its time, and a sentence is bought once", async (voice) => {
  const first = await speak(voice);
  for (const [index, { samples, sampleRate, words }] of first.recordings.entries()) {
    expect(words.map(({ text }) => text)).toEqual(SENTENCES[index]?.split(" "));
    const starts = words.map(({ startMs }) => startMs);
    expect(starts).toEqual(starts.toSorted((left, right) => left - right));
    expect(starts[0]).toBeLessThan(150);
    expect(starts.at(-1)).toBeLessThan((samples.length * 1000) / sampleRate);
    expect(new Set(starts).size).toBeGreaterThan(words.length - 3);
  }
  expect(first.bought).toHaveLength(2);
  const again = await speak(voice);
  expect(again.bought).toEqual([]);
  expect(again.recordings).toEqual(first.recordings);
});

test("what was bought before a failure is not bought again after it", async () => {
  const voice = "elevenlabs:21m00Tcm4TlvDq8ikWAM";
  const before = await billed("elevenlabs");
  await fault("elevenlabs", { fault: { kind: "reply_lost_after_commit" }, skip: 1 });
  const [first = "", second = ""] = SENTENCES;
  // Nobody can tell whether it was billed, so that it counts.
  await expect(speak(voice)).rejects.toMatchObject({
    code: "platform_unavailable",
    retryable: true,
    usage: [{ service: "tts", operation: "elevenlabs", units: second.length, unit: "character" }],
  });
  const { bought } = await speak(voice);
  expect(bought).toEqual([{ operation: "elevenlabs", characters: second.length }]);
  // The one answer that was lost is paid twice, and nothing else is.
  expect((await billed("elevenlabs")) - before).toBe(first.length + 2 * second.length);
});

/** A process that buys the sentences as a worker does. */
function startBuyer(voice: string) {
  const from = (name: string): string => new URL(`../../../clients/${name}.ts`, import.meta.url).href;
  const source = `
    import { createElevenlabsSpeech } from "${from("speech/elevenlabs")}";
    import { createSpeechEngines } from "${from("speech/engines")}";
    import { createEspeakEngine } from "${from("speech/espeak")}";
    import { createObjectStore } from "${from("storage/storage")}";
    const paid = [createElevenlabsSpeech({ apiUrl: "${sandbox.url}/elevenlabs", apiKey: "${KEY}" })];
    const storage = createObjectStore({ kind: "folder", path: ${JSON.stringify(folder)} });
    const engines = createSpeechEngines({ espeak: createEspeakEngine(), paid, storage });
    await engines.speak({ sentences: ${JSON.stringify(SENTENCES)}, voice: "${voice}", wordsPerMinute: 160 });`;
  return spawn(process.execPath, ["--input-type=module", "--eval", source], { stdio: ["ignore", "ignore", "inherit"] });
}

test("kill -9 between two sentences costs at most the answer that was under way", async () => {
  const voice = "elevenlabs:pNInz6obpgDQGcFmaJgB";
  const before = await billed("elevenlabs");
  const [first = "", second = ""] = SENTENCES;
  await fault("elevenlabs", { fault: { kind: "delay_reply", delayMs: 20_000 }, skip: 1 });
  const buyer = startBuyer(voice);
  const ended = once(buyer, "exit");
  const both = first.length + second.length;
  await expect.poll(async () => (await billed("elevenlabs")) - before, { timeout: 15_000 }).toBe(both);
  buyer.kill("SIGKILL");
  await ended;
  const { bought, recordings } = await speak(voice);
  expect(recordings).toHaveLength(2);
  expect(bought).toEqual([{ operation: "elevenlabs", characters: second.length }]);
  expect((await billed("elevenlabs")) - before).toBe(both + second.length);
}, 30_000);

test.each([
  { fault: { kind: "status", status: 500 }, code: "platform_unavailable", retryable: true },
  { fault: { kind: "status", status: 403 }, code: "unauthorized", retryable: false },
  { fault: { kind: "status", status: 429, retryAfterSeconds: 90 }, code: "rate_limited", retryAfterMs: 90_000 },
  { fault: { kind: "status", status: 401, reason: "quota_exceeded" }, code: "platform_refused", retryable: false },
  { fault: { kind: "drop_connection_after_bytes", bytes: 0 }, code: "platform_unavailable", retryable: true },
])("$fault.kind $fault.status $fault.reason is $code", async ({ fault: asked, ...expected }) => {
  await fault("elevenlabs", { fault: asked });
  await expect(speak("elevenlabs:21m00Tcm4TlvDq8ikWAM")).rejects.toMatchObject(expected);
});

test("a short wait that a service asks for is waited out", async () => {
  await fault("google-tts", { fault: { kind: "status", status: 429, retryAfterSeconds: 0 }, times: 2 });
  expect((await speak("google:en-US-Standard-A")).recordings).toHaveLength(2);
});

test("a cancelled call ends with the canceller's reason", async () => {
  await fault("openai", { fault: { kind: "delay_reply", delayMs: 20_000 } });
  const cancellation = new AbortController();
  setTimeout(() => cancellation.abort(new Error("asked to stop")), 300);
  await expect(speak("openai:alloy", { signal: cancellation.signal })).rejects.toThrow("asked to stop");
});

test.each([
  { voice: "openai:nobody", code: "invalid_input", field: "voice" },
  { voice: "elevenlabs:nobody", code: "invalid_input", field: "voice" },
  { voice: "google:en-US-Nobody-A", code: "invalid_input", field: "voice" },
  { voice: "espeak:nobody", code: "invalid_input", field: "voice" },
  { voice: "azure:somebody", code: "invalid_input", field: "voice" },
  { voice: "openai:../models", code: "invalid_input", field: "voice" },
])("$voice is refused by name", async ({ voice, ...expected }) => {
  await expect(speak(voice)).rejects.toMatchObject(expected);
});

test.each(["openai:nova", "elevenlabs:21m00Tcm4TlvDq8ikWAM", "google:en-US-Wavenet-B"])(
  "%s with a wrong key is unauthorized, and says which key",
  async (voice) => {
    await expect(speak(voice, { key: "no" })).rejects.toMatchObject({
      code: "unauthorized",
      remedy: expect.stringMatching(/_API_KEY/),
    });
  },
);

test("a voice of a service without a key names the variable; rehearsing a paid voice costs nothing", async () => {
  const storage = createObjectStore({ kind: "folder", path: folder });
  const offline = createSpeechEngines({ espeak, paid: [], storage });
  await expect(offline.describe("google:en-US-Wavenet-B")).rejects.toMatchObject({
    code: "invalid_input",
    field: "voice",
    remedy: expect.stringContaining("GOOGLE_TTS_API_KEY"),
  });
  const before = await billed("google-tts");
  const request = { sentences: SENTENCES, voice: "google:de-DE-Wavenet-B", wordsPerMinute: 160 };
  const rehearsed = await engines().rehearsal.speak(request);
  expect(rehearsed).toEqual(await espeak.speak({ ...request, voice: "de" }));
  expect(await billed("google-tts")).toBe(before);
});
