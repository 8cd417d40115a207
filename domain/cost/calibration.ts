import { asksLanguageModel, type InstalledProviders, speaks, speechProviderOf } from "./providers.ts";
import { expectedUsage, type StageUsage } from "./usage.ts";
import type { PricedSpec } from "./price-book.ts";

/** What a finished video asked for and what the first attempts of its stages used. */
export interface CostSample {
  readonly spec: PricedSpec;
  readonly used: readonly StageUsage[];
}

/** How this installation differs from the model: faster cores, wordier models, work that the model does not know. */
export interface Calibration {
  /** Used by modelled, by `usageKey`. */
  readonly factors: ReadonlyMap<string, number>;
  /** Units for each second of video, of what the model does not name. */
  readonly perSecond: readonly StageUsage[];
  readonly samples: number;
}

export const UNCALIBRATED: Calibration = { factors: new Map(), perSecond: [], samples: 0 };

/** Fewer say more about themselves than about the installation. */
const SAMPLES_MIN = 3;

/** Learns from videos like the asked one; with too few of them the speed of the machine still comes from any. */
export function calibrate(
  spec: PricedSpec,
  samples: readonly CostSample[],
  installed: InstalledProviders,
): Calibration {
  const alike = samples.filter((sample) => isAlike(sample.spec, spec, installed));
  if (alike.length >= SAMPLES_MIN) {
    return {
      factors: factorsOf(alike, installed, () => true),
      perSecond: unmodelled(alike, installed),
      samples: alike.length,
    };
  }
  if (samples.length < SAMPLES_MIN) return UNCALIBRATED;
  const factors = factorsOf(samples, installed, ({ service }) => service === "cpu");
  return { factors, perSecond: [], samples: samples.length };
}

/** What is compared and corrected together. */
export function usageKey({ stage, service, operation, unit }: Omit<StageUsage, "units">): string {
  return [stage, service, operation, unit].join(" ");
}

function isAlike(one: PricedSpec, other: PricedSpec, installed: InstalledProviders): boolean {
  return classOf(one, installed) === classOf(other, installed);
}

function classOf(spec: PricedSpec, installed: InstalledProviders): string {
  const speech = speaks(spec) ? speechProviderOf(spec.voice) : "none";
  const media = (spec.media?.sources ?? []).toSorted().join("+");
  return [spec.size, spec.aspect, spec.complexity, asksLanguageModel(spec, installed), speech, media].join(" ");
}

function factorsOf(
  samples: readonly CostSample[],
  installed: InstalledProviders,
  counts: (usage: StageUsage) => boolean,
): Map<string, number> {
  const ratios = new Map<string, number[]>();
  for (const { spec, used } of samples) {
    const sums = sumsByKey(used);
    for (const modelled of expectedUsage(spec, installed)) {
      const units = sums.get(usageKey(modelled)) ?? 0;
      // Nothing used is a result found again, which says nothing about making it.
      if (units === 0 || modelled.units === 0 || !counts(modelled)) continue;
      const known = ratios.get(usageKey(modelled)) ?? [];
      ratios.set(usageKey(modelled), [...known, units / modelled.units]);
    }
  }
  return new Map([...ratios].flatMap(([key, all]) => (all.length < SAMPLES_MIN ? [] : [[key, median(all)]])));
}

/** Work that most of the videos did and the model does not name. */
function unmodelled(samples: readonly CostSample[], installed: InstalledProviders): StageUsage[] {
  const rates = new Map<string, { readonly first: StageUsage; readonly perSecond: number[] }>();
  for (const { spec, used } of samples) {
    const modelled = new Set(expectedUsage(spec, installed).map((usage) => usageKey(usage)));
    const sums = sumsByKey(used);
    for (const usage of new Map(used.map((each) => [usageKey(each), each])).values()) {
      const key = usageKey(usage);
      if (modelled.has(key)) continue;
      const known = rates.get(key) ?? { first: usage, perSecond: [] };
      known.perSecond.push((sums.get(key) ?? 0) / spec.seconds);
      rates.set(key, known);
    }
  }
  return [...rates.values()]
    .filter(({ perSecond }) => perSecond.length * 2 > samples.length)
    .map(({ first, perSecond }) => ({ ...first, units: median(perSecond) }));
}

function sumsByKey(used: readonly StageUsage[]): Map<string, number> {
  const sums = new Map<string, number>();
  for (const usage of used) sums.set(usageKey(usage), (sums.get(usageKey(usage)) ?? 0) + usage.units);
  return sums;
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  const middle = sorted.length / 2;
  return ((sorted[Math.floor(middle)] ?? 0) + (sorted[Math.ceil(middle) - 1] ?? 0)) / 2;
}
