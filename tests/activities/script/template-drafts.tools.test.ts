import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, beforeAll, expect, test } from "vitest";

import { templateThatFits } from "../../../activities/script/fitting.ts";
import { createEspeakEngine } from "../../../clients/speech/espeak.ts";
import { quickened } from "../../../clients/speech/pace.ts";
import type { SpeechEngine } from "../../../clients/speech/speech.ts";
import { createObjectStore } from "../../../clients/storage/storage.ts";
import { scriptCharacters } from "../../../domain/speech/billing.ts";
import { expectedTemplate } from "../../../domain/script/template-drafts.ts";
import { FIFTY_TOPICS } from "../../domain/script/fifty-topics.ts";
import { specOf } from "../rendering/made-video.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "longtake-drafts-"));
});
const espeak = createEspeakEngine();
afterAll(async () => {
  await espeak.close();
  await rm(folder, { recursive: true });
});

const VOICE = "openai:alloy";

/** As a bought voice is rehearsed: offline, without slowing down to be read along, and so many times as quickly. */
function rehearsal(pace: number): SpeechEngine {
  return {
    name: "rehearsal",
    describe: async () => `rehearsal ${pace}`,
    speak: async ({ sentences, wordsPerMinute }) =>
      (await espeak.speak({ sentences, voice: "en-us", wordsPerMinute, unslowed: true })).map((each) =>
        quickened(each, pace),
      ),
  };
}

async function offBy(topic: string, { pace, seconds }: { pace: number; seconds: number }): Promise<number> {
  const deps = { storage: createObjectStore({ kind: "folder", path: folder }), speech: rehearsal(pace) };
  const spec = specOf({ topic, seconds, voice: VOICE, script: { source: "template", catchPhrases: ["see you soon"] } });
  const written = await templateThatFits(deps, spec, new AbortController().signal);
  const [actual = 0, expected = 0] = [written, expectedTemplate(spec)].map(({ scenes }) =>
    scriptCharacters(scenes, VOICE, undefined),
  );
  return Math.abs(expected / actual - 1);
}

test.each([
  { pace: 1, seconds: 30 },
  { pace: 1.04, seconds: 30 },
  { pace: 0.96, seconds: 60 },
])("a bought voice is given the very words that were reckoned with: %j", async (how) => {
  const topics = [...FIFTY_TOPICS.slice(0, 8), "Why bread rises, part 17", "How bees talk, part 18"];
  const shares = await Promise.all(topics.map((topic) => offBy(topic, how)));
  expect(shares.filter((share) => share === 0).length).toBeGreaterThanOrEqual(9);
  expect(Math.max(...shares)).toBeLessThan(0.2);
});

test("a voice that would have to hurry or dawdle for them gets words of its own", async () => {
  const shares = await Promise.all(FIFTY_TOPICS.slice(0, 6).map((topic) => offBy(topic, { pace: 1.3, seconds: 30 })));
  expect(Math.min(...shares)).toBeGreaterThan(0.05);
});
