import { randomUUID } from "node:crypto";
import { and, asc, eq, sql } from "drizzle-orm";
import { requireReadable } from "../../domain/channel/contrast.ts";
import type { SpecLayer } from "../../domain/channel/defaults.ts";
import { brandOf, changedSettings, type ChannelProfile, layerOfChannel } from "../../domain/channel/profile.ts";
import { AppError } from "../../domain/errors.ts";
import type { Principal } from "../../domain/principal.ts";
import type { ChannelStatus, Niche } from "../../domain/video/video.ts";
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
  readonly brand: ChannelSettings;
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
  readonly brand?: ChannelSettings;
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
      .values({ ...input, ...settingsAfter(NO_SETTINGS, input), channelId })
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

/** What the channel asks of each of its videos; throws as getChannel does. */
export async function channelLayer(
  db: Database | Transaction,
  principal: Principal,
  channelId: string,
): Promise<SpecLayer> {
  return layerOfChannel(await getChannel(db, principal, { channelId }));
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
    const [present] = await tx.select().from(channels).where(eq(channels.channelId, channelId)).for("no key update");
    if (!present) throw new AppError("not_found", `there is no channel ${channelId}`, { field: "channel_id" });
    const [row] = await tx
      .update(channels)
      .set({ ...changes, ...settingsAfter(present, changes) })
      .where(eq(channels.channelId, channelId))
      .returning();
    if (!row) throw new AppError("internal", `the channel ${channelId} went away while it was locked`);
    await appendAudit(tx, principal, {
      action: "channel.updated",
      subject: `channel/${channelId}`,
      details: { ...changes },
    });
    if (changes.status === "suspended" || changes.status === "archived") await cancelWaitingVideos(tx, principal, row);
    return recordOf(row);
  });
}

const NO_SETTINGS: ChannelProfile = { personality: {}, strategy: {}, monetization: {}, brand: {} };

/** Each of the four as it is once the changes lie over it. Throws invalid_input for colours that cannot be read. */
function settingsAfter(present: ChannelProfile, changes: Partial<ChannelProfile>): Partial<ChannelProfile> {
  const after: { -readonly [Name in keyof ChannelProfile]?: ChannelSettings } = {};
  for (const name of ["personality", "strategy", "monetization", "brand"] as const) {
    const change = changes[name];
    if (change !== undefined) after[name] = changedSettings(present[name], change);
  }
  const brand = brandOf(after.brand ?? {});
  if (brand !== undefined) requireReadable(brand);
  return after;
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
