import type { Unbought } from "../clients/speech/unbought.ts";
import { type Database, inTransaction } from "../db/client.ts";
import { beginStage, endStage } from "../db/queries/costs.ts";
import { enqueueError } from "../db/queries/error-queue.ts";
import { findPublication } from "../db/queries/publications.ts";
import { recordVersion } from "../db/queries/video-versions.ts";
import { getVideo, recordArtifacts } from "../db/queries/videos.ts";
import type { LevelShares } from "../domain/cost/cost.ts";
import type { Decision } from "../domain/video/generation.ts";
import type { InstalledProviders } from "../domain/cost/providers.ts";
import { type PriceBook, priceUsages, worstCase } from "../domain/cost/price-book.ts";
import type { Usage } from "../domain/video/production.ts";
import type { VideoEdit } from "../domain/video/video-edits.ts";
import type { Stage, VideoSpec } from "../domain/video/video.ts";
import { callingRunId, callingWorkflow } from "./caller.ts";
import type { EditingDeps } from "./editing.ts";
import { actOnGrant, type GrantInput } from "./granted-acts.ts";
import { wordsToBuy } from "./words-to-buy.ts";

export interface StageDeps {
  readonly db: Database;
  readonly priceBook: PriceBook;
  readonly installed: InstalledProviders;
  /** Where the level of a video's costs changes; left out, at GEN-10's. */
  readonly shares?: LevelShares;
  /** Where the words are that an edit changes. */
  readonly storage: EditingDeps["storage"];
  /** Which words a voice was not paid for yet; left out, all of them. */
  readonly unbought?: Unbought;
}

export interface StageAttempt {
  readonly videoId: string;
  readonly stage: Stage;
  /** From 1; lost attempts count here, so that each has a reservation of its own. The beginning may give another. */
  readonly attempt: number;
}

export interface BeginStageInput extends StageAttempt {
  readonly spec: VideoSpec;
  readonly stageCapMicroUsd: number;
  /** The stage's time limit, which bounds what it computes. */
  readonly timeoutMs: number;
  /** What is spoken, where there is something to speak. */
  readonly scriptKey?: string;
}

export interface EndStageInput extends StageAttempt {
  readonly outcome: "completed" | "failed" | "lost" | "cancelled";
  /** Null where nobody knows what the attempt used. */
  readonly usage: readonly Usage[] | null;
  readonly error?: { readonly code: string; readonly message: string };
}

const today = () => new Date().toISOString().slice(0, 10);

/** The ledger around each stage, what it made, and what people decided; all idempotent by their keys. */
export function createStageActivities({ db, priceBook, installed, storage, shares, unbought }: StageDeps) {
  const levels = shares ? { shares } : {};
  return {
    /**
     * Reserves the worst case of this attempt, or says that the cap forbids it. `reservedCharacters` is what a bought
     * voice may bill in it.
     */
    async beginStage({ spec, stageCapMicroUsd, timeoutMs, scriptKey, ...key }: BeginStageInput) {
      const { stage } = key;
      const words = await wordsToBuy({ storage, unbought }, { stage, spec, scriptKey });
      const lines = worstCase(priceBook, { stage, spec, installed, onDate: today(), timeoutMs, ...words });
      const claimId = `${callingRunId()}/${key.attempt}`;
      const reservation = await beginStage(db, callingWorkflow(), {
        ...key,
        ...levels,
        lines,
        stageCapMicroUsd,
        claimId,
      });
      const { spokenCharacters } = words;
      return { ...reservation, ...(spokenCharacters === undefined ? {} : { reservedCharacters: spokenCharacters }) };
    },

    /** Settles what the attempt used; one that nobody can tell the use of is settled at its estimate, as unknown. */
    async endStage({ usage, ...rest }: EndStageInput) {
      const lines = usage === null ? null : priceUsages(priceBook, usage, today());
      return endStage(db, callingWorkflow(), { ...rest, ...levels, lines });
    },

    /** Attempts of a stage so far: whoever works on the stage again counts on from there. */
    async lastAttempt({ videoId, stage }: { videoId: string; stage: Stage }): Promise<number> {
      const { stages } = await getVideo(db, callingWorkflow(), { videoId });
      return Math.max(0, ...stages.filter((each) => each.stage === stage).map(({ attempt }) => attempt));
    },

    async recordArtifacts(input: {
      videoId: string;
      artifacts?: Record<string, string>;
      title?: string;
      score?: number;
      sha256?: string;
      bytes?: number;
      durationMs?: number;
      /** Of what the score was given to. */
      version?: { version: number; edits: readonly VideoEdit[]; spec: VideoSpec };
    }): Promise<void> {
      const { version, ...artifacts } = input;
      const { videoId, score } = artifacts;
      await inTransaction(db, async (tx) => {
        await recordArtifacts(tx, callingWorkflow(), artifacts);
        if (version === undefined || score === undefined) return;
        await recordVersion(tx, callingWorkflow(), { videoId, score, ...version });
      });
    },

    /**
     * Reads the grant and does what it allows in one transaction; a message alone moves nothing.
     * Throws AppError `grant_invalid` for a grant that is missing, spent, expired or about something else.
     */
    async applyGrant(input: GrantInput): Promise<Decision> {
      return actOnGrant({ db, storage }, input);
    },

    /** Where the platform has the video; null where it was not uploaded. */
    async uploadedAt({ videoId }: { videoId: string }): Promise<string | null> {
      const publication = await findPublication(db, callingWorkflow(), { videoId, platform: "youtube" });
      return publication?.url ?? null;
    },

    async reportError(input: { source: string; eventId: string; payload: unknown; error: string }): Promise<void> {
      await enqueueError(db, callingWorkflow(), input);
    },
  };
}

export type StageActivities = ReturnType<typeof createStageActivities>;
