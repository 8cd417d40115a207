import { describe, expect, it } from "vitest";
import { installedMedia } from "../../../clients/stock-media/settings.ts";
import { brandFault } from "../../../domain/channel/contrast.ts";
import { completeSpec } from "../../../domain/channel/defaults.ts";
import type { BrandChange } from "../../../domain/video/video-settings.ts";

const BUILT_IN = {
  seconds: 60,
  aspect: "16:9",
  size: "1080p",
  voice: "en-us",
  seed: 1,
  complexity: "simple",
  publish: { privacy: "private", publishAt: null, containsSyntheticMedia: true, selfDeclaredMadeForKids: false },
};

describe("a spec", () => {
  it("of a request that asks for nothing holds what it always held", () => {
    expect(completeSpec(" Tides ", [{}, {}])).toStrictEqual({ topic: "Tides", ...BUILT_IN });
  });

  it("takes each field from the highest layer that has it", () => {
    const request = { seconds: 30, look: { captions: "box" as const } };
    const schedule = { seconds: 40, aspect: "9:16" as const, script: { structure: "countdown" } };
    const channel = {
      aspect: "1:1" as const,
      size: "720p" as const,
      script: { structure: "story", tone: "dry" },
      look: { transition: "cut" as const, captions: "plain" as const, brand: { base: "000000" } },
    };
    expect(completeSpec("Tides", [request, schedule, channel])).toMatchObject({
      seconds: 30,
      aspect: "9:16",
      size: "720p",
      script: { source: "auto", structure: "countdown", tone: "dry" },
      look: { captions: "box", transition: "cut", brand: { base: "000000" } },
    });
  });

  it("adds words to a channel's list of pronunciations, and says a word as the request does", () => {
    const words = (...said: readonly [string, string][]) => ({
      narration: { pronunciations: said.map(([word, say]) => ({ word, say })) },
    });
    const { narration } = completeSpec("Tides", [words(["Nguyen", "win"]), words(["nguyen", "noo"], ["GIF", "jif"])]);
    expect(narration).toEqual({
      mode: "speech",
      pronunciations: [
        { word: "Nguyen", say: "win" },
        { word: "GIF", say: "jif" },
      ],
    });
  });

  it("is private until its hour, whatever the channel publishes as", () => {
    const publishAt = "2027-01-01T00:00:00Z";
    const channel = { publish: { privacy: "public" as const } };
    expect(completeSpec("Tides", [channel]).publish.privacy).toBe("public");
    expect(completeSpec("Tides", [{ publish: { publishAt } }, channel]).publish).toMatchObject({
      privacy: "private",
      publishAt,
    });
  });

  it("names the source that a given file means", () => {
    const objectKey = `uploads/${"a".repeat(64)}.png`;
    const request = { script: { ownKey: "k" }, narration: { recordingKey: "r" }, media: { uploads: [{ objectKey }] } };
    const channel = { media: { sources: ["pexels" as const] } };
    expect(completeSpec("Tides", [request, channel])).toMatchObject({
      script: { source: "own", ownKey: "k" },
      narration: { mode: "own", recordingKey: "r" },
      media: { sources: ["upload", "pexels"], uploads: [{ objectKey }] },
    });
  });

  it("names the sources that are set up where nobody above names any, and none where none are", () => {
    const keys = { PEXELS_API_KEY: "key", PIXABAY_API_KEY: "key" };
    const all = installedMedia({ LONGTAKE_MEDIA_FOLDER: "/pictures", ...keys });
    expect(completeSpec("Tides", [{}, {}, all]).media).toEqual({
      sources: ["folder", "pexels", "pixabay", "generated"],
    });
    expect(completeSpec("Tides", [{}, installedMedia(keys)]).media?.sources).toEqual([
      ...["pexels", "pixabay", "generated"],
    ]);
    expect(completeSpec("Tides", [{ media: { sources: ["generated"] } }, {}, all]).media?.sources).toEqual([
      "generated",
    ]);
    expect(completeSpec("Tides", [{}, { media: { sources: ["folder"] } }, all]).media?.sources).toEqual(["folder"]);
    expect(completeSpec("Tides", [{}, {}, installedMedia({})])).toStrictEqual({ topic: "Tides", ...BUILT_IN });
  });
});

describe("the voice", () => {
  it.each([
    [undefined, "en-us"],
    ["en-GB", "en-gb"],
    ["de-AT", "de"],
    ["fr", "fr-fr"],
    ["pt-BR", "pt-br"],
    ["zh-Hans", "cmn"],
    ["es-419", "es-419"],
    ["es-MX", "es-419"],
  ])("of the language %s is %s", (language, voice) => {
    expect(completeSpec("Tides", [language === undefined ? {} : { language }]).voice).toBe(voice);
  });

  it("of a channel is passed over for a video in another language, unless it speaks all of them", () => {
    const spoken = (language: string, channel: object) => completeSpec("Tides", [{ language }, channel]).voice;
    expect(spoken("de", { voice: "en-us+f3", language: "en" })).toBe("de");
    expect(spoken("en-GB", { voice: "en-us+f3", language: "en" })).toBe("en-us+f3");
    expect(spoken("de", { voice: "de+f2" })).toBe("de+f2");
    expect(spoken("de", { voice: "openai:alloy", language: "en" })).toBe("openai:alloy");
  });
});

it("leaves out parts of the channel's brand that a request takes away", () => {
  const channel = { look: { brand: { base: "12405f", intro: "Hello", outro: "Bye", logoKey: "uploads/x.png" } } };
  const lookOf = (brand: BrandChange) => completeSpec("Rain", [{ look: { brand } }, channel]).look;
  expect(lookOf({ intro: null, logoKey: null })).toEqual({ brand: { base: "12405f", outro: "Bye" } });
  const bare = { look: { brand: { intro: "Hello" } } };
  expect(completeSpec("Rain", [{ look: { brand: { intro: null } } }, bare]).look).toEqual({});
});

describe("a brand kit", () => {
  it.each([
    [{}, null],
    [{ base: "eeeeee" }, null],
    [{ base: "777777", text: "888888" }, "text"],
    [{ text: "222222" }, "text"],
    [{ text: "111111", base: "eeeeee" }, null],
    [{ base: "12405f", text: "ffffff", accent: "1b4d70" }, "accent"],
    [{ deep: "000000", accent: "ffd166" }, null],
  ])("%j has at fault: %s", (kit, field) => expect(brandFault(kit)?.field ?? null).toBe(field));
});
