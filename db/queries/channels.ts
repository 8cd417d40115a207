import { randomUUID } from "node:crypto";
import { and, asc, eq, sql } from "drizzle-orm";
import { AppError } from "../../domain/errors.ts";
import type { Principal } from "../../domain/principal.ts";
import type { ChannelStatus, Niche } from "../../domain/video.ts";
import { type Database, inTransaction, type Transaction } from "../client.ts";
import { type ChannelSettings, channels } from "../schema/index.ts";
import { appendAudit } from "./audit.ts";
import { requireMay, withinScope } from "./scope.ts";

export { type ConnectionRecord, findConnection, revokeConnection, saveConnection } from "./channel-connections.ts";

export interface ChannelRecord {
  readonly channelId: string;
  readonly name: string;
  readonly niche: Niche;
  readonly status: ChannelStatus;
  readonly personality: ChannelSettings;
  readonly strategy: ChannelSettings;
  readonly monetization: ChannelSettings;
  /** Videos per UTC day at most; null means no cap of its own. */
  readonly dailyVideosMax: number | null;
  readonly createdAt: string;
  readonly updatedAt: string;
}

export interface ChannelChanges {
  readonly name?: string;
  readonly niche?: Niche;
  readonly status?: ChannelStatus;
  readonly personality?: ChannelSettings;
  readonly strategy?: ChannelSettings;
  readonly monetization?: ChannelSettings;
  readonly dailyVideosMax?: number | null;
}

/** Throws conflict when the id is taken, forbidden for a principal that is bound to some channels. */
export function createChannel(
  db: Database | Transaction,
  principal: Principal,
  input: Omit<ChannelChanges, "status"> & { readonly channelId?: string; readonly name: string; readonly niche: Niche },
): Promise<ChannelRecord> {
  requireMay(principal, "write");
  if (principal.channelIds !== undefined) {
    throw new AppError("forbidden", "a principal bound to some channels makes no others");
  }
  const channelId = input.channelId ?? randomUUID();
  return inTransaction(db, async (tx) => {
    const [row] = await tx
      .insert(channels)
      .values({ ...input, channelId })
      .onConflictDoNothing()
      .returning();
    if (!row) throw new AppError("conflict", `there is already a channel ${channelId}`, { field: "channel_id" });
    await appendAudit(tx, principal, {
      action: "channel.created",
      subject: `channel/${channelId}`,
      details: { ...input },
    });
    return recordOf(row);
  });
}

/** Oldest first, within the principal's channels. */
export async function listChannels(
  db: Database | Transaction,
  principal: Principal,
  filter: { readonly status?: ChannelStatus } = {},
): Promise<ChannelRecord[]> {
  requireMay(principal, "read");
  const ofStatus = filter.status === undefined ? undefined : eq(channels.status, filter.status);
  const rows = await db
    .select()
    .from(channels)
    .where(and(withinScope(principal, channels.channelId), ofStatus))
    .orderBy(asc(channels.createdAt), asc(channels.channelId));
  return rows.map((row) => recordOf(row));
}

/** Throws not_found also outside the principal's channels. */
export async function getChannel(
  db: Database | Transaction,
  principal: Principal,
  { channelId }: { readonly channelId: string },
): Promise<ChannelRecord> {
  requireMay(principal, "read", channelId);
  const [row] = await db.select().from(channels).where(eq(channels.channelId, channelId));
  if (!row) throw new AppError("not_found", `there is no channel ${channelId}`, { field: "channel_id" });
  return recordOf(row);
}

/** Suspending or archiving a channel also takes its videos out of the waiting line; pausing only holds them back. */
export function updateChannel(
  db: Database | Transaction,
  principal: Principal,
  input: ChannelChanges & { readonly channelId: string },
): Promise<ChannelRecord> {
  const { channelId, ...changes } = input;
  requireMay(principal, "write", channelId);
  return inTransaction(db, async (tx) => {
    const [row] = await tx.update(channels).set(changes).where(eq(channels.channelId, channelId)).returning();
    if (!row) throw new AppError("not_found", `there is no channel ${channelId}`, { field: "channel_id" });
    await appendAudit(tx, principal, {
      action: "channel.updated",
      subject: `channel/${channelId}`,
      details: { ...changes },
    });
    if (changes.status === "suspended" || changes.status === "archived") await cancelWaitingVideos(tx, principal, row);
    return recordOf(row);
  });
}

async function cancelWaitingVideos(tx: Transaction, principal: Principal, channel: typeof channels.$inferSelect) {
  const { channelId, status } = channel;
  const cancelled = await tx.execute<{ videoId: string }>(sql`
    update core.video_queue
    set status = 'cancelled', finished_at = clock_timestamp(), updated_at = clock_timestamp(),
      error_code = 'cancelled', error_message = ${`the channel was ${status}`}
    where channel_id = ${channelId} and status = 'queued' returning video_id as "videoId"`);
  for (const { videoId } of cancelled) {
    const details = { reason: `the channel was ${status}` };
    await appendAudit(tx, principal, { action: "video.cancelled", subject: `video/${videoId}`, details });
  }
}

function recordOf({ createdAt, updatedAt, ...channel }: typeof channels.$inferSelect): ChannelRecord {
  return { ...channel, createdAt: createdAt.toISOString(), updatedAt: updatedAt.toISOString() };
}
