import { and, eq, sql } from "drizzle-orm";
import {
  type CostLine,
  decideReservation,
  type HaltReason,
  type LevelShares,
  mergeLines,
  settleStage,
  type StageOutcome,
  sumMicroUsd,
} from "../../domain/cost/cost.ts";
import type { Halt } from "../../domain/cost/halt.ts";
import { AppError } from "../../domain/errors.ts";
import type { Principal } from "../../domain/principal.ts";
import { type Database, inTransaction, type Transaction } from "../client.ts";
import { pipelineCosts, pipelineStages } from "../schema/index.ts";
import { appendAudit } from "./audit.ts";
import { claimBudgets } from "./budgets.ts";
import { claimAttempt } from "./cost-attempts.ts";
import { uploadHalt } from "./channel-runs.ts";
import { ledgerState, type LedgerState, lockLedger, type StageKey } from "./cost-ledger.ts";

export { raiseCap } from "./cost-cap.ts";
export { costReport } from "./cost-report.ts";

export interface Reservation extends LedgerState {
  readonly decision: "reserved" | "halted";
  /** Null unless money halted it. */
  readonly haltReason: HaltReason | null;
  /** In words, and how long to wait where time ends it; null unless halted. */
  readonly halt: Halt | null;
  /** The one asked for, or the next where another run of the same video has that one. */
  readonly attempt: number;
}

/**
 * Reserves the attempt's worst case and records that the stage began, or says what forbids it and changes
 * nothing. The same claim again is answered without a second reservation, and never with an attempt of another's.
 */
export async function beginStage(
  db: Database | Transaction,
  principal: Principal,
  input: StageKey & {
    readonly lines: readonly CostLine[];
    readonly stageCapMicroUsd: number;
    /** Who asks, `<run id>/<attempt asked for>`; null leaves the attempt's number as the only key. */
    readonly claimId?: string | null;
    readonly shares?: LevelShares;
  },
): Promise<Reservation> {
  const { videoId, stage, stageCapMicroUsd, shares, claimId = null } = input;
  const lines = mergeLines(input.lines);
  requireMicroUsd(lines);
  return inTransaction(db, async (tx) => {
    const video = await lockLedger(tx, principal, input);
    const { capMicroUsd, hasOwnCap } = video;
    const { attempt, isBegun } = await claimAttempt(tx, input, claimId);
    const reserved = { decision: "reserved", haltReason: null, halt: null, attempt } as const;
    if (isBegun) return { ...reserved, ...ledgerState(video, shares) };
    const closed = stage === "upload" ? await uploadHalt(tx, { videoId, channelId: video.channelId }) : null;
    if (closed !== null) {
      return { ...ledgerState(video, shares), decision: "halted", haltReason: null, halt: closed, attempt };
    }
    const verdict = decideReservation({
      stage,
      nowMs: Date.now(),
      video,
      stageExposureMicroUsd: video.stageExposureMicroUsd,
      estimateMicroUsd: sumMicroUsd(lines),
      capMicroUsd,
      hasOwnCap,
      stageCapMicroUsd,
      ...(shares ? { shares } : {}),
      budgets: await claimBudgets(tx, video.channelId, lines),
    });
    if (verdict.decision === "halted") {
      const { haltReason, halt } = verdict;
      return { ...ledgerState(video, shares), decision: "halted", haltReason, halt, attempt };
    }
    await tx.insert(pipelineStages).values({ videoId, stage, attempt, claimId });
    if (lines.length > 0) {
      await tx
        .insert(pipelineCosts)
        .values(
          lines.map(({ microUsd, ...line }) => ({ ...line, videoId, stage, attempt, estimateMicroUsd: microUsd })),
        );
    }
    const reservedMicroUsd = video.reservedMicroUsd + sumMicroUsd(lines);
    await appendAudit(tx, principal, {
      action: "stage.began",
      subject: `video/${videoId}`,
      details: { stage, attempt, estimateMicroUsd: sumMicroUsd(lines) },
    });
    return { ...reserved, ...ledgerState({ ...video, reservedMicroUsd }, shares) };
  });
}

