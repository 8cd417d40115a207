import { createHash } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { MockActivityEnvironment } from "@temporalio/testing";
import { afterAll, beforeAll, expect, test } from "vitest";

import { createNarrationActivities } from "../../../activities/narration/narration.ts";
import { createFfmpeg } from "../../../clients/ffmpeg/ffmpeg.ts";
import type { ProgressBus } from "../../../clients/progress/progress.ts";
import { createEspeakEngine } from "../../../clients/speech/espeak.ts";
import { createSpeechEngines } from "../../../clients/speech/engines.ts";
import type { PaidSpeech } from "../../../clients/speech/paid.ts";
import type { SpeechEngine } from "../../../clients/speech/speech.ts";
import { createObjectStore } from "../../../clients/storage/storage.ts";
import { AppError } from "../../../domain/errors.ts";
import type { NarrationResult } from "../../../domain/video/production.ts";
import type { Scene, Script } from "../../../domain/script/script.ts";
import type { NarrationTimings } from "../../../domain/speech/speech.ts";
import type { NarrationSettings } from "../../../domain/video/video-settings.ts";
import { waveFile } from "../../../domain/sound/wave.ts";
import { specOf } from "../rendering/made-video.ts";

const SCENES = [
  ["The sea breathes twice a day.", "Nobody taught it how to do that."],
  ["In 2026, the nginx tide rose — and stayed."],
];

const espeak = createEspeakEngine();
const ffmpeg = createFfmpeg();
const unheard: ProgressBus = { publish: () => {}, follow: async function* () {}, close: async () => {} };
let folder: string;
let storage: ReturnType<typeof createObjectStore>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "longtake-narration-"));
  storage = createObjectStore({ kind: "folder", path: folder });
});
afterAll(async () => {
  await espeak.close();
  await rm(folder, { recursive: true });
});

const sceneOf = (sentences: readonly string[]): Scene => ({
  kind: "points",
  kicker: null,
  heading: "Tides",
  sentences,
  points: [],
  pointSentences: [],
  figure: null,
});

async function scriptOf(scenes: readonly (readonly string[])[]): Promise<string> {
  const script: Script = {
    version: 1,
    title: "Tides",
    hook: "",
    scenes: scenes.map(sceneOf),
    tags: [],
    description: "",
    wordsPerMinute: 160,
    provider: "test",
  };
  const scriptKey = `scripts/${createHash("sha256").update(JSON.stringify(scenes)).digest("hex")}.json`;
  await storage.putJson(scriptKey, script);
  return scriptKey;
}

async function narrate(
  scriptKey: string,
  {
    narration,
    speech = espeak,
    voice = "en-us",
    reservedCharacters,
  }: { narration?: NarrationSettings; speech?: SpeechEngine; voice?: string; reservedCharacters?: number } = {},
) {
  const activities = createNarrationActivities({
    storage,
    speech,
    ffmpeg,
    progress: unheard,
    workPath: join(folder, "work"),
  });
  const spec = specOf(narration === undefined ? {} : { narration });
  const reserved = reservedCharacters === undefined ? {} : { reservedCharacters };
  const input = { videoId: "v1", scriptKey, voice, spec, ...reserved };
  const work = (): Promise<NarrationResult> => activities.narrate(input);
  const result: NarrationResult = await new MockActivityEnvironment().run(work);
  return { ...result, timings: await storage.getJson<NarrationTimings>(result.timingsKey) };
}

/** A recording of the sentences by another voice, with its own pauses, a room's noise and a quiet microphone. */
async function recordingOf(sentences: readonly string[], pausesMs: readonly number[]) {
  const spoken = await espeak.speak({ sentences, voice: "en-us+f3", wordsPerMinute: 140 });
  const sampleRate = spoken[0]?.sampleRate ?? 0;
  const startsMs: number[] = [];
  const pieces: number[] = [];
  const pause = (ms: number): void => {
    for (let count = Math.round((ms * sampleRate) / 1000); count > 0; count -= 1) pieces.push(0);
  };
  pause(pausesMs[0] ?? 0);
  for (const [index, { samples }] of spoken.entries()) {
    startsMs.push((pieces.length * 1000) / sampleRate);
    for (const sample of samples) pieces.push(sample * 0.3);
    pause(pausesMs[index + 1] ?? 0);
  }
  const samples = Int16Array.from(pieces, (sample, index) => sample + ((index * 7_919) % 61) - 30);
  return { wave: waveFile(samples, sampleRate, 1), startsMs, spoken };
}

