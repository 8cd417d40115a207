import { eq, sql } from "drizzle-orm";
import { AppError } from "../../domain/errors.ts";
import type { Action, Principal } from "../../domain/principal.ts";
import { type Database, inTransaction, type Transaction } from "../client.ts";
import { queueControl, type QueueMode, videoQueue } from "../schema/index.ts";
import { appendAudit } from "./audit.ts";
import { requireMay } from "./scope.ts";

export interface QueueModeState {
  readonly mode: QueueMode;
  readonly reason: string;
  /** ISO instant; null when the mode was never changed. */
  readonly changedAt: string | null;
}

export async function getQueueMode(db: Database | Transaction): Promise<QueueModeState> {
  const [row] = await db.select().from(queueControl);
  return row
    ? { mode: row.mode, reason: row.reason, changedAt: row.updatedAt.toISOString() }
    : { mode: "active", reason: "", changedAt: null };
}

/** Active takes and gives; paused gives nothing; draining takes nothing new. */
export async function setQueueMode(
  db: Database | Transaction,
  principal: Principal,
  input: { readonly mode: QueueMode; readonly reason: string },
): Promise<QueueModeState> {
  requireMay(principal, "execute");
  if (principal.channelIds !== undefined) {
    throw new AppError("forbidden", "the queue serves every channel, and this principal may touch only some");
  }
  return inTransaction(db, async (tx) => {
    const values = { ...input, changedBy: `${principal.kind}/${principal.id}`, updatedAt: sql`clock_timestamp()` };
    await tx.insert(queueControl).values(values).onConflictDoUpdate({ target: queueControl.onlyRow, set: values });
    await appendAudit(tx, principal, { action: `queue.${input.mode}`, subject: "queue", details: { ...input } });
    return getQueueMode(tx);
  });
}

/** Throws not_found, or conflict when the video no longer waits for a slot. */
export async function setPriority(
  db: Database | Transaction,
  principal: Principal,
  input: { readonly videoId: string; readonly priority: number },
): Promise<void> {
  const { videoId, priority } = input;
  if (!Number.isInteger(priority) || priority < 1 || priority > 10) {
    throw new AppError("invalid_input", `Expected a priority from 1 to 10, got ${priority}`, { field: "priority" });
  }
  await inTransaction(db, async (tx) => {
    const row = await lockQueueRow(tx, principal, "execute", videoId);
    if (row.finishedAt || row.slotHeld)
      throw new AppError("conflict", `the video ${videoId} no longer waits for a slot`);
    await tx.update(videoQueue).set({ priority }).where(eq(videoQueue.videoId, videoId));
    await appendAudit(tx, principal, {
      action: "video.reprioritised",
      subject: `video/${videoId}`,
      details: { from: row.priority, to: priority },
    });
  });
}

/** Takes the video out of the waiting line. False when it has already begun or ended: then its run must be cancelled. */
export function cancelWaiting(
  db: Database | Transaction,
  principal: Principal,
  input: { readonly videoId: string },
): Promise<{ cancelled: boolean }> {
  return inTransaction(db, async (tx) => {
    const row = await lockQueueRow(tx, principal, "execute", input.videoId);
    if (row.status !== "queued") return { cancelled: false };
    await tx
      .update(videoQueue)
      .set({ status: "cancelled", finishedAt: sql`clock_timestamp()` })
      .where(eq(videoQueue.videoId, input.videoId));
    await appendAudit(tx, principal, { action: "video.cancelled", subject: `video/${input.videoId}`, details: {} });
    return { cancelled: true };
  });
}

/** The row, locked until the transaction ends. Throws not_found also outside the principal's channels. */
export async function lockQueueRow(tx: Transaction, principal: Principal, action: Action, videoId: string) {
  requireMay(principal, action);
  const [row] = await tx.select().from(videoQueue).where(eq(videoQueue.videoId, videoId)).for("update");
  if (!row) throw new AppError("not_found", `there is no video ${videoId}`, { field: "video_id" });
  requireMay(principal, action, row.channelId);
  return row;
}
