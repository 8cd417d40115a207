import { expect, test } from "vitest";
import { billedCharacters, scriptCharacters } from "../../../domain/speech/billing.ts";

const SCENES = [
  { sentences: ["nginx is fast. [pause 1 s]", "[pause] It's said [pause 500 ms] twice."] },
  { sentences: ["…"] },
];

test.each([
  ["elevenlabs:rachel", [], ["nginx is fast.", "It's said", "twice."]],
  ["openai:alloy", [{ word: "nginx", say: "engine ex" }], ["engine ex is fast.", "It's said", "twice."]],
  ["google:en-US-Chirp3-HD-Leda", [], ["nginx is fast.", "It's said", "twice."]],
  [
    "google:en-US-Neural2-A",
    [],
    ["<speak>nginx is fast.</speak>", "<speak>It&apos;s said</speak>", "<speak>twice.</speak>"],
  ],
])("%s bills what it is sent to say, pauses left out", (voice, pronunciations, billed) => {
  expect(scriptCharacters(SCENES, voice, pronunciations)).toBe(billed.join("").length);
});

test("a script is reckoned as its texts are billed, one by one", () => {
  const voice = { service: "google", name: "de-DE-Wavenet-B" } as const;
  const texts = ["Ebbe & Flut.", "Wasser > Land."];
  const one = texts.reduce((sum, text) => sum + billedCharacters(voice, text), 0);
  expect(scriptCharacters([{ sentences: texts }], "google:de-DE-Wavenet-B", undefined)).toBe(one);
});