async function upload(bytes: Uint8Array | string, extension: string): Promise<string> {
  const path = join(folder, "upload");
  await writeFile(path, bytes);
  const key = `uploads/${createHash("sha256").update(bytes).digest("hex")}.${extension}`;
  await storage.putFile(key, path);
  return key;
}

test("a recording of one's own is cut into the script's sentences at its pauses, and every word finds its moment", async () => {
  const sentences = SCENES.flat();
  const { wave, startsMs, spoken } = await recordingOf(sentences, [700, 400, 1_300, 500]);
  const recordingKey = await upload(wave, "wav");
  const { timings, usage, durationMs } = await narrate(await scriptOf(SCENES), {
    narration: { mode: "own", recordingKey },
  });
  expect(usage).toEqual([]);
  expect(timings.provider).toBe("own recording");
  expect(timings.words.map(({ text }) => text)).toEqual(sentences.join(" ").split(" "));
  // The first sentence begins after the lead-in; from there the reader's own pace is kept inside a scene.
  const [first, second, third] = timings.sentences;
  expect(
    Math.abs((second?.startMs ?? 0) - (first?.startMs ?? 0) - ((startsMs[1] ?? 0) - (startsMs[0] ?? 0))),
  ).toBeLessThan(60);
  expect((third?.startMs ?? 1) % 100).toBe(0);
  expect(durationMs % 100).toBe(0);
  const errors = timings.words.map((word, index) => {
    const before = timings.words.filter(({ sentence }) => sentence < word.sentence).length;
    const truthMs = spoken[word.sentence]?.words[index - before]?.startMs ?? Number.NaN;
    return Math.abs(word.startMs - (timings.sentences[word.sentence]?.startMs ?? 0) - truthMs);
  });
  expect(Math.max(...errors)).toBeLessThan(150);
  for (const { startMs, endMs, sentence } of timings.words) {
    expect(startMs).toBeGreaterThanOrEqual(timings.sentences[sentence]?.startMs ?? Infinity);
    expect(endMs).toBeLessThanOrEqual(timings.sentences[sentence]?.endMs ?? 0);
  }
}, 30_000);

test.each([
  { what: "no sound at all", bytes: "not a recording", message: "cannot be read" },
  { what: "a list of other files", bytes: "#EXTM3U\n#EXTINF:1,\n/etc/passwd\n", message: "cannot be read" },
  { what: "silence", bytes: waveFile(new Int16Array(48_000 * 2), 48_000, 1), message: "nothing to hear" },
])("$what is refused by name", async ({ bytes, message }) => {
  const recordingKey = await upload(bytes, "wav");
  const refused = narrate(await scriptOf(SCENES), { narration: { mode: "own", recordingKey } });
  await expect(refused).rejects.toMatchObject({
    code: "invalid_input",
    field: "narration.recordingKey",
    message: expect.stringContaining(message),
  });
});

test("a recording of something else, and a key that is no upload, are refused", async () => {
  const { wave } = await recordingOf(["Just this."], [200, 200]);
  const recordingKey = await upload(wave, "wav");
  const scriptKey = await scriptOf(SCENES);
  for (const key of [recordingKey, "narrations/secret.wav", "uploads/../../etc/passwd"]) {
    const refused = narrate(scriptKey, { narration: { mode: "own", recordingKey: key } });
    await expect(refused).rejects.toMatchObject({ code: "invalid_input", field: "narration.recordingKey" });
  }
});

test("a silent narration is timed for reading, and all of it is a planned silence", async () => {
  const { timings, narrationKey, provider } = await narrate(await scriptOf(SCENES), { narration: { mode: "silent" } });
  expect(provider).toBe("silent");
  expect(timings.gaps).toEqual([{ fromMs: 0, toMs: timings.durationMs }]);
  for (const { text, startMs, endMs } of timings.sentences) {
    expect((text.length * 1000) / (endMs - startMs)).toBeLessThan(17.1);
  }
  const { stderr } = await ffmpeg.runFfmpeg([
    ...["-i", await storage.getFile(narrationKey), "-af", "volumedetect", "-f", "null", "-"],
  ]);
  expect(stderr).toContain("max_volume: -91.0 dB");
});

