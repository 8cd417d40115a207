import type { Database } from "../db/client.ts";
import {
  type ExperimentRecord,
  finishExperiment,
  getExperiment,
  recordExposure,
  recordOriginal,
} from "../db/queries/experiments.ts";
import { AppError } from "../domain/errors.ts";
import { type Exposure, experimentWorkflowId } from "../domain/channel/experiment-rules.ts";
import { workflowPrincipal } from "../domain/principal.ts";

/** The rows of an experiment; every activity may be repeated. */
export function createExperimentActivities({ db }: { readonly db: Database }) {
  return {
    /** Null until the row is committed, and for ever when that failed: the workflow is started just before. */
    async loadExperiment({ experimentId }: { experimentId: string }): Promise<ExperimentRecord | null> {
      try {
        return await getExperiment(db, workflowPrincipal(experimentWorkflowId(experimentId)), { experimentId });
      } catch (error) {
        if (error instanceof AppError && error.code === "not_found") return null;
        throw error;
      }
    },

    recordOriginal: (input: { experimentId: string; original: string }): Promise<void> => recordOriginal(db, input),

    recordExposure: (input: { experimentId: string; index: number; exposure: Exposure }): Promise<void> =>
      recordExposure(db, input),

    async finishExperiment(input: Parameters<typeof finishExperiment>[2]): Promise<void> {
      await finishExperiment(db, workflowPrincipal(experimentWorkflowId(input.experimentId)), input);
    },
  };
}

export type ExperimentActivities = ReturnType<typeof createExperimentActivities>;
