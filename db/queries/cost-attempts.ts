import { and, eq } from "drizzle-orm";
import type { Transaction } from "../client.ts";
import { pipelineStages } from "../schema/index.ts";
import type { StageKey } from "./cost-ledger.ts";

export interface ClaimedAttempt {
  readonly attempt: number;
  /** This claim began it already: nothing is to be reserved again. */
  readonly isBegun: boolean;
}

/**
 * The number of a claim's attempt: the one it began, the one it asks for, or the next where another run has that one.
 * Without a claim the number itself is the key. The video's row is locked.
 */
export async function claimAttempt(
  tx: Transaction,
  { videoId, stage, attempt }: StageKey,
  claimId: string | null,
): Promise<ClaimedAttempt> {
  const rows = await tx
    .select({ attempt: pipelineStages.attempt, status: pipelineStages.status, claimId: pipelineStages.claimId })
    .from(pipelineStages)
    .where(and(eq(pipelineStages.videoId, videoId), eq(pipelineStages.stage, stage)));
  const own = claimId === null ? undefined : rows.find((row) => row.claimId === claimId);
  if (own) return { attempt: own.attempt, isBegun: true };
  const same = rows.find((row) => row.attempt === attempt);
  if (!same) return { attempt, isBegun: false };
  // Begun before claims were kept, by the run that asks again because the answer was lost.
  const isOwn = claimId === null || (same.claimId === null && same.status === "running");
  if (isOwn) return { attempt, isBegun: true };
  return { attempt: Math.max(...rows.map((row) => row.attempt)) + 1, isBegun: false };
}
