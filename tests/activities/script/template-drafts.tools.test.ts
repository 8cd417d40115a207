import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, beforeAll, expect, test } from "vitest";

import { templateThatFits } from "../../../activities/script/fitting.ts";
import { createEspeakEngine } from "../../../clients/speech/espeak.ts";
import { createObjectStore } from "../../../clients/storage/storage.ts";
import { scriptCharacters } from "../../../domain/speech/billing.ts";
import { expectedTemplate } from "../../../domain/script/template-drafts.ts";
import { specOf } from "../rendering/made-video.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "longtake-drafts-"));
});
afterAll(() => rm(folder, { recursive: true }));

const VOICE = "openai:alloy";

test("the expected script mostly has the very words that are written, and else about as many", async () => {
  const deps = { storage: createObjectStore({ kind: "folder", path: folder }), speech: createEspeakEngine() };
  const offBy: number[] = [];
  for (let seed = 1; seed <= 8; seed += 1) {
    const spec = specOf({ seconds: 30, seed, script: { source: "template", catchPhrases: ["see you next time"] } });
    const written = await templateThatFits(deps, spec, new AbortController().signal);
    const [actual, expected] = [written, expectedTemplate(spec)].map(({ scenes }) =>
      scriptCharacters(scenes, VOICE, undefined),
    );
    offBy.push(Math.abs((expected ?? 0) / (actual ?? 0) - 1));
  }
  expect(offBy.filter((share) => share === 0).length).toBeGreaterThanOrEqual(4);
  expect(Math.max(...offBy)).toBeLessThan(0.25);
});
