import type { Database } from "../db/client.ts";
import { inTransaction } from "../db/client.ts";
import { beginStage, endStage, raiseCap } from "../db/queries/costs.ts";
import { enqueueError } from "../db/queries/error-queue.ts";
import { consumeGrant } from "../db/queries/grants.ts";
import { recordArtifacts, recordDecision } from "../db/queries/videos.ts";
import { AppError } from "../domain/errors.ts";
import type { Decision } from "../domain/generation.ts";
import { type PriceBook, priceUsage, worstCase } from "../domain/price-book.ts";
import { workflowPrincipal } from "../domain/principal.ts";
import type { Usage } from "../domain/production.ts";
import { type Stage, type VideoSpec, generateWorkflowId } from "../domain/video.ts";

export interface StageDeps {
  readonly db: Database;
  readonly priceBook: PriceBook;
  /** Which provider each paid stage uses, by the keys that are configured: prices differ. */
  readonly providers: Providers;
}

export interface Providers {
  readonly script: "template" | "openai";
  readonly narration: "espeak";
}

export interface StageAttempt {
  readonly videoId: string;
  readonly stage: Stage;
  /** From 1; lost attempts count here, so that each has a reservation of its own. */
  readonly attempt: number;
}

export interface BeginStageInput extends StageAttempt {
  readonly spec: VideoSpec;
  readonly stageCapMicroUsd: number;
}

export interface EndStageInput extends StageAttempt {
  readonly outcome: "completed" | "failed" | "lost" | "cancelled";
  readonly usage: readonly Usage[];
  readonly error?: { readonly code: string; readonly message: string };
}

const today = () => new Date().toISOString().slice(0, 10);

/** The ledger around each stage, what it made, and what people decided; all idempotent by their keys. */
export function createStageActivities({ db, priceBook, providers }: StageDeps) {
  return {
    /** Reserves the worst case of this attempt, or says that the cap forbids it. */
    async beginStage({ spec, stageCapMicroUsd, ...key }: BeginStageInput) {
      const lines = worstCase(priceBook, { stage: key.stage, spec, providers, onDate: today() });
      return beginStage(db, run(key.videoId), { ...key, lines, stageCapMicroUsd });
    },

    /** Settles what the attempt used; an attempt lost with its process is settled at its estimate, as unknown. */
    async endStage({ usage, ...rest }: EndStageInput) {
      const lines = usage.map((each) => priceUsage(priceBook, each, today()));
      return endStage(db, run(rest.videoId), { ...rest, lines });
    },

    async recordArtifacts(input: {
      videoId: string;
      artifacts?: Record<string, string>;
      title?: string;
      score?: number;
      sha256?: string;
      bytes?: number;
      durationMs?: number;
    }): Promise<void> {
      await recordArtifacts(db, run(input.videoId), input);
    },

    /**
     * Reads the grant and does what it allows in one transaction; a message alone moves nothing.
     * Throws AppError `grant_invalid` for a grant that is missing, used, expired or about something else.
     */
    async applyGrant(input: { videoId: string; act: Decision["act"]; grantId: string }): Promise<Decision> {
      const { videoId, act, grantId } = input;
      const principal = run(videoId);
      return inTransaction(db, async (tx) => {
        const decision = decisionOf(act, await consumeGrant(tx, { grantId, act, subjectId: videoId }));
        const { reason, title, capMicroUsd } = decision;
        if (act === "raise_cap") {
          if (capMicroUsd === undefined)
            throw new AppError("grant_invalid", "the grant names no cap", { field: "cap_usd" });
          await raiseCap(tx, principal, { videoId, capMicroUsd, reason });
          return decision;
        }
        const outcome = { approve_video: "approved", reject_video: "rejected", edit_video: "edited" } as const;
        await recordDecision(tx, principal, {
          videoId,
          decision: outcome[act],
          reason,
          ...(title === undefined ? {} : { edits: { title } }),
        });
        return decision;
      });
    },

    async reportError(input: { source: string; eventId: string; payload: unknown; error: string }): Promise<void> {
      await enqueueError(db, run(input.eventId), input);
    },
  };
}

export type StageActivities = ReturnType<typeof createStageActivities>;

function decisionOf(act: Decision["act"], payload: Readonly<Record<string, unknown>>): Decision {
  const { reason, title, capMicroUsd } = payload;
  return {
    act,
    reason: typeof reason === "string" ? reason : "",
    ...(typeof title === "string" ? { title } : {}),
    ...(typeof capMicroUsd === "number" ? { capMicroUsd } : {}),
  };
}

function run(videoId: string) {
  return workflowPrincipal(generateWorkflowId(videoId));
}
