import { costSamples } from "../db/queries/cost-samples.ts";
import { calibrate, type CostSample } from "../domain/cost/calibration.ts";
import { type CostEstimate, estimateVideo } from "../domain/cost/estimate.ts";
import type { PricedSpec } from "../domain/cost/price-book.ts";
import type { ApiDependencies } from "./dependencies.ts";
import { installedIn } from "../clients/language-model/settings.ts";

export interface CostEstimator {
  /** What the video would cost if it were queued now. */
  now(spec: PricedSpec): Promise<CostEstimate>;
  /** What was to be expected at that moment: by its prices and by the videos that were finished then. */
  at(spec: PricedSpec, moment: Date): Promise<CostEstimate>;
}

/** What an estimate stands on changes with each finished video; many that are queued at once ask together. */
const SAMPLES_KEPT_MS = 1_000;

export function createCostEstimator(
  deps: Pick<ApiDependencies, "db" | "environment" | "priceBook" | "settings">,
): CostEstimator {
  const installed = installedIn(deps.environment);
  let kept: { readonly untilMs: number; readonly samples: readonly CostSample[] } | null = null;

  function estimate(spec: PricedSpec, samples: readonly CostSample[], moment: Date): CostEstimate {
    const calibration = calibrate(spec, samples, installed);
    const onDate = moment.toISOString().slice(0, 10);
    return estimateVideo(deps.priceBook, { spec, installed, calibration, onDate, stages: deps.settings.stages });
  }

  return {
    async now(spec) {
      const now = new Date();
      if (kept === null || kept.untilMs <= now.getTime()) {
        kept = { untilMs: now.getTime() + SAMPLES_KEPT_MS, samples: await costSamples(deps.db, { before: now }) };
      }
      return estimate(spec, kept.samples, now);
    },
    async at(spec, moment) {
      return estimate(spec, await costSamples(deps.db, { before: moment }), moment);
    },
  };
}
