import { execFileSync } from "node:child_process";

import { afterAll, expect, test } from "vitest";

import { createEspeakChild } from "../../../clients/speech/espeak-child.ts";
import { createEspeakEngine } from "../../../clients/speech/espeak.ts";

const engine = createEspeakEngine();
afterAll(() => engine.close());
const spoken = { voice: "en-us", wordsPerMinute: 160 };
const tides = "The sea breathes twice a day.";

/** Processes of the espeak child under this one, by id. */
function children(): string[] {
  const lines = execFileSync("ps", ["--ppid", String(process.pid), "-o", "pid=,args="], { encoding: "utf8" });
  return lines
    .split("\n")
    .filter((line) => line.includes("espeak-process"))
    .map((line) => line.trim().split(/\s+/)[0] ?? "");
}

test("a sentence has the same bytes whatever was said before it, also in a new process", async () => {
  const [alone] = await engine.speak({ ...spoken, sentences: [tides] });
  const others = await engine.speak({ ...spoken, sentences: ["In 2026, it cost $5.20 — why?", tides, tides] });
  await engine.speak({ ...spoken, voice: "de+f3", wordsPerMinute: 190, sentences: ["Guten Tag."] });
  const before = children();
  expect(before).toHaveLength(2);
  for (const child of before) process.kill(Number(child), "SIGKILL");
  const afterDeath = await engine.speak({ ...spoken, sentences: [tides, tides] });
  for (const each of [others[1], others[2], ...afterDeath]) expect(each).toEqual(alone);
  expect(alone?.words.map(({ text }) => text)).toEqual(tides.split(" "));
  expect(children()).toHaveLength(2);
  for (const child of children()) expect(before).not.toContain(child);
});

test("a cancelled request ends with the canceller's reason and the next one is served", async () => {
  const cancellation = new AbortController();
  const sentences = Array.from({ length: 2_000 }, (_, index) => `Sentence ${index} of a long speech.`);
  let heard = 0;
  const onSpoken = (count: number): void => {
    heard = count;
    if (count === 3) cancellation.abort(new Error("asked to stop"));
  };
  const cancelled = engine.speak({ ...spoken, sentences, signal: cancellation.signal, onSpoken });
  await expect(cancelled).rejects.toThrow("asked to stop");
  expect(heard).toBe(3);
  expect(await engine.speak({ ...spoken, sentences: [tides] })).toHaveLength(1);
});

test("more sentences than the queue holds are refused for now", async () => {
  const child = createEspeakChild();
  const request = { voice: "en-us", wordsPerMinute: 160, sentence: null };
  const stop = new AbortController();
  const asked = Array.from({ length: 1_100 }, () => child.ask(request, stop.signal));
  const refused = Promise.allSettled(asked);
  stop.abort();
  const reasons = (await refused).map((each) => (each.status === "rejected" ? each.reason : null));
  expect(reasons.filter((reason) => reason?.code === "unavailable")).toHaveLength(99);
  await child.close();
});

test("voices are known by language code and by name; others are refused with a choice", async () => {
  for (const voice of ["en-us", "en-gb", "fr-fr", "de", "en-gb+f2"]) {
    expect(await engine.describe(voice)).toMatch(new RegExp(`^espeak-ng .+ ${voice.replace("+", "\\+")} pace \\d+$`));
  }
  await expect(engine.describe("xx-none")).rejects.toMatchObject({ code: "invalid_input", field: "voice" });
  await expect(engine.describe("../en")).rejects.toMatchObject({ code: "invalid_input", field: "voice" });
});
