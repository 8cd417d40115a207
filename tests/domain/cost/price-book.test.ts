import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { loadPriceBook } from "../../../clients/price-book.ts";
import { loadSettings, settingsPath } from "../../../config.ts";
import { STAGE_CAPS_MICRO_USD, sumMicroUsd } from "../../../domain/cost/cost.ts";
import {
  baseEstimateMicroUsd,
  type PricedSpec,
  priceUsage,
  priceUsages,
  worstCase,
} from "../../../domain/cost/price-book.ts";
import { COMPLEXITIES, type Stage, STAGES } from "../../../domain/video/video.ts";

const TEXT = readFileSync(new URL("../../../assets/price-book.yaml", import.meta.url), "utf8");
const BOOK = loadPriceBook(TEXT);
const SETTINGS = loadSettings(settingsPath({}));
const ON_DATE = "2026-11-21";
const SPEC = {
  topic: "How tides work",
  seed: 7,
  seconds: 60,
  size: "1080p",
  aspect: "16:9",
  complexity: "simple",
  voice: "en-us",
} as const;

function worstOf(stage: Stage, spec: Partial<PricedSpec> = {}, languageModel = false): number {
  const { timeoutMs } = SETTINGS.stages[stage];
  const input = { stage, spec: { ...SPEC, ...spec }, installed: { languageModel }, onDate: ON_DATE, timeoutMs };
  return sumMicroUsd(worstCase(BOOK, input));
}

test.each([
  [{ service: "cpu", operation: "render", units: 3_600, unit: "cpu_second" }, 50_000],
  [{ service: "cpu", operation: "qa", units: 0.01, unit: "cpu_second" }, 1],
  [{ service: "tts", operation: "espeak-ng", units: 1_400, unit: "character" }, 0],
  [{ service: "tts", operation: "openai", units: 1_400, unit: "character" }, 21_000],
  [{ service: "tts", operation: "elevenlabs", units: 1_400, unit: "character" }, 140_000],
  [{ service: "tts", operation: "google", units: 1_400, unit: "character" }, 42_000],
  [{ service: "tts", operation: "an engine without a price", units: 1_400, unit: "character" }, 140_000],
  [{ service: "openai", operation: "input", units: 2_000, unit: "token" }, 300],
  [{ service: "openai", operation: "output", units: 1_500, unit: "token" }, 900],
  [{ service: "openai", operation: "moderation", units: 1, unit: "call" }, 0],
  [{ service: "pexels", operation: "search", units: 3, unit: "call" }, 0],
  [{ service: "pixabay", operation: "download", units: 1_000_000, unit: "byte" }, 0],
  [{ service: "storage", operation: "store", units: 10_000_000, unit: "byte" }, 230],
  [{ service: "youtube", operation: "upload", units: 1, unit: "call" }, 0],
])("prices %j at %i micro-dollars", (usage, microUsd) => {
  expect(priceUsage(BOOK, usage, ON_DATE).microUsd).toBe(microUsd);
});

test("a price holds from its first day to the day before its end", () => {
  const rates = TEXT.replace(
    "usd: 0.05, perUnits: 3600, from: 2025-01-01,",
    "usd: 0.05, perUnits: 3600, from: 2025-01-01, until: 2026-01-01,",
  );
  const book = loadPriceBook(rates);
  const usage = { service: "cpu", operation: "render", units: 1, unit: "cpu_second" };
  expect(priceUsage(book, usage, "2025-12-31").microUsd).toBe(14);
  expect(() => priceUsage(book, usage, "2026-01-01")).toThrow(/no price on 2026-01-01 for a cpu_second of cpu/);
  expect(() => priceUsage(book, { ...usage, units: -1 }, "2025-12-31")).toThrow(/units of cpu ≥ 0, got -1/);
});

test("many small uses are rounded up once, and never mixed with another operation", () => {
  const piece = (operation: string) => ({ service: "cpu", operation, units: 0.02, unit: "cpu_second" });
  const pieces = [...Array.from({ length: 30 }, () => piece("render")), piece("mix")];
  expect(priceUsages(BOOK, pieces, ON_DATE)).toMatchObject([
    { operation: "render", microUsd: 9 },
    { operation: "mix", microUsd: 1 },
  ]);
});

test("an offline minute costs at most a tenth of its cap", () => {
  const offline = STAGES.reduce((sum, stage) => sum + worstOf(stage), 0);
  expect(offline).toBeGreaterThan(0);
  expect(offline).toBeLessThan(300_000);
});

