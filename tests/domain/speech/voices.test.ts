import { expect, test } from "vitest";

import { voiceSpeaks } from "../../../domain/speech/voices.ts";

const google = { voice: "google:de-AT-A", provider: "google", name: "de-AT-A", languages: ["de-AT"] } as const;
const mandarin = { voice: "cmn", provider: "espeak", name: "Chinese", languages: ["cmn"] } as const;
const anything = { voice: "openai:alloy", provider: "openai", name: "alloy", languages: [] } as const;

test.each([
  [google, "de", true],
  [google, "de-AT", true],
  [google, "de-DE", false],
  [google, "d", false],
  [mandarin, "zh", true],
  [mandarin, "cmn", true],
  [mandarin, "en", false],
  [anything, "sw", true],
])("%o and %s: %s", (voice, language, speaks) => {
  expect(voiceSpeaks(voice, language)).toBe(speaks);
});
