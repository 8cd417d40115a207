import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { MockActivityEnvironment } from "@temporalio/testing";
import { afterAll, beforeAll, expect, test } from "vitest";

import { createNarrationActivities } from "../../../activities/narration/narration.ts";
import { createScriptActivities } from "../../../activities/script/script.ts";
import { createFfmpeg } from "../../../clients/ffmpeg/ffmpeg.ts";
import { createSpeechEngines } from "../../../clients/speech/engines.ts";
import { createEspeakEngine } from "../../../clients/speech/espeak.ts";
import { createOpenaiSpeech } from "../../../clients/speech/openai.ts";
import { createObjectStore, type ObjectStore } from "../../../clients/storage/storage.ts";
import { openaiAccount } from "../../sandbox/openai-account.ts";
import { type SandboxProcess, startSandbox } from "../../sandbox/sandbox-process.ts";
import { specOf } from "../rendering/made-video.ts";

const espeak = createEspeakEngine();
const progress = { publish: () => {}, follow: async function* () {}, close: async () => {} };
const WANTED_SECONDS = 30;
let sandbox: SandboxProcess;
let folder: string;
let storage: ObjectStore;

beforeAll(async () => {
  sandbox = await startSandbox();
  folder = await mkdtemp(join(tmpdir(), "longtake-pace-"));
  storage = createObjectStore({ kind: "folder", path: join(folder, "objects") });
});
afterAll(async () => {
  await sandbox[Symbol.asyncDispose]();
  await espeak.close();
  await rm(folder, { recursive: true });
});

function studio() {
  const openai = { baseUrl: `${sandbox.url}/openai/v1`, apiKey: "sk-stand-in-key", model: "tts-1" };
  const speech = createSpeechEngines({ espeak, paid: [createOpenaiSpeech(openai)], storage });
  const shared = { storage, progress, workPath: join(folder, "work") };
  return {
    ...createScriptActivities({ ...shared, speech: speech.rehearsal, languageModel: null }),
    ...createNarrationActivities({ ...shared, speech, ffmpeg: createFfmpeg() }),
  };
}

/** How far a video is from the wanted length, as a share of it, and the characters that its narration bought. */
async function spoken(topic: string, voice: string) {
  const work = studio();
  const spec = specOf({ topic, voice, seconds: WANTED_SECONDS });
  return new MockActivityEnvironment().run(async (): Promise<{ missedBy: number; characters: number }> => {
    const { scriptKey } = await work.writeScript({ videoId: topic, channelId: "c", spec });
    const { durationMs, usage } = await work.narrate({ videoId: topic, scriptKey, voice, spec });
    const characters = usage.reduce((sum, { units }) => sum + units, 0);
    return { missedBy: Math.abs(durationMs / 1000 - WANTED_SECONDS) / WANTED_SECONDS, characters };
  });
}

test("once a quick voice was heard, videos are about as long as was wanted, for not one call more", async () => {
  const first = await spoken("How tides work", "openai:onyx");
  expect(first.missedBy).toBeGreaterThan(0.15);
  const second = await spoken("Why bread rises", "openai:onyx");
  expect(second.missedBy).toBeLessThan(0.08);
  // Another voice's pace is its own.
  const other = await spoken("How tides work", "openai:alloy");
  expect(other.missedBy).toBeLessThan(0.08);
  const events = await openaiAccount(sandbox).events();
  const billed = events.reduce((sum, { units }) => sum + (units?.["character"] ?? 0), 0);
  expect(billed).toBe(first.characters + second.characters + other.characters);
}, 120_000);

test("a voice's pace is the same at whatever pace it was asked to speak", async () => {
  const openai = { baseUrl: `${sandbox.url}/openai/v1`, apiKey: "sk-stand-in-key", model: "tts-1" };
  const kept = createObjectStore({ kind: "folder", path: join(folder, "paces") });
  const speech = createSpeechEngines({ espeak, paid: [createOpenaiSpeech(openai)], storage: kept });
  const voice = "openai:shimmer";
  // Of many quick words: the offline voice slows down to be read along, a bought one does not.
  const sentences = [
    "It is as if all of us had to go up to the top of it at once.",
    "Go on, go up, and do it all at once.",
  ];
  const learnt: string[] = [];
  for (const wordsPerMinute of [130, 150, 180]) {
    await speech.speak({ sentences, voice, wordsPerMinute });
    learnt.push(await speech.rehearsal.describe(voice));
  }
  expect(new Set(learnt).size).toBe(1);
});
