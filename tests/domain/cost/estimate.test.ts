import { beforeAll, describe, expect, test } from "vitest";
import { readPriceBook } from "../../../clients/price-book.ts";
import { loadSettings, settingsPath } from "../../../config.ts";
import { calibrate, type CostSample, UNCALIBRATED } from "../../../domain/cost/calibration.ts";
import { estimateVideo } from "../../../domain/cost/estimate.ts";
import { expectedUsage, type StageUsage } from "../../../domain/cost/usage.ts";
import { compareWithBaseModel } from "../../../domain/cost/model.ts";
import { csvOf, csvUsd } from "../../../domain/cost/csv.ts";
import { expectedTemplate } from "../../../domain/script/template-drafts.ts";
import { estimateScriptTokens } from "../../../domain/script/estimate.ts";
import type { PriceBook, PricedSpec } from "../../../domain/cost/price-book.ts";

const OFFLINE = { languageModel: false };
const SPEC: PricedSpec = {
  ...{ topic: "How tides work", seed: 7, seconds: 60 },
  ...{ size: "1080p", aspect: "16:9", complexity: "simple", voice: "en-us" },
};
const SETTINGS = loadSettings(settingsPath({}));
const ON_DATE = "2026-11-21";

let book: PriceBook;
beforeAll(async () => {
  book = await readPriceBook();
});

function estimate(spec: Partial<PricedSpec> = {}, languageModel = false, calibration = UNCALIBRATED) {
  return estimateVideo(book, {
    spec: { ...SPEC, ...spec },
    installed: { languageModel },
    calibration,
    onDate: ON_DATE,
    stages: SETTINGS.stages,
  });
}

function stageOf(result: ReturnType<typeof estimate>, stage: string) {
  return result.stages.find((each) => each.stage === stage);
}

describe("an estimate", () => {
  test("of an offline minute is all compute, under a cent, and says that nothing was measured", () => {
    const offline = estimate();
    expect(offline).toMatchObject({ basis: "model", samples: 0 });
    expect(offline.expectedMicroUsd).toBeGreaterThan(100);
    expect(offline.expectedMicroUsd).toBeLessThan(10_000);
    expect(new Set(offline.lines.filter(({ microUsd }) => microUsd > 0).map(({ service }) => service))).toEqual(
      new Set(["cpu"]),
    );
  });

  test("adds up: stages are their lines, the whole is its stages, and no stage expects more than it reserves", () => {
    const paid = estimate({ voice: "elevenlabs:rachel" }, true);
    for (const { stage, expectedMicroUsd, worstMicroUsd } of paid.stages) {
      const lines = paid.lines.filter((line) => line.stage === stage);
      expect(expectedMicroUsd).toBe(lines.reduce((sum, { microUsd }) => sum + microUsd, 0));
      expect(expectedMicroUsd).toBeLessThanOrEqual(worstMicroUsd);
    }
    expect(paid.expectedMicroUsd).toBe(paid.stages.reduce((sum, each) => sum + each.expectedMicroUsd, 0));
    expect(paid.worstMicroUsd).toBe(paid.stages.reduce((sum, each) => sum + each.worstMicroUsd, 0));
  });

  test("follows the voice and the source of the script", () => {
    const narration = (voice: string) => stageOf(estimate({ voice }), "narration")?.expectedMicroUsd ?? 0;
    expect(narration("en-us")).toBe(0);
    expect(narration("elevenlabs:x") / narration("openai:alloy")).toBeCloseTo(100 / 15, 1);
    expect(stageOf(estimate({ script: { source: "template" } }, true), "script")?.expectedMicroUsd).toBe(0);
    expect(stageOf(estimate({}, true), "script")?.expectedMicroUsd).toBeGreaterThan(100);
  });

  test("of a bought voice counts the words of the template, and bills the markup that its service bills", () => {
    const spoken = (spec: Partial<PricedSpec>) =>
      estimate(spec).lines.find(({ service }) => service === "tts")?.units ?? Number.NaN;
    const one = { voice: "openai:alloy", seconds: 30 };
    const sentences = expectedTemplate({ ...SPEC, seconds: 30 }).scenes.flatMap((scene) => scene.sentences);
    expect(spoken(one)).toBe(sentences.join("").length);
    expect(spoken({ ...one, voice: "google:en-US-Neural2-C" })).toBeGreaterThan(
      spoken(one) + 15 * sentences.length - 1,
    );
    expect(spoken({ ...one, seed: 8 })).not.toBe(spoken(one));
    expect(spoken({ ...one, topic: "…" })).toBeCloseTo(30 * 2.6 * 5.2, 5);
    // Whoever brings a text of their own is asked for by length.
    expect(spoken({ ...one, script: { source: "own", ownKey: "uploads/x.md" } })).toBeCloseTo(30 * 2.6 * 5.2, 5);
  });

  test("of a script's tokens is the one that its writer goes by", () => {
    const { expected } = estimateScriptTokens(SPEC);
    const lines = estimate({}, true).lines.filter(({ service }) => service === "openai");
    expect(lines.map(({ operation, units }) => [operation, units])).toEqual([
      ["input", expected.input],
      ["output", expected.output],
    ]);
  });

  test("grows with length, picture and complexity", () => {
    const one = estimate().expectedMicroUsd;
    expect(estimate({ seconds: 120 }).expectedMicroUsd / one).toBeGreaterThan(1.8);
    expect(estimate({ size: "360p" }).expectedMicroUsd).toBeLessThan(one / 1.5);
    expect(estimate({ aspect: "1:1" }).expectedMicroUsd).toBeLessThan(one);
    expect(estimate({ complexity: "premium" }).expectedMicroUsd).toBeGreaterThan(one);
  });
});

