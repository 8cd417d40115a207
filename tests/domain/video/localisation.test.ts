import { expect, test } from "vitest";
import { localised } from "../../../domain/video/localisation.ts";
import type { VideoSpec } from "../../../domain/video/video.ts";

const spec: VideoSpec = {
  ...{ topic: "Rain", seconds: 60, aspect: "9:16", size: "1080p", voice: "en-us", seed: 4, complexity: "simple" },
  publish: {
    privacy: "public",
    publishAt: "2027-01-01T00:00:00Z",
    containsSyntheticMedia: true,
    selfDeclaredMadeForKids: false,
    description: "What rain is.",
    tags: ["rain"],
    notes: ["Made with synthetic media."],
  },
  look: { brand: { intro: "Science Daily" } },
  script: { source: "model", tone: "warm" },
  narration: { mode: "own", recordingKey: "uploads/a.wav" },
};
const made = { scriptKey: "scripts/a.json", mediaKey: "media/a.json" };

test("another language keeps shape and pictures, and leaves words of the old one, recording and date behind", () => {
  const german = localised(spec, made, { language: "de-AT" });
  expect(german).toMatchObject({ language: "de-AT", voice: "de", aspect: "9:16", seed: 4 });
  expect(german.reuse).toEqual({ translateKey: "scripts/a.json", mediaKey: "media/a.json" });
  const { description: _, tags: __, ...publish } = spec.publish;
  expect(german.publish).toEqual({ ...publish, privacy: "private", publishAt: null });
  expect(german.look).toEqual(spec.look);
  expect(german).not.toHaveProperty("script");
  expect(german).not.toHaveProperty("narration");
});

test("a voice that speaks every language stays, one of a language does not", () => {
  expect(localised({ ...spec, voice: "openai:alloy" }, made, { language: "fr" }).voice).toBe("openai:alloy");
  expect(localised({ ...spec, voice: "google:en-US-Wavenet-B" }, made, { language: "fr" }).voice).toBe("fr-fr");
  expect(localised(spec, made, { language: "fr", voice: "elevenlabs:x" }).voice).toBe("elevenlabs:x");
});

test("a translation of one's own is the script; the same language again is refused", () => {
  const own = localised(spec, made, { language: "es", scriptKey: "uploads/es.txt" });
  expect(own).toMatchObject({
    script: { source: "own", ownKey: "uploads/es.txt" },
    reuse: { mediaKey: "media/a.json" },
  });
  expect(() => localised(spec, made, { language: "en-GB" })).toThrow(/already/);
});
