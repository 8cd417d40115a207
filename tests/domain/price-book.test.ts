import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { loadPriceBook } from "../../activities/price-book.ts";
import { STAGE_CAPS_MICRO_USD, sumMicroUsd } from "../../domain/cost.ts";
import { baseEstimateMicroUsd, priceUsage, worstCase } from "../../domain/price-book.ts";
import { COMPLEXITIES, STAGES } from "../../domain/video.ts";

const TEXT = readFileSync(new URL("../../assets/price-book.yaml", import.meta.url), "utf8");
const BOOK = loadPriceBook(TEXT);
const ON_DATE = "2026-11-21";
const OFFLINE = { script: "template", narration: "espeak" } as const;
const PAID = { script: "openai", narration: "openai" } as const;

test.each([
  [{ service: "cpu", operation: "render", units: 3_600, unit: "cpu_second" }, 50_000],
  [{ service: "cpu", operation: "qa", units: 0.01, unit: "cpu_second" }, 1],
  [{ service: "tts", operation: "espeak-ng", units: 1_400, unit: "character" }, 0],
  [{ service: "tts", operation: "speech", units: 1_400, unit: "character" }, 21_000],
  [{ service: "openai", operation: "input", units: 2_000, unit: "token" }, 300],
  [{ service: "openai", operation: "output", units: 1_500, unit: "token" }, 900],
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

test("an offline minute costs at most a tenth of its cap, and a paid one passes no stage's cap", () => {
  const total = (providers: typeof OFFLINE | typeof PAID, complexity: (typeof COMPLEXITIES)[number], seconds: number) =>
    STAGES.map((stage) =>
      sumMicroUsd(worstCase(BOOK, { stage, spec: { seconds, complexity, topic: "t" }, providers, onDate: ON_DATE })),
    );
  const offline = total(OFFLINE, "simple", 60).reduce((sum, each) => sum + each, 0);
  expect(offline).toBeGreaterThan(0);
  expect(offline).toBeLessThan(300_000);
  for (const complexity of COMPLEXITIES) {
    const caps = STAGES.map((stage) => STAGE_CAPS_MICRO_USD[stage]);
    expect(total(PAID, complexity, 600).every((estimate, index) => estimate <= (caps[index] ?? 0))).toBe(true);
  }
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
