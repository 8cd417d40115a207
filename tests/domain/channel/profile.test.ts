import { expect, test } from "vitest";
import { completeSpec } from "../../../domain/channel/defaults.ts";
import { changedSettings, layerOfChannel } from "../../../domain/channel/profile.ts";

const EMPTY = { personality: {}, strategy: {}, monetization: {}, brand: {} };

test("a channel without settings asks for nothing", () => {
  expect(layerOfChannel(EMPTY)).toStrictEqual({});
});

test("a channel's settings steer script, voice, look and publishing", () => {
  const layer = layerOfChannel({
    personality: {
      tone: "dry",
      catchPhrases: ["So."],
      language: "de",
      voice: "de",
      pronunciations: [{ word: "a", say: "b" }],
    },
    strategy: {
      ...{ seconds: 45, aspect: "9:16", structure: "countdown", keywords: ["sea"], mediaSources: ["pexels"] },
      ...{
        captions: "box",
        transition: "cut",
        music: { source: "none" },
        privacy: "public",
        madeForKids: true,
        tags: ["x"],
      },
    },
    monetization: { disclosure: "Made with synthetic media.", affiliateNote: "We earn from links." },
    brand: { base: "12405f", logoKey: "uploads/x.png" },
  });
  expect(completeSpec("Tides", [layer])).toMatchObject({
    ...{ seconds: 45, aspect: "9:16", voice: "de", language: "de", music: { source: "none" } },
    script: { source: "auto", structure: "countdown", tone: "dry", catchPhrases: ["So."], keywords: ["sea"] },
    narration: { mode: "speech", pronunciations: [{ word: "a", say: "b" }] },
    media: { sources: ["pexels"] },
    look: { captions: "box", transition: "cut", brand: { base: "12405f", logoKey: "uploads/x.png" } },
    publish: {
      ...{ privacy: "public", selfDeclaredMadeForKids: true, tags: ["x"] },
      notes: ["Made with synthetic media.", "We earn from links."],
    },
  });
});

test("what was kept before settings had a shape asks for nothing where it fits none", () => {
  const kept = { tone: ["dry"], audience: 7, mood: "blue", catch_phrases: "So.", language: "" };
  const strategy = { seconds: 3, aspect: "4:3", captions: true, music: "loud", media_sources: ["vhs"] };
  expect(layerOfChannel({ ...EMPTY, personality: kept, strategy })).toStrictEqual({});
  expect(layerOfChannel({ ...EMPTY, personality: { catch_phrases: ["So."] } })).toStrictEqual({
    script: { catchPhrases: ["So."] },
  });
});

test("a change adds, replaces, and takes away by null; what it does not name stays", () => {
  const stored = { tone: "dry", mood: "blue", catch_phrases: ["So."] };
  expect(changedSettings(stored, { tone: null, catchPhrases: ["Well."], audience: "all" })).toStrictEqual({
    mood: "blue",
    catchPhrases: ["Well."],
    audience: "all",
  });
});
