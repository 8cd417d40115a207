import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, beforeAll, expect, test } from "vitest";

import { templateThatFits } from "../../../activities/script/fitting.ts";
import { createEspeakEngine } from "../../../clients/speech/espeak.ts";
import { createObjectStore } from "../../../clients/storage/storage.ts";
import type { Script } from "../../../domain/script/script.ts";
import { specOf } from "../rendering/made-video.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "longtake-phrases-"));
});
afterAll(() => rm(folder, { recursive: true }));

function write(seconds: number, catchPhrases: readonly string[]): Promise<Script> {
  const deps = { storage: createObjectStore({ kind: "folder", path: folder }), speech: createEspeakEngine() };
  const spec = specOf({ seconds, script: { source: "template", catchPhrases } });
  return templateThatFits(deps, spec, new AbortController().signal);
}

function spoken({ scenes }: Script): string[] {
  return scenes.flatMap(({ sentences }) => sentences);
}

test("the grammar says a phrase once, in its place, and still fills the time", async () => {
  const script = await write(20, ["see you in the next one"]);
  expect(spoken(script).at(-1)).toBe("See you in the next one.");
  expect(spoken(script).filter((sentence) => sentence.startsWith("See you"))).toHaveLength(1);
  expect(script.wordsPerMinute).toBeGreaterThan(128);
  expect(script.wordsPerMinute).toBeLessThan(175);
  expect(spoken(await write(20, ["Hello, friends"]))[0]).toBe("Hello, friends.");
});

test("a video too short for the phrase goes without it", async () => {
  const script = await write(6, ["and so we come to the end of another one"]);
  expect(spoken(script).join(" ")).not.toContain("another one");
});
