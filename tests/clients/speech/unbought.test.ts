import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createPaidEngine, type PaidSpeech } from "../../../clients/speech/paid.ts";
import type { SpeechEngine } from "../../../clients/speech/speech.ts";
import { createUnbought } from "../../../clients/speech/unbought.ts";
import { createObjectStore, type ObjectStore } from "../../../clients/storage/storage.ts";

const TEXTS = Array.from({ length: 40 }, (_, index) => `Tide ${index} rises.`);
const SAYING = { voice: "elevenlabs:rachel", wordsPerMinute: 160 };

const asked: string[] = [];
const paid: PaidSpeech = {
  service: "elevenlabs",
  model: "said-once",
  buy: ({ text }) => {
    asked.push(text);
    const pcm = new Uint8Array(new Int16Array(2_400).fill(9_000).buffer);
    return Promise.resolve({ sampleRate: 24_000, pcm, words: [], characters: text.length });
  },
};
const noReference: SpeechEngine = {
  name: "none",
  describe: () => Promise.reject(new Error("nobody is asked")),
  speak: () => Promise.reject(new Error("nobody is asked")),
};

let folder: string;
let storage: ObjectStore;
beforeEach(async () => {
  asked.length = 0;
  folder = await mkdtemp(join(tmpdir(), "longtake-unbought-"));
  storage = createObjectStore({ kind: "folder", path: folder });
});
afterEach(() => rm(folder, { recursive: true }));

const speak = (sentences: readonly string[], saying: Partial<typeof SAYING & { language: string }> = {}) =>
  createPaidEngine(paid, { storage, reference: noReference }).speak({
    ...SAYING,
    ...saying,
    voice: "rachel",
    sentences,
  });

test("what the engine would buy is what is foreseen, to the sentence", async () => {
  const unbought = createUnbought({ paid: [paid], storage });
  expect(await unbought(TEXTS, SAYING)).toEqual(TEXTS);
  await speak(TEXTS);
  expect(await unbought(TEXTS, SAYING)).toEqual([]);
  const edited = TEXTS.with(20, "The moon pulls.");
  asked.length = 0;
  const foreseen = await unbought(edited, SAYING);
  await speak(edited);
  expect(foreseen).toEqual(["The moon pulls."]);
  expect(asked).toEqual(foreseen);
});

test.each([{ wordsPerMinute: 120 }, { language: "de" }])("said otherwise it is bought anew: %j", async (otherwise) => {
  await speak(TEXTS.slice(0, 1));
  asked.length = 0;
  const unbought = createUnbought({ paid: [paid], storage });
  expect(await unbought(TEXTS.slice(0, 1), { ...SAYING, ...otherwise })).toEqual(TEXTS.slice(0, 1));
  await speak(TEXTS.slice(0, 1), otherwise);
  expect(asked).toEqual(TEXTS.slice(0, 1));
});

test("another voice and another model have said nothing yet", async () => {
  await speak(TEXTS);
  const model = createUnbought({ paid: [{ ...paid, model: "newer" }], storage });
  expect(await model(TEXTS, SAYING)).toEqual(TEXTS);
  const voice = createUnbought({ paid: [paid], storage });
  expect(await voice(TEXTS, { ...SAYING, voice: "elevenlabs:adam" })).toEqual(TEXTS);
});

test("nothing is said of a voice without a key here, nor where the store is slow", async () => {
  await speak(TEXTS);
  expect(await createUnbought({ paid: [paid], storage })(TEXTS, { ...SAYING, voice: "openai:nova" })).toBeNull();
  let clockMs = 0;
  const slow = createUnbought({ paid: [paid], storage }, () => (clockMs += 2_000));
  expect(await slow(TEXTS, SAYING)).toBeNull();
});