test("pauses are heard, words are pronounced as listed, and captions show what was written", async () => {
  const pronunciations = [{ word: "nginx", say: "engine ex" }];
  const narration = { mode: "speech", pronunciations } as const;
  const plain = await narrate(await scriptOf(SCENES), { narration });
  const paused = await narrate(
    await scriptOf([
      ["The sea [pause 900 ms] breathes twice a day. [pause 2 s]", SCENES[0]?.[1] ?? ""],
      SCENES[1] ?? [],
    ]),
    { narration },
  );
  expect(paused.timings.words.map(({ text }) => text)).toEqual(SCENES.flat().join(" ").split(" "));
  expect(plain.timings.words.map(({ text }) => text)).toEqual(SCENES.flat().join(" ").split(" "));
  const gaps = paused.timings.gaps.map(({ fromMs, toMs }) => toMs - fromMs);
  expect(gaps).toContain(900);
  expect(gaps).toContain(2_000);
  // A scene that did not change keeps its own times, whatever came before it.
  const inner = ({ timings }: { timings: NarrationTimings }) => {
    const fromMs = timings.scenes[1]?.fromMs ?? 0;
    return timings.words
      .filter(({ scene }) => scene === 1)
      .map(({ startMs, endMs }) => [startMs - fromMs, endMs - fromMs]);
  };
  expect(inner(paused)).toEqual(inner(plain));
  expect(await narrate(await scriptOf(SCENES))).not.toMatchObject({ narrationKey: plain.narrationKey });
});

test("a failed attempt tells what it bought, and the next one only what it buys itself", async () => {
  let fails = true;
  const paid: SpeechEngine = {
    name: "paid",
    describe: () => Promise.resolve("paid 1"),
    speak: async ({ onBought, ...request }) => {
      if (fails) onBought?.({ operation: "openai", characters: 20 });
      if (fails) onBought?.({ operation: "openai", characters: 10 });
      if (fails) throw new AppError("platform_unavailable", "gone", { retryable: true });
      onBought?.({ operation: "openai", characters: 12 });
      return espeak.speak(request);
    },
  };
  const scriptKey = await scriptOf([["Said by a paid voice."]]);
  const usage = { service: "tts", operation: "openai", unit: "character" };
  await expect(narrate(scriptKey, { speech: paid })).rejects.toMatchObject({
    code: "platform_unavailable",
    retryable: true,
    usage: [{ ...usage, units: 30 }],
  });
  fails = false;
  expect((await narrate(scriptKey, { speech: paid })).usage).toEqual([{ ...usage, units: 12 }]);
  expect((await narrate(scriptKey, { speech: paid })).usage).toEqual([]);
});

test("a voice that bills more than its words is left before it passes what was reserved for them", async () => {
  const asked: string[] = [];
  const dear: PaidSpeech = {
    service: "elevenlabs",
    model: "dear",
    buy: ({ text }) => {
      asked.push(text);
      const pcm = new Uint8Array(new Int16Array(12_000).fill(9_000).buffer);
      return Promise.resolve({ sampleRate: 24_000, pcm, words: null, characters: 2 * text.length });
    },
  };
  const speech = createSpeechEngines({ espeak, paid: [dear], storage });
  const sentences = ["Twelve words.", "Their price.", "A surprise."];
  const refused = narrate(await scriptOf([sentences]), { speech, voice: "elevenlabs:dear" });
  await expect(refused).rejects.toMatchObject({
    code: "cost_cap_reached",
    usage: [{ service: "tts", operation: "elevenlabs", units: 2 * (sentences[0]?.length ?? 0), unit: "character" }],
  });
  expect(asked).toEqual(sentences.slice(0, 1));
}, 30_000);

test("a narration buys what was reserved for it, and nothing that was counted on as bought", async () => {
  const asked: string[] = [];
  const honest: PaidSpeech = {
    service: "elevenlabs",
    model: "honest",
    buy: ({ text }) => {
      asked.push(text);
      const pcm = new Uint8Array(new Int16Array(12_000).fill(9_000).buffer);
      return Promise.resolve({ sampleRate: 24_000, pcm, words: null, characters: text.length });
    },
  };
  const speech = createSpeechEngines({ espeak, paid: [honest], storage });
  const voice = "elevenlabs:honest";
  const [first, second, edited] = ["The sea rises.", "The moon pulls.", "The sun pulls too."];
  await narrate(await scriptOf([[first, second]]), { speech, voice });
  asked.length = 0;
  const scriptKey = await scriptOf([[first, edited]]);
  const { usage } = await narrate(scriptKey, { speech, voice, reservedCharacters: edited.length });
  expect(asked).toEqual([edited]);
  expect(usage).toEqual([{ service: "tts", operation: "elevenlabs", units: edited.length, unit: "character" }]);
  // Recordings that were there when the price was reserved, and are not any more.
  const lost = narrate(await scriptOf([["It ebbs.", "It flows."]]), { speech, voice, reservedCharacters: 9 });
  await expect(lost).rejects.toMatchObject({
    code: "cost_cap_reached",
    usage: [{ service: "tts", operation: "elevenlabs", units: 8, unit: "character" }],
  });
}, 30_000);