/**
 * Records how the attempt ended and what it cost; its reservation ends with it. The first ending counts, a repeat
 * changes nothing, and so does the end of an attempt that was never begun.
 */
export async function endStage(
  db: Database | Transaction,
  principal: Principal,
  input: StageKey & {
    readonly outcome: StageOutcome;
    /** What was used; null where nobody knows: then the estimate counts. */
    readonly lines: readonly CostLine[] | null;
    readonly shares?: LevelShares;
    readonly error?: { readonly code: string; readonly message: string };
  },
): Promise<LedgerState> {
  const { videoId, stage, attempt, outcome, error, shares } = input;
  requireMicroUsd(input.lines ?? []);
  return inTransaction(db, async (tx) => {
    const video = await lockLedger(tx, principal, input);
    if (video.stageStatus !== "running") return ledgerState(video, shares);
    const ofAttempt = and(
      eq(pipelineCosts.videoId, videoId),
      eq(pipelineCosts.stage, stage),
      eq(pipelineCosts.attempt, attempt),
    );
    const reservedRows = await tx.select().from(pipelineCosts).where(ofAttempt);
    const reserved = reservedRows.map((row) => ({ ...row, microUsd: row.estimateMicroUsd }));
    const settled = settleStage(outcome, reserved, input.lines);
    if (settled.length > 0) {
      await tx
        .insert(pipelineCosts)
        .values(
          settled.map((line) => ({ ...line, videoId, stage, attempt, estimateMicroUsd: 0, settledAt: new Date() })),
        )
        .onConflictDoUpdate({
          target: [
            pipelineCosts.videoId,
            pipelineCosts.stage,
            pipelineCosts.attempt,
            pipelineCosts.service,
            pipelineCosts.operation,
          ],
          set: {
            units: sql`excluded.units`,
            unit: sql`excluded.unit`,
            actualMicroUsd: sql`excluded.actual_micro_usd`,
            overrunMicroUsd: sql`excluded.overrun_micro_usd`,
            state: sql`excluded.state`,
            settledAt: sql`excluded.settled_at`,
            updatedAt: sql`clock_timestamp()`,
          },
        });
    }
    await tx
      .update(pipelineStages)
      .set({
        status: outcome,
        finishedAt: sql`clock_timestamp()`,
        errorCode: error?.code ?? null,
        errorMessage: error?.message ?? null,
      })
      .where(
        and(eq(pipelineStages.videoId, videoId), eq(pipelineStages.stage, stage), eq(pipelineStages.attempt, attempt)),
      );
    const actualMicroUsd = settled.reduce((sum, line) => sum + line.actualMicroUsd, 0);
    const overrunMicroUsd = settled.reduce((sum, line) => sum + line.overrunMicroUsd, 0);
    await appendAudit(tx, principal, {
      action: `stage.${outcome}`,
      subject: `video/${videoId}`,
      details: { stage, attempt, actualMicroUsd, overrunMicroUsd, errorCode: error?.code ?? null },
    });
    const ended = {
      ...video,
      spentMicroUsd: video.spentMicroUsd + actualMicroUsd,
      overrunMicroUsd: video.overrunMicroUsd + overrunMicroUsd,
      reservedMicroUsd: video.reservedMicroUsd - sumMicroUsd(reserved),
    };
    return ledgerState(ended, shares);
  });
}

function requireMicroUsd(lines: readonly CostLine[]): void {
  const wrong = lines.find((line) => !Number.isSafeInteger(line.microUsd) || line.microUsd < 0);
  if (!wrong) return;
  throw new AppError("invalid_input", `Expected whole micro-dollars ≥ 0, got ${wrong.microUsd} for ${wrong.service}`);
}
