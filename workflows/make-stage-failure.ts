import { ApplicationFailure } from "@temporalio/common";
import type { FailureDetails } from "./failures.ts";
import type { MakeStageRun } from "./make-stage-run.ts";
import type { StageCause } from "./stage.ts";

/** Ends the run with what a caller can act on. */
export function failWith(run: MakeStageRun, { code, message, remedy, retryAfterMs }: StageCause): never {
  const told =
    code === "cost_cap_reached"
      ? ASK_FOR_LESS
      : (remedy ?? REMEDIES[code] ?? "Mend the cause, then start the stage again.");
  run.fail({ code, message, remedy: told, retryAfterMs });
  const details: FailureDetails = { remedy: told, field: null, retryAfterMs };
  throw ApplicationFailure.create({ message, type: code, nonRetryable: true, details: [details] });
}

/** A draft is not worth a cap of its own, which the common remedy offers. */
const ASK_FOR_LESS = "Ask for less, or raise the stage's costCapUsd in temporal-config.yaml; then start it again.";

/** What a whole video would wait for is for the caller of a stage to do. */
const REMEDIES: Partial<Record<StageCause["code"], string>> = {
  quota_exhausted: "Start the stage again when the quota has been reset.",
  platform_unavailable: "Start the stage again in a few minutes.",
  unavailable: "Start the stage again in a few minutes.",
};
