import { type Database, inTransaction, type Transaction } from "../db/client.ts";
import { beginStage, endStage, raiseCap } from "../db/queries/costs.ts";
import { enqueueError } from "../db/queries/error-queue.ts";
import { consumeGrant } from "../db/queries/grants.ts";
import { recordArtifacts, recordDecision } from "../db/queries/videos.ts";
import { AppError } from "../domain/errors.ts";
import type { Decision } from "../domain/generation.ts";
import type { InstalledProviders } from "../domain/cost-providers.ts";
import { type PriceBook, priceUsages, worstCase } from "../domain/price-book.ts";
import { type Principal, workflowPrincipal } from "../domain/principal.ts";
import type { Usage } from "../domain/production.ts";
import { type Stage, type VideoSpec, generateWorkflowId } from "../domain/video.ts";

export interface StageDeps {
  readonly db: Database;
  readonly priceBook: PriceBook;
  readonly installed: InstalledProviders;
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

export interface GrantInput {
  readonly videoId: string;
  readonly act: Decision["act"];
  readonly grantId: string;
  /** The workflow update that acts: repeated after a crash, it finds what it had done. */
  readonly consumer: string;
}

const today = () => new Date().toISOString().slice(0, 10);

/** The ledger around each stage, what it made, and what people decided; all idempotent by their keys. */
export function createStageActivities({ db, priceBook, installed }: StageDeps) {
  return {
    /** Reserves the worst case of this attempt, or says that the cap forbids it. */
    async beginStage({ spec, stageCapMicroUsd, ...key }: BeginStageInput) {
      const lines = worstCase(priceBook, { stage: key.stage, spec, installed, onDate: today() });
      return beginStage(db, run(key.videoId), { ...key, lines, stageCapMicroUsd });
    },

    /** Settles what the attempt used; an attempt lost with its process is settled at its estimate, as unknown. */
    async endStage({ usage, ...rest }: EndStageInput) {
      const lines = priceUsages(priceBook, usage, today());
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
     * Throws AppError `grant_invalid` for a grant that is missing, spent, expired or about something else.
     */
    async applyGrant(input: GrantInput): Promise<Decision> {
      const { videoId, act, grantId, consumer } = input;
      return inTransaction(db, async (tx) => {
        const grant = await consumeGrant(tx, { grantId, act, subjectId: videoId, consumer });
        const decision = { act, reason: grant.reason, ...changesOf(grant.payload) };
        if (grant.first) await applyDecision(tx, grant.grantee, videoId, decision);
        return decision;
      });
    },

    async reportError(input: { source: string; eventId: string; payload: unknown; error: string }): Promise<void> {
      await enqueueError(db, run(input.eventId), input);
    },
  };
}

export type StageActivities = ReturnType<typeof createStageActivities>;

async function applyDecision(tx: Transaction, grantee: Principal, videoId: string, decision: Decision): Promise<void> {
  const { act, reason, title, capMicroUsd } = decision;
  if (act === "raise_cap") {
    if (capMicroUsd === undefined) throw new AppError("grant_invalid", "the grant names no cap", { field: "cap_usd" });
    return raiseCap(tx, grantee, { videoId, capMicroUsd, reason });
  }
  const words = { approve_video: "approved", reject_video: "rejected", edit_video: "edited" } as const;
  const edits = title === undefined ? {} : { edits: { title } };
  await recordDecision(tx, grantee, { videoId, decision: words[act], reason, ...edits });
}

function changesOf({ title, capMicroUsd }: Readonly<Record<string, unknown>>): Pick<Decision, "title" | "capMicroUsd"> {
  return {
    ...(typeof title === "string" ? { title } : {}),
    ...(typeof capMicroUsd === "number" ? { capMicroUsd } : {}),
  };
}

function run(videoId: string) {
  return workflowPrincipal(generateWorkflowId(videoId));
}
