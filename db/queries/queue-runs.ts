import { eq, sql } from "drizzle-orm";
import { AppError, type ErrorCode } from "../../domain/errors.ts";
import type { WaitingFor } from "../../domain/video/generation.ts";
import type { Principal } from "../../domain/principal.ts";
import type { Route } from "../../domain/video/video.ts";
import { type Database, inTransaction, type Transaction } from "../client.ts";
import { pipelineStages, queueClaims, videoQueue, videos } from "../schema/index.ts";
import { appendAudit } from "./audit.ts";
import { lockQueueRow } from "./queue-control.ts";

export interface ProcessingRun {
  readonly videoId: string;
  readonly channelId: string;
  readonly workflowId: string;
  readonly route: Route;
  readonly slotHeld: boolean;
  readonly resumeRequested: boolean;
  readonly waitingFor: WaitingFor | null;
  readonly startedAt: string | null;
}

/** Gives the slot back while the run waits. Repeating it, or a new reason, only updates what it waits for. */
export async function parkRun(
  db: Database | Transaction,
  principal: Principal,
  input: { readonly videoId: string; readonly waitingFor: WaitingFor },
): Promise<void> {
  const { videoId, waitingFor } = input;
  await inTransaction(db, async (tx) => {
    const row = await lockQueueRow(tx, principal, "execute", videoId);
    if (row.status !== "processing")
      throw new AppError("conflict", `the video ${videoId} is ${row.status}, not running`);
    await tx
      .update(videoQueue)
      .set({
        slotHeld: false,
        waitingFor,
        resumeRequestedAt: null,
        parkedAt: sql`coalesce(${videoQueue.parkedAt}, clock_timestamp())`,
      })
      .where(eq(videoQueue.videoId, videoId));
    await appendAudit(tx, principal, { action: "video.parked", subject: `video/${videoId}`, details: { waitingFor } });
  });
}

/** Puts a parked run at the head of its priority. `slotHeld` is true when it already has its slot. */
export function requestSlot(
  db: Database | Transaction,
  principal: Principal,
  input: { readonly videoId: string },
): Promise<{ slotHeld: boolean }> {
  return inTransaction(db, async (tx) => {
    const row = await lockQueueRow(tx, principal, "execute", input.videoId);
    if (row.status !== "processing") {
      throw new AppError("conflict", `the video ${input.videoId} is ${row.status}, not running`);
    }
    if (row.slotHeld || row.resumeRequestedAt) return { slotHeld: row.slotHeld };
    await tx
      .update(videoQueue)
      .set({ resumeRequestedAt: sql`clock_timestamp()`, waitingFor: null })
      .where(eq(videoQueue.videoId, input.videoId));
    await appendAudit(tx, principal, {
      action: "video.slot_requested",
      subject: `video/${input.videoId}`,
      details: {},
    });
    return { slotHeld: false };
  });
}

/** Ends the video's run and frees its slot; `finished` is false when it had ended before, and nothing changes then. */
export function finishRun(
  db: Database | Transaction,
  principal: Principal,
  input: {
    readonly videoId: string;
    readonly status: "completed" | "failed" | "cancelled";
    readonly errorCode?: ErrorCode | null;
    readonly errorMessage?: string | null;
  },
): Promise<{ finished: boolean }> {
  const { videoId, status, errorCode = null, errorMessage = null } = input;
  return inTransaction(db, async (tx) => {
    const row = await lockQueueRow(tx, principal, "execute", videoId);
    if (row.finishedAt) return { finished: false };
    await tx
      .update(videoQueue)
      .set({
        status,
        slotHeld: false,
        waitingFor: null,
        resumeRequestedAt: null,
        parkedAt: null,
        parkedMs: sql`parked_ms + coalesce(extract(epoch from clock_timestamp() - parked_at) * 1000, 0)::bigint`,
        finishedAt: sql`clock_timestamp()`,
        errorCode,
        errorMessage,
      })
      .where(eq(videoQueue.videoId, videoId));
    await appendAudit(tx, principal, {
      action: `video.${status}`,
      subject: `video/${videoId}`,
      details: { errorCode, errorMessage },
    });
    return { finished: true };
  });
}

/**
 * Puts a video whose run was claimed and never started back into the line, at the place it had; false when its run
 * has worked on it, or it is not claimed any more.
 */
export function requeueUnstarted(
  db: Database | Transaction,
  principal: Principal,
  { videoId }: { readonly videoId: string },
): Promise<boolean> {
  return inTransaction(db, async (tx) => {
    const row = await lockQueueRow(tx, principal, "execute", videoId);
    if (row.status !== "processing" || row.claimId === null) return false;
    const [worked] = await tx.select().from(pipelineStages).where(eq(pipelineStages.videoId, videoId)).limit(1);
    if (worked) return false;
    const back = { status: "queued", slotHeld: false, claimId: null, startedAt: null, waitingFor: null } as const;
    await tx
      .update(videoQueue)
      .set({ ...back, resumeRequestedAt: null, parkedAt: null })
      .where(eq(videoQueue.videoId, videoId));
    // The claim came to nothing; kept, it would tell of a start that never was.
    await tx.delete(queueClaims).where(eq(queueClaims.claimId, row.claimId));
    const details = { claimId: row.claimId };
    await appendAudit(tx, principal, { action: "video.requeued", subject: `video/${videoId}`, details });
    return true;
  });
}

/** Every run that has begun and not ended, for the sweep that compares them with Temporal. */
export async function listProcessing(db: Database | Transaction): Promise<ProcessingRun[]> {
  const rows = await db
    .select({
      videoId: videoQueue.videoId,
      channelId: videoQueue.channelId,
      workflowId: videos.workflowId,
      route: videoQueue.route,
      slotHeld: videoQueue.slotHeld,
      resumeRequestedAt: videoQueue.resumeRequestedAt,
      waitingFor: videoQueue.waitingFor,
      startedAt: videoQueue.startedAt,
    })
    .from(videoQueue)
    .innerJoin(videos, eq(videos.videoId, videoQueue.videoId))
    .where(eq(videoQueue.status, "processing"))
    .orderBy(videoQueue.sequence);
  return rows.map(({ resumeRequestedAt, startedAt, ...run }) => ({
    ...run,
    resumeRequested: resumeRequestedAt !== null,
    startedAt: startedAt?.toISOString() ?? null,
  }));
}