test("an attempt may compute for as long as the settings let it, on every core it can use", () => {
  const input = {
    spec: { ...SPEC, complexity: "complex" },
    installed: { languageModel: false },
    onDate: ON_DATE,
  } as const;
  const lines = (timeoutMs: number) => worstCase(BOOK, { ...input, stage: "render", timeoutMs });
  expect(lines(300_000)).toMatchObject([{ service: "gpu", units: 300 }, { service: "cpu", units: 1_200 }, {}]);
  expect(lines(600_000)).toMatchObject([{ service: "gpu", units: 600 }, { service: "cpu", units: 2_400 }, {}]);
});

test("ten minutes with a language model and a voice of OpenAI pass no stage's cap", () => {
  for (const complexity of COMPLEXITIES) {
    const worst = STAGES.map((stage) => worstOf(stage, { seconds: 600, voice: "openai:alloy", complexity }, true));
    expect(worst.every((each, index) => each <= STAGE_CAPS_MICRO_USD[STAGES[index] ?? "qa"])).toBe(true);
  }
});

describe("the worst case follows who is asked", () => {
  test.each([
    ["elevenlabs:rachel", 90, true],
    ["elevenlabs:rachel", 100, false],
    ["google:en-US-Neural2-A", 300, true],
    ["google:en-US-Neural2-A", 340, false],
    ["en-us+f3", 600, true],
  ])("a voice of %s for %i s fits the $0.20 of narration: %s", (voice, seconds, fits) => {
    expect(worstOf("narration", { voice, seconds }) <= STAGE_CAPS_MICRO_USD.narration).toBe(fits);
  });

  test("the words that are there count, whatever length was asked for", () => {
    const narration = {
      stage: "narration",
      installed: { languageModel: false },
      onDate: ON_DATE,
      timeoutMs: 0,
    } as const;
    const spec = { ...SPEC, voice: "elevenlabs:rachel", seconds: 60 };
    const speech = (spokenCharacters: number) =>
      worstCase(BOOK, { ...narration, spec, spokenCharacters }).find(({ service }) => service === "tts");
    expect(speech(20_000)).toMatchObject({ units: 20_000, microUsd: 2_000_000 });
    expect(speech(400)).toMatchObject({ units: 400, microUsd: 40_000 });
  });

  test.each([
    ["a recording of one's own", { narration: { mode: "own" } }],
    ["silence", { narration: { mode: "silent" } }],
  ] as const)("%s buys no speech", (_, spec) => {
    expect(worstOf("narration", { voice: "elevenlabs:rachel", ...spec })).toBe(worstOf("narration"));
  });

  test.each([
    ["auto, without a language model", undefined, false, false],
    ["auto, with one", undefined, true, true],
    ["a template, whatever is there", "template", true, false],
    ["a model, asked for by name", "model", false, true],
    ["a script of one's own", "own", true, false],
  ] as const)("%s", (_, source, languageModel, pays) => {
    const spec = source === undefined ? {} : { script: { source } };
    expect(worstOf("script", spec, languageModel) > worstOf("script")).toBe(pays);
  });

  test("a translation buys words, and words taken over are free", () => {
    expect(worstOf("script", { reuse: { translateKey: "scripts/a.json" } })).toBeGreaterThan(worstOf("script"));
    expect(worstOf("script", { reuse: { scriptKey: "scripts/a.json" } }, true)).toBe(worstOf("script"));
  });
});

test("the base model of a video is that of the requirements", () => {
  expect(BOOK.baseModelMicroUsd).toEqual({
    openai: 400_000,
    tts: 200_000,
    gpu: 300_000,
    storage: 100_000,
    api: 150_000,
    overhead: 200_000,
  });
  expect(baseEstimateMicroUsd(BOOK)).toBe(1_350_000);
});

describe("loading", () => {
  test.each([
    ["a negative price", TEXT.replace("usd: 0.05", "usd: -1"), "prices.0.usd"],
    ["a price without its source", TEXT.replace(/source: "[^"]*", /, ""), "prices.0.source"],
    ["a paid price for any unit", TEXT.replace('unit: "*", usd: 0,', 'unit: "*", usd: 1,'), "prices.3.unit"],
    [
      "an end before the beginning",
      TEXT.replace("from: 2025-01-01,", "from: 2025-01-01, until: 2024-01-01,"),
      "prices.0.until",
    ],
    ["an unknown word", TEXT.replace("version:", "verzion:"), "version"],
  ])("refuses %s and names its path", (_, text, field) => {
    expect(() => loadPriceBook(text)).toThrow(expect.objectContaining({ code: "invalid_input", field }));
  });
});
