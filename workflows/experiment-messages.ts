import { defineQuery, defineSignal } from "@temporalio/workflow";
import type { VariantTotal } from "../domain/channel/experiment-rules.ts";

export interface ExperimentStatusAnswer {
  /** Shown now; from 0. */
  readonly variant: number;
  readonly round: number;
  /** ISO instant of the next change; null while it waits for something else. */
  readonly nextChangeAt: string | null;
  readonly waitsFor: string | null;
  readonly totals: readonly VariantTotal[];
}

/** Ends the test; what was there before comes back. */
export const stopExperimentSignal = defineSignal<[{ readonly reason: string }]>("stop");
/** What a person had to mend is mended. */
export const resumeExperimentSignal = defineSignal("resume");
export const experimentStatusQuery = defineQuery<ExperimentStatusAnswer>("status");
