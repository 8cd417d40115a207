import { type CostLine, sumMicroUsd } from "./cost.ts";
import { type Calibration, usageKey } from "./calibration.ts";
import { asksLanguageModel, buysSpeech, type InstalledProviders } from "./providers.ts";
import { expectedUsage, type StageUsage } from "./usage.ts";
import { type PriceBook, type PricedSpec, priceUsages, worstCase } from "./price-book.ts";
import { AppError } from "../errors.ts";
import { expectedTemplate } from "../script/template-drafts.ts";
import { scriptCharacters } from "../speech/billing.ts";
import { type Stage, STAGES } from "../video/video.ts";

/** One service's part of a stage: what is expected of it, priced. */
export interface EstimateLine extends CostLine {
  readonly stage: Stage;
}

export interface StageEstimate {
  readonly stage: Stage;
  readonly expectedMicroUsd: number;
  /** What an attempt reserves before it begins; a bought voice reserves by the words, once they are written. */
  readonly worstMicroUsd: number;
}

/** What a video will cost before anything of it is made: one attempt of each stage, no repair. */
export interface CostEstimate {
  readonly expectedMicroUsd: number;
  readonly worstMicroUsd: number;
  readonly stages: readonly StageEstimate[];
  readonly lines: readonly EstimateLine[];
  /** `measured`: corrected by what videos like it used here; `model`: by constants alone. */
  readonly basis: "measured" | "model";
  /** Videos that the correction stands on. */
  readonly samples: number;
}

export interface EstimateInput {
  readonly spec: PricedSpec;
  readonly installed: InstalledProviders;
  readonly calibration: Calibration;
  /** UTC date, `YYYY-MM-DD`: whose prices hold. */
  readonly onDate: string;
  /** Time limits of the stages, by the settings in force. */
  readonly stages: Readonly<Record<Stage, { readonly timeoutMs: number }>>;
}

export function estimateVideo(priceBook: PriceBook, input: EstimateInput): CostEstimate {
  const { spec, installed, calibration, onDate } = input;
  const usage = correctedUsage(input);
  const lines = STAGES.flatMap((stage) => {
    const ofStage = usage.filter((each) => each.stage === stage);
    return priceUsages(priceBook, ofStage, onDate).map((line): EstimateLine => ({ stage, ...line }));
  });
  const stages = STAGES.map((stage): StageEstimate => {
    return {
      stage,
      expectedMicroUsd: sumMicroUsd(lines.filter((line) => line.stage === stage)),
      worstMicroUsd: sumMicroUsd(
        worstCase(priceBook, { stage, spec, installed, onDate, timeoutMs: input.stages[stage].timeoutMs }),
      ),
    };
  });
  return {
    expectedMicroUsd: sumMicroUsd(lines),
    worstMicroUsd: stages.reduce((sum, { worstMicroUsd }) => sum + worstMicroUsd, 0),
    stages,
    lines,
    basis: calibration.samples > 0 ? "measured" : "model",
    samples: calibration.samples,
  };
}

/**
 * The model's use times what this installation was seen to use of it, and what the model does not know of. What a voice
 * bills for a template is counted in its words.
 */
function correctedUsage({ spec, installed, calibration }: EstimateInput): StageUsage[] {
  const spoken = templateCharacters(spec, installed);
  const modelled = expectedUsage(spec, installed).map((usage) => {
    if (usage.service === "tts" && spoken !== null) return { ...usage, units: spoken };
    return { ...usage, units: usage.units * (calibration.factors.get(usageKey(usage)) ?? 1) };
  });
  const known = new Set(modelled.map((usage) => usageKey(usage)));
  const learnt = calibration.perSecond
    .filter((usage) => !known.has(usageKey(usage)))
    .map((usage) => ({ ...usage, units: usage.units * spec.seconds }));
  return [...modelled, ...learnt];
}

/** Billed characters of a template that a bought voice speaks; null where another writes the words. */
function templateCharacters(spec: PricedSpec, installed: InstalledProviders): number | null {
  const isTemplate = spec.script?.source !== "own" && spec.reuse?.scriptKey === undefined;
  if (!buysSpeech(spec) || !isTemplate || asksLanguageModel(spec, installed)) return null;
  try {
    return scriptCharacters(expectedTemplate(spec).scenes, spec.voice, spec.narration?.pronunciations);
  } catch (error) {
    // No template can be written of this topic: the script stage will say so, an estimate is still asked for.
    if (error instanceof AppError && error.code === "invalid_input") return null;
    throw error;
  }
}
