import { asksLanguageModel, type InstalledProviders, speaks, speechProviderOf } from "./providers.ts";
import type { PricedSpec } from "./price-book.ts";
import { estimateScriptTokens } from "../script/estimate.ts";
import type { Usage } from "../video/production.ts";
import { canvasOf, type Stage } from "../video/video.ts";

export interface StageUsage extends Usage {
  readonly stage: Stage;
}

/**
 * What each stage is expected to use, from the spec alone. The constants are medians over videos of several lengths and
 * sizes, between two machines; `calibration.ts` corrects them by what the installation itself was seen to use.
 */

/** Spoken words of a second of video, its pauses included, and what they come to. */
const WORDS_PER_SECOND = 2.6;
const CHARACTERS_PER_WORD = 5.2;
const SECONDS_PER_SCENE = 8;

/** CPU-seconds: a part for every piece of work, and a part for each million pixels of it. */
const DRAW_PER_MEGAPIXEL = 0.15;
const RENDER = { perSecond: 0.015, perMegapixelSecond: 0.15 };
const MIX = { fixed: 0.05, perSecond: 0.015 };
const ASSEMBLE = { fixed: 0.3, perSecond: 0.003 };
const INSPECT = { perSecond: 0.01, perMegapixelSecond: 0.035 };
/** Denoise, sharpen and colour of the premium look, times the plain encoding. */
const PREMIUM = 3;

export function expectedUsage(spec: PricedSpec, installed: InstalledProviders): StageUsage[] {
  const { seconds, complexity } = spec;
  const { width, height } = canvasOf(spec);
  const megapixels = (width * height) / 1_000_000;
  const scenes = Math.max(1, Math.round(seconds / SECONDS_PER_SCENE));
  const render = seconds * (RENDER.perSecond + RENDER.perMegapixelSecond * megapixels);
  return [
    ...scriptTokens(spec, installed),
    ...speechCharacters(spec),
    ...(spec.reuse?.mediaKey === undefined ? [cpu("media", "draw", scenes * DRAW_PER_MEGAPIXEL * megapixels)] : []),
    cpu("render", "render", render * (complexity === "premium" ? PREMIUM : 1)),
    cpu("render", "mix", MIX.fixed + MIX.perSecond * seconds),
    cpu("render", "assemble", ASSEMBLE.fixed + ASSEMBLE.perSecond * seconds),
    cpu("qa", "inspect", seconds * (INSPECT.perSecond + INSPECT.perMegapixelSecond * megapixels)),
    { stage: "upload", service: "youtube", operation: "upload", units: 1, unit: "call" },
  ];
}

function cpu(stage: StageUsage["stage"], operation: string, units: number): StageUsage {
  return { stage, service: "cpu", operation, units, unit: "cpu_second" };
}

function scriptTokens(spec: PricedSpec, installed: InstalledProviders): StageUsage[] {
  if (!asksLanguageModel(spec, installed)) return [];
  const { input, output } = estimateScriptTokens(spec).expected;
  const tokens = { stage: "script", service: "openai", unit: "token" } as const;
  return [
    { ...tokens, operation: "input", units: input },
    { ...tokens, operation: "output", units: output },
  ];
}

function speechCharacters(spec: PricedSpec): StageUsage[] {
  if (!speaks(spec)) return [];
  const units = spec.seconds * WORDS_PER_SECOND * CHARACTERS_PER_WORD;
  return [{ stage: "narration", service: "tts", operation: speechProviderOf(spec.voice), units, unit: "character" }];
}
