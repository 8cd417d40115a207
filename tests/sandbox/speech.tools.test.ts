import { readFile } from "node:fs/promises";
import { join } from "node:path";

import { afterAll, beforeAll, expect, test } from "vitest";

import { soundOfWave } from "../../domain/speech/wave.ts";
import { type SandboxProcess, startSandbox } from "./sandbox-process.ts";

let sandbox: SandboxProcess;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox[Symbol.asyncDispose]());

const KEY = "stand-in-key";
const RACHEL = "21m00Tcm4TlvDq8ikWAM";

function elevenlabs(path: string, body?: object, key = KEY): Promise<Response> {
  const init = body === undefined ? {} : { method: "POST", body: JSON.stringify(body) };
  return fetch(`${sandbox.url}/elevenlabs${path}`, { ...init, headers: { "xi-api-key": key } });
}

function google(path: string, body?: object): Promise<Response> {
  const init = body === undefined ? {} : { method: "POST", body: JSON.stringify(body) };
  return fetch(`${sandbox.url}/google-tts${path}`, { ...init, headers: { "x-goog-api-key": KEY } });
}

const spoken = (input: object, name = "en-US-Wavenet-B") => ({
  input,
  voice: { languageCode: "en-US", name },
  audioConfig: { audioEncoding: "LINEAR16", sampleRateHertz: 24_000 },
});

test("both list the voices that they speak with", async () => {
  const { voices } = (await (await elevenlabs("/v1/voices")).json()) as { voices: { voice_id: string }[] };
  expect(voices.map(({ voice_id }) => voice_id)).toContain(RACHEL);
  const german = (await (await google("/v1/voices?languageCode=de-DE")).json()) as { voices: { name: string }[] };
  expect(german.voices.map(({ name }) => name)).toContain("de-DE-Wavenet-B");
  expect(german.voices).toHaveLength(4);
});

test("ElevenLabs sends real speech with a time for every character, the same each time", async () => {
  const path = `/v1/text-to-speech/${RACHEL}/with-timestamps?output_format=pcm_24000`;
  const text = "Tides rise.";
  const answers = await Promise.all([elevenlabs(path, { text }), elevenlabs(path, { text })]);
  const [first, second] = await Promise.all(answers.map((answer) => answer.json() as Promise<Timed>));
  expect(second).toEqual(first);
  expect(answers[0]?.headers.get("character-cost")).toBe(String(text.length));
  const seconds = Buffer.from(first?.audio_base64 ?? "", "base64").length / 2 / 24_000;
  const { characters = [], character_start_times_seconds: starts = [] } = first?.alignment ?? {};
  expect(characters.join("")).toBe(text);
  expect(starts).toEqual(starts.toSorted((left, right) => left - right));
  expect(starts.at(-1)).toBeLessThan(seconds);
  expect(seconds).toBeGreaterThan(0.5);
});

interface Timed {
  readonly audio_base64: string;
  readonly alignment: { readonly characters: string[]; readonly character_start_times_seconds: number[] };
}

test.each([
  { path: "/v1/text-to-speech/nobody/with-timestamps", body: { text: "x" }, status: 404, reason: "voice_not_found" },
  { path: `/v1/text-to-speech/${RACHEL}/with-timestamps`, body: { text: "" }, status: 422 },
  {
    path: `/v1/text-to-speech/${RACHEL}`,
    body: { text: "x", model_id: "none" },
    status: 400,
    reason: "model_not_found",
  },
  { path: "/v1/voices", body: undefined, key: "", status: 401, reason: "needs_authorization" },
])("ElevenLabs refuses $path with $status", async ({ path, body, key, status, reason }) => {
  const answer = await elevenlabs(path, body, key);
  expect(answer.status).toBe(status);
  const { detail } = (await answer.json()) as { detail: { status?: string } };
  expect(detail.status).toBe(reason);
});

test("Google says when each mark passes, and bills everything but the marks", async () => {
  const ssml = '<speak><mark name="a"/>Tides &amp; <mark name="b"/>winds <mark name="c"/>rise.</speak>';
  const body = { ...spoken({ ssml }), enableTimePointing: ["SSML_MARK"] };
  const answer = (await (await google("/v1beta1/text:synthesize", body)).json()) as Marked;
  expect(answer.timepoints.map(({ markName }) => markName)).toEqual(["a", "b", "c"]);
  const times = answer.timepoints.map(({ timeSeconds }) => timeSeconds);
  expect(times).toEqual(times.toSorted((left, right) => left - right));
  const sound = soundOfWave(Buffer.from(answer.audioContent, "base64"));
  expect(sound?.sampleRate).toBe(24_000);
  expect(times.at(-1)).toBeLessThan((sound?.samples.length ?? 0) / 24_000);
  const log = await readFile(join(sandbox.folder, "google-tts", "log.jsonl"), "utf8");
  const events = log
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as { characters?: number });
  expect(events.at(-1)?.characters).toBe("<speak>Tides &amp; winds rise.</speak>".length);
  expect(log).not.toContain("winds");
  expect(log).not.toContain(KEY);
});

interface Marked {
  readonly audioContent: string;
  readonly timepoints: { readonly markName: string; readonly timeSeconds: number }[];
}

test.each([
  { what: "markup that is not closed", body: spoken({ ssml: "<speak>Tides" }) },
  { what: "a tag it does not know", body: spoken({ ssml: "<speak><audio src='file:///etc/passwd'/></speak>" }) },
  { what: "an unknown voice", body: spoken({ text: "Tides" }, "en-US-Nobody-A") },
  { what: "marks for a voice without", body: spoken({ ssml: "<speak>Tides</speak>" }, "en-US-Chirp3-HD-Charon") },
  { what: "time points of version 1", body: { ...spoken({ text: "Tides" }), enableTimePointing: ["SSML_MARK"] } },
])("Google refuses $what", async ({ body }) => {
  const answer = await google("/v1/text:synthesize", body);
  expect(answer.status).toBe(400);
  expect(await answer.json()).toMatchObject({ error: { code: 400, status: "INVALID_ARGUMENT" } });
});

test("OpenAI speaks wav and pcm, and names the parameter that it refuses", async () => {
  const speak = (changes: object): Promise<Response> =>
    fetch(`${sandbox.url}/openai/v1/audio/speech`, {
      method: "POST",
      headers: { authorization: "Bearer sk-stand-in-key" },
      body: JSON.stringify({ model: "tts-1", voice: "nova", input: "Tides rise.", response_format: "pcm", ...changes }),
    });
  const pcm = await (await speak({})).arrayBuffer();
  const wave = soundOfWave(new Uint8Array(await (await speak({ response_format: "wav" })).arrayBuffer()));
  expect(wave?.samples.length).toBe(pcm.byteLength / 2);
  const refused = await speak({ voice: "nobody" });
  expect(refused.status).toBe(400);
  expect(await refused.json()).toMatchObject({ error: { type: "invalid_request_error", param: "voice" } });
});
