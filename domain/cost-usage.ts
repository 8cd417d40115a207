import { asksLanguageModel, type InstalledProviders, speaks, speechProviderOf } from "./cost-providers.ts";
import type { PricedSpec } from "./price-book.ts";
import type { Usage } from "./production.ts";
import { canvasOf, type Stage } from "./video.ts";

export interface StageUsage extends Usage {
  readonly stage: Stage;
}

/**
 * What each stage is expected to use, from the spec alone. The constants are medians over videos of several lengths and
 * sizes on one machine; `cost-calibration.ts` corrects them by what the installation itself was seen to use.
 */

/** Spoken words of a second of video, its pauses included, and what they come to. */
const WORDS_PER_SECOND = 2.35;
const CHARACTERS_PER_WORD = 6;
const SECONDS_PER_SCENE = 8;

/** A draft as JSON: instructions and schema go in; words, headings and keys come out. */
const PROMPT_TOKENS = 700;
const TOKENS_PER_WORD = 1.4;
const ANSWER_TOKENS_PER_SCENE = 45;
const ANSWER_TOKENS = 220;

/** CPU-seconds: a part for every piece of work, and a part for each million pixels of it. */
const DRAW = { perStill: 0.35, perMegapixel: 0.25 };
const RENDER = { perSecond: 0.08, perMegapixelSecond: 0.19 };
const MIX = { fixed: 0.6, perSecond: 0.075 };
const ASSEMBLE = { fixed: 1.0, perSecond: 0.01 };
const INSPECT = { fixed: 0.8, perSecond: 0.03, perMegapixelSecond: 0.035 };
/** Denoise, sharpen and colour of the premium look, times the plain encoding. */
const PREMIUM = 2.2;

export function expectedUsage(spec: PricedSpec, installed: InstalledProviders): StageUsage[] {
  const { seconds, complexity } = spec;
  const { width, height } = canvasOf(spec);
  const megapixels = (width * height) / 1_000_000;
  const scenes = Math.max(2, Math.round(seconds / SECONDS_PER_SCENE));
  const render = seconds * (RENDER.perSecond + RENDER.perMegapixelSecond * megapixels);
  return [
    ...scriptTokens(spec, installed, scenes),
    ...speechCharacters(spec),
    ...(spec.reuse?.mediaKey === undefined
      ? [cpu("media", "draw", scenes * (DRAW.perStill + DRAW.perMegapixel * megapixels))]
      : []),
    cpu("render", "render", render * (complexity === "premium" ? PREMIUM : 1)),
    cpu("render", "mix", MIX.fixed + MIX.perSecond * seconds),
    cpu("render", "assemble", ASSEMBLE.fixed + ASSEMBLE.perSecond * seconds),
    cpu("qa", "inspect", INSPECT.fixed + seconds * (INSPECT.perSecond + INSPECT.perMegapixelSecond * megapixels)),
    { stage: "upload", service: "youtube", operation: "upload", units: 1, unit: "call" },
  ];
}

function cpu(stage: StageUsage["stage"], operation: string, units: number): StageUsage {
  return { stage, service: "cpu", operation, units, unit: "cpu_second" };
}

function scriptTokens(spec: PricedSpec, installed: InstalledProviders, scenes: number): StageUsage[] {
  if (!asksLanguageModel(spec, installed)) return [];
  const words = spec.seconds * WORDS_PER_SECOND;
  // The original is asked about word by word, and comes back as long.
  const given = spec.reuse?.translateKey === undefined ? 0 : words * TOKENS_PER_WORD;
  const output = ANSWER_TOKENS + scenes * ANSWER_TOKENS_PER_SCENE + words * TOKENS_PER_WORD;
  const tokens = { stage: "script", service: "openai", unit: "token" } as const;
  return [
    { ...tokens, operation: "input", units: PROMPT_TOKENS + given },
    { ...tokens, operation: "output", units: output },
  ];
}

function speechCharacters(spec: PricedSpec): StageUsage[] {
  if (!speaks(spec)) return [];
  const units = spec.seconds * WORDS_PER_SECOND * CHARACTERS_PER_WORD;
  return [{ stage: "narration", service: "tts", operation: speechProviderOf(spec.voice), units, unit: "character" }];
}
