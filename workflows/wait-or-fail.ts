import { ApplicationFailure } from "@temporalio/common";
import type { WaitingFor } from "../domain/video/generation.ts";
import type { Clock } from "./clock.ts";
import type { FailureDetails } from "./failures.ts";
import type { StageCause, StageParking } from "./stage.ts";

/** For a stage that nobody resumes: what time heals is waited for, what a person must mend ends the run with its remedy. */
export function waitOrFail(clock: Clock): StageParking {
  return {
    async park({ kind, remedy, until }: WaitingFor, { code, message }: StageCause) {
      if (until !== null) return clock.waitUntil(Date.parse(until), `waits for ${kind}`);
      const details: FailureDetails = { remedy, field: null, retryAfterMs: null };
      throw ApplicationFailure.create({ message, type: code, nonRetryable: true, details: [details] });
    },
  };
}