describe("calibration", () => {
  /** A finished video that used `times` what the model says, and perhaps something of its own. */
  function sample(times: number, spec: Partial<PricedSpec> = {}, extra: readonly StageUsage[] = []): CostSample {
    const asked = { ...SPEC, ...spec };
    const used = expectedUsage(asked, OFFLINE).map((usage) => ({ ...usage, units: usage.units * times }));
    return { spec: asked, used: [...used, ...extra] };
  }

  test("makes the estimate what videos like it came to, whatever the machine", () => {
    const samples = [sample(1.9, { seconds: 30 }), sample(2), sample(2.1, { seconds: 90 })];
    const measured = estimate({}, false, calibrate(SPEC, samples, OFFLINE));
    expect(measured).toMatchObject({ basis: "measured", samples: 3 });
    expect(measured.expectedMicroUsd / estimate().expectedMicroUsd).toBeCloseTo(2, 1);
  });

  test("is not led astray by one video that was slow, or found everything made already", () => {
    const samples = [sample(2), sample(2), sample(2), sample(40), sample(0)];
    const measured = estimate({}, false, calibrate(SPEC, samples, OFFLINE));
    expect(measured.expectedMicroUsd / estimate().expectedMicroUsd).toBeCloseTo(2, 1);
  });

  test("takes the speed of the machine from other videos, but not their words", () => {
    const samples = [1, 2, 3].map(() => sample(2, { size: "360p", voice: "openai:alloy" }));
    const measured = estimate({ voice: "elevenlabs:x" }, false, calibrate(SPEC, samples, OFFLINE));
    const model = estimate({ voice: "elevenlabs:x" });
    expect(stageOf(measured, "render")?.expectedMicroUsd).toBeGreaterThan(
      1.9 * (stageOf(model, "render")?.expectedMicroUsd ?? 0),
    );
    expect(stageOf(measured, "narration")).toEqual(stageOf(model, "narration"));
  });

  test("learns work that the model does not know of, when most videos did it", () => {
    const clip: StageUsage = { stage: "media", service: "cpu", operation: "clip", units: 720, unit: "cpu_second" };
    const learnt = calibrate(SPEC, [sample(1, {}, [clip]), sample(1, {}, [clip]), sample(1)], OFFLINE);
    expect(estimate({}, false, learnt).expectedMicroUsd).toBe(estimate().expectedMicroUsd + 10_000);
    const seldom = calibrate(SPEC, [sample(1, {}, [clip]), sample(1), sample(1)], OFFLINE);
    expect(estimate({}, false, seldom).expectedMicroUsd).toBe(estimate().expectedMicroUsd);
  });

  test("needs three videos", () => {
    expect(calibrate(SPEC, [sample(2), sample(2)], OFFLINE)).toBe(UNCALIBRATED);
  });
});

test("every service of the ledger stands on one line of the base model", () => {
  const base = { openai: 400_000, tts: 200_000, gpu: 300_000, storage: 100_000, api: 150_000, overhead: 200_000 };
  const spent = [
    { service: "openai", microUsd: 1_000 },
    { service: "youtube", microUsd: 30 },
    { service: "pexels", microUsd: 10 },
    { service: "cpu", microUsd: 800 },
    { service: "something new", microUsd: 20 },
  ];
  const lines = compareWithBaseModel(base, spent, 2);
  expect(lines.map(({ service, actualMicroUsd }) => [service, actualMicroUsd])).toEqual([
    ["openai", 500],
    ["tts", 0],
    ["gpu", 0],
    ["storage", 0],
    ["api", 20],
    ["overhead", 410],
  ]);
  expect(compareWithBaseModel(base, spent, 0).every(({ actualMicroUsd }) => actualMicroUsd === null)).toBe(true);
});

test.each([
  ["=HYPERLINK(1)", "'=HYPERLINK(1)"],
  ["+1", "'+1"],
  ["-2", "'-2"],
  ["@sum", "'@sum"],
  ["\tx", "'\tx"],
  ['say "no", twice', '"say ""no"", twice"'],
  ['=A1,"x"', '"\'=A1,""x"""'],
  ["two\nlines", '"two\nlines"'],
  [-2.5, "-2.5"],
  [null, ""],
])("a CSV cell %j is written %j", (cell, text) => {
  expect(csvOf(["h"], [[cell]])).toBe(`h\r\n${text}\r\n`);
});

test("micro-dollars keep their last digit in dollars", () => {
  expect([csvUsd(412), csvUsd(3_000_000), csvUsd(0)]).toEqual([0.000412, 3, 0]);
});
