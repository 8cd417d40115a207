import type { CostLine } from "./cost.ts";
import { asksLanguageModel, type InstalledProviders, speaks, speechProviderOf } from "./providers.ts";
import { AppError } from "../errors.ts";
import { estimateScriptTokens, type ScriptSize } from "../script/estimate.ts";
import type { Usage } from "../video/production.ts";
import type { Stage, VideoSpec } from "../video/video.ts";

/** What a unit of a service costs between two dates, and who says so. */
export interface Price {
  readonly service: string;
  /** `*` is every operation that has no price of its own. */
  readonly operation: string;
  /** `*` is any unit, for what is free. */
  readonly unit: string;
  readonly microUsd: number;
  /** Units that `microUsd` buys: 3,600 for a price by the hour in seconds. */
  readonly perUnits: number;
  /** First day on which the price holds, `YYYY-MM-DD`. */
  readonly from: string;
  /** First day on which it no longer holds; null while it does. */
  readonly until: string | null;
  readonly source: string;
  readonly sourceDate: string;
}

export interface PriceBook {
  readonly version: string;
  readonly prices: readonly Price[];
  /** GEN-10: what a video is taken to cost by service before anything is known about it. */
  readonly baseModelMicroUsd: Readonly<Record<string, number>>;
}

/** What of a spec decides its price. */
export type PricedSpec = Pick<
  VideoSpec,
  | "topic"
  | "seed"
  | "seconds"
  | "size"
  | "aspect"
  | "complexity"
  | "voice"
  | "language"
  | "script"
  | "narration"
  | "media"
  | "reuse"
>;

export interface WorstCaseInput {
  readonly stage: Stage;
  readonly spec: PricedSpec;
  readonly installed: InstalledProviders;
  /** UTC date, `YYYY-MM-DD`. */
  readonly onDate: string;
  /** The stage's time limit, by the setting in force: no attempt computes for longer. */
  readonly timeoutMs: number;
  /** What the voice bills for the script; before there is one, the length asked for stands for it. */
  readonly spokenCharacters?: number;
  /** What a translation is made of; before it is read, the length asked for stands for it. */
  readonly original?: ScriptSize;
}

/** Cores that one attempt can keep busy: segments render side by side, the rest is one process. */
const STAGE_CORES: Readonly<Record<Stage, number>> = { script: 1, narration: 1, media: 2, render: 4, qa: 2, upload: 1 };

/** English read fast is 17 characters a second. */
const SPEECH_CHARACTERS_PER_SECOND = 20;

/** The highest bit rate we encode with, 12 Mbit/s, and segments kept beside the whole. */
const STORED_BYTES_PER_SECOND = 2 * 1_500_000;

/** Prices what was used, rounded up to whole micro-dollars. Throws invalid_input when the book has no price for it. */
export function priceUsage(priceBook: PriceBook, usage: Usage, onDate: string): CostLine {
  const { service, operation, units, unit } = usage;
  if (!Number.isFinite(units) || units < 0) {
    throw new AppError("invalid_input", `Expected units of ${service} ≥ 0, got ${units}`, { field: "units" });
  }
  const price = findPrice(priceBook, usage, onDate);
  return { service, operation, units, unit, microUsd: Math.ceil((units * price.microUsd) / price.perUnits) };
}

/** Prices the whole use of each service and operation at once, so that rounding up happens once and not per piece. */
export function priceUsages(priceBook: PriceBook, usages: readonly Usage[], onDate: string): CostLine[] {
  const wholes = Map.groupBy(usages, ({ service, operation, unit }) => `${service} ${operation} ${unit}`);
  return [...wholes.values()].flatMap((parts) => {
    const [first] = parts;
    const units = parts.reduce((sum, part) => sum + part.units, 0);
    return first ? [priceUsage(priceBook, { ...first, units }, onDate)] : [];
  });
}

/** The most that one attempt of the stage can cost by the providers that its spec and this installation name. */
export function worstCase(priceBook: PriceBook, input: WorstCaseInput): CostLine[] {
  return worstUsage(input).map((usage) => priceUsage(priceBook, usage, input.onDate));
}

/** GEN-10: the estimate of a whole video before anything of it is known. */
export function baseEstimateMicroUsd(priceBook: PriceBook): number {
  return Object.values(priceBook.baseModelMicroUsd).reduce((sum, microUsd) => sum + microUsd, 0);
}

function worstUsage({ stage, spec, installed, timeoutMs, spokenCharacters, original }: WorstCaseInput): Usage[] {
  const limitSeconds = timeoutMs / 1000;
  const cpuSeconds = limitSeconds * STAGE_CORES[stage];
  const compute: Usage = { service: "cpu", operation: stage, units: cpuSeconds, unit: "cpu_second" };
  switch (stage) {
    case "script":
      return asksLanguageModel(spec, installed) ? [...scriptTokens(spec, original), compute] : [compute];
    case "narration":
      return speaks(spec) ? [speechCharacters(spec, spokenCharacters), compute] : [compute];
    case "render":
      return [...gpuSeconds(spec, limitSeconds), compute, storedBytes(spec.seconds)];
    case "upload":
      return [{ service: "youtube", operation: "upload", units: 1, unit: "call" }, compute];
    default:
      return [compute];
  }
}

function scriptTokens(spec: PricedSpec, original: ScriptSize | undefined): Usage[] {
  const { input, output } = estimateScriptTokens(spec, original).worst;
  return [
    { service: "openai", operation: "input", units: input, unit: "token" },
    { service: "openai", operation: "output", units: output, unit: "token" },
  ];
}

function speechCharacters({ voice, seconds }: PricedSpec, spokenCharacters: number | undefined): Usage {
  const units = spokenCharacters ?? seconds * SPEECH_CHARACTERS_PER_SECOND;
  return { service: "tts", operation: speechProviderOf(voice), units, unit: "character" };
}

/** Simple videos never take the GPU route; the others may encode there for the stage's whole limit. */
function gpuSeconds({ complexity }: PricedSpec, limitSeconds: number): Usage[] {
  if (complexity === "simple") return [];
  return [{ service: "gpu", operation: "render", units: limitSeconds, unit: "gpu_second" }];
}

function storedBytes(seconds: number): Usage {
  return { service: "storage", operation: "store", units: seconds * STORED_BYTES_PER_SECOND, unit: "byte" };
}

function findPrice(priceBook: PriceBook, { service, operation, unit }: Usage, onDate: string): Price {
  const current = priceBook.prices.filter(
    (price) =>
      price.service === service &&
      (price.unit === unit || price.unit === "*") &&
      price.from <= onDate &&
      (price.until === null || onDate < price.until),
  );
  const price = current.find((each) => each.operation === operation) ?? current.find((each) => each.operation === "*");
  if (price) return price;
  throw new AppError(
    "invalid_input",
    `the price book ${priceBook.version} has no price on ${onDate} for a ${unit} of ${service}`,
    {
      field: `${service}.${operation}`,
      remedy: "Add the price with its source and date to the price book.",
    },
  );
}
