import { and, asc, desc, eq, inArray, isNotNull, sql } from "drizzle-orm";
import type { SpecLayer } from "../../domain/channel/defaults.ts";
import { AppError } from "../../domain/errors.ts";
import type { Principal } from "../../domain/principal.ts";
import { type Database, inTransaction, type Transaction } from "../client.ts";
import { channels, productionSchedules, scheduledVideos, type TOPIC_SOURCES } from "../schema/index.ts";
import { appendAudit } from "./audit.ts";
import { requireMay, withinScope } from "./scope.ts";

export type TopicSource = (typeof TOPIC_SOURCES)[number];

/** `topics` of a list, `feedUrl` of a feed, `country` of trends, `about` where not every trend will do. */
export interface TopicSettings {
  readonly topics?: readonly string[];
  readonly feedUrl?: string;
  readonly country?: string;
  readonly about?: readonly string[];
}

export interface ScheduleSettings {
  /** Cron line of five fields, in `timeZone`. */
  readonly cadence: string;
  readonly timeZone: string;
  readonly dailyVideosMax: number;
  readonly offPeakFromHour: number;
  readonly offPeakToHour: number;
  readonly topicSource: TopicSource;
  readonly topics: TopicSettings;
  readonly spec: SpecLayer;
  readonly priority: number;
  readonly isActive: boolean;
}

export interface ScheduleRecord extends ScheduleSettings {
  readonly scheduleId: string;
  readonly channelId: string;
  /** Topics of the list that were used. */
  readonly position: number;
  readonly lastRunAt: string | null;
  readonly lastVideoId: string | null;
  readonly createdAt: string;
  readonly updatedAt: string;
}

export interface FiringRecord {
  /** ISO instant the schedule fired for. */
  readonly firedFor: string;
  readonly topic: string | null;
  readonly videoId: string | null;
  readonly skippedBecause: string | null;
  readonly createdAt: string;
}

/** Throws not_found for an unknown channel, conflict when the id is taken. */
export function createProductionSchedule(
  db: Database | Transaction,
  principal: Principal,
  input: ScheduleSettings & { readonly scheduleId: string; readonly channelId: string },
): Promise<ScheduleRecord> {
  const { scheduleId, channelId } = input;
  requireMay(principal, "execute", channelId);
  return inTransaction(db, async (tx) => {
    const [channel] = await tx.select().from(channels).where(eq(channels.channelId, channelId)).for("key share");
    if (!channel) throw new AppError("not_found", `there is no channel ${channelId}`, { field: "channel_id" });
    const createdBy = `${principal.kind}/${principal.id}`;
    const { topics, ...rest } = input;
    const [row] = await tx
      .insert(productionSchedules)
      .values({ ...rest, topics: { ...topics }, createdBy })
      .onConflictDoNothing()
      .returning();
    if (!row) {
      throw new AppError("conflict", `there is already a schedule ${scheduleId}`, { field: "schedule_id" });
    }
    await audit(tx, principal, "created", scheduleId, { ...input });
    return recordOf(row);
  });
}

export async function listProductionSchedules(
  db: Database | Transaction,
  principal: Principal,
  filter: { readonly channelId?: string } = {},
): Promise<ScheduleRecord[]> {
  requireMay(principal, "read");
  const ofChannel = filter.channelId === undefined ? undefined : eq(productionSchedules.channelId, filter.channelId);
  const rows = await db
    .select()
    .from(productionSchedules)
    .where(and(withinScope(principal, productionSchedules.channelId), ofChannel))
    .orderBy(asc(productionSchedules.createdAt), asc(productionSchedules.scheduleId));
  return rows.map((row) => recordOf(row));
}

/** Throws not_found also outside the principal's channels. With `lock` nobody else changes it until the end. */
export async function getProductionSchedule(
  db: Database | Transaction,
  principal: Principal,
  { scheduleId, lock = false }: { readonly scheduleId: string; readonly lock?: boolean },
): Promise<ScheduleRecord> {
  requireMay(principal, "read");
  const query = db.select().from(productionSchedules).where(eq(productionSchedules.scheduleId, scheduleId)).$dynamic();
  const [row] = await (lock ? query.for("no key update") : query);
  if (!row) throw new AppError("not_found", `there is no schedule ${scheduleId}`, { field: "schedule_id" });
  requireMay(principal, "read", row.channelId);
  return recordOf(row);
}

export function updateProductionSchedule(
  db: Database | Transaction,
  principal: Principal,
  input: Partial<ScheduleSettings> & { readonly scheduleId: string },
): Promise<ScheduleRecord> {
  const { scheduleId, topics, ...changes } = input;
  return inTransaction(db, async (tx) => {
    const { channelId } = await getProductionSchedule(tx, principal, { scheduleId, lock: true });
    requireMay(principal, "execute", channelId);
    // A new list begins at its beginning.
    const changed = { ...changes, ...(topics === undefined ? {} : { topics: { ...topics }, position: 0 }) };
    const [row] = await tx
      .update(productionSchedules)
      .set(changed)
      .where(eq(productionSchedules.scheduleId, scheduleId))
      .returning();
    if (!row) throw new AppError("internal", `the schedule ${scheduleId} went away while it was locked`);
    await audit(tx, principal, "updated", scheduleId, { ...changed });
    return recordOf(row);
  });
}

/** What it asked for stays: only the schedule and its list of firings go. */
export function deleteProductionSchedule(
  db: Database | Transaction,
  principal: Principal,
  { scheduleId }: { readonly scheduleId: string },
): Promise<void> {
  return inTransaction(db, async (tx) => {
    const { channelId } = await getProductionSchedule(tx, principal, { scheduleId, lock: true });
    requireMay(principal, "execute", channelId);
    await tx.delete(productionSchedules).where(eq(productionSchedules.scheduleId, scheduleId));
    await audit(tx, principal, "deleted", scheduleId, { channelId });
  });
}

/** Newest first, at most 200. */
export async function listFirings(
  db: Database | Transaction,
  principal: Principal,
  { scheduleId, limit }: { readonly scheduleId: string; readonly limit: number },
): Promise<FiringRecord[]> {
  await getProductionSchedule(db, principal, { scheduleId });
  const rows = await db
    .select()
    .from(scheduledVideos)
    .where(eq(scheduledVideos.scheduleId, scheduleId))
    .orderBy(desc(scheduledVideos.firedFor))
    .limit(limit);
  return rows.map((row) => firingOf(row));
}

export async function findFiring(
  tx: Transaction,
  { scheduleId, firedFor }: { readonly scheduleId: string; readonly firedFor: string },
): Promise<FiringRecord | null> {
  const [row] = await tx
    .select()
    .from(scheduledVideos)
    .where(and(eq(scheduledVideos.scheduleId, scheduleId), eq(scheduledVideos.firedFor, firedFor)));
  return row === undefined ? null : firingOf(row);
}

/** Notes what became of a firing, and moves the schedule on, as one change. */
export async function recordFiring(
  tx: Transaction,
  principal: Principal,
  input: {
    readonly scheduleId: string;
    readonly firedFor: string;
    readonly topic: string | null;
    readonly videoId: string | null;
    readonly skippedBecause: string | null;
    readonly position: number;
    /** Business time, which a trial may run faster; the day's cap counts by it. */
    readonly nowMs: number;
  },
): Promise<void> {
  const { scheduleId, position, nowMs, ...firing } = input;
  await tx.insert(scheduledVideos).values({ scheduleId, ...firing, createdAt: new Date(nowMs) });
  const { videoId } = firing;
  await tx
    .update(productionSchedules)
    .set({ position, lastRunAt: sql`clock_timestamp()`, ...(videoId === null ? {} : { lastVideoId: videoId }) })
    .where(eq(productionSchedules.scheduleId, scheduleId));
  await audit(tx, principal, videoId === null ? "skipped" : "fired", scheduleId, firing);
}

/** How many videos the schedule asked for on a day of its own zone, `YYYY-MM-DD`. */
export async function countFirings(
  tx: Transaction,
  { scheduleId, timeZone, day }: { readonly scheduleId: string; readonly timeZone: string; readonly day: string },
): Promise<number> {
  const [row] = await tx.execute<{ videos: number }>(sql`
    select count(*)::int as videos from core.scheduled_videos
    where schedule_id = ${scheduleId} and video_id is not null
      and (created_at at time zone ${timeZone})::date = ${day}::date`);
  return row?.videos ?? 0;
}

/** Those of the topics that the schedule has made a video of. */
export async function usedTopics(
  tx: Transaction,
  { scheduleId, topics }: { readonly scheduleId: string; readonly topics: readonly string[] },
): Promise<ReadonlySet<string>> {
  if (topics.length === 0) return new Set();
  const rows = await tx
    .select({ topic: scheduledVideos.topic })
    .from(scheduledVideos)
    .where(
      and(
        eq(scheduledVideos.scheduleId, scheduleId),
        isNotNull(scheduledVideos.videoId),
        inArray(scheduledVideos.topic, [...topics]),
      ),
    );
  return new Set(rows.flatMap(({ topic }) => (topic === null ? [] : [topic])));
}

function audit(tx: Transaction, principal: Principal, what: string, scheduleId: string, details: object) {
  const subject = `production-schedule/${scheduleId}`;
  return appendAudit(tx, principal, { action: `production_schedule.${what}`, subject, details: { ...details } });
}

function recordOf(row: typeof productionSchedules.$inferSelect): ScheduleRecord {
  const { topics, spec, createdBy: _, createdAt, updatedAt, lastRunAt, ...rest } = row;
  return {
    ...rest,
    topics: topicsOf(topics),
    spec,
    lastRunAt: lastRunAt?.toISOString() ?? null,
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
  };
}

function topicsOf({ topics, feedUrl, country, about }: Readonly<Record<string, unknown>>): TopicSettings {
  return {
    ...(Array.isArray(topics) ? { topics: textsOf(topics) } : {}),
    ...(typeof feedUrl === "string" ? { feedUrl } : {}),
    ...(typeof country === "string" ? { country } : {}),
    ...(Array.isArray(about) ? { about: textsOf(about) } : {}),
  };
}

function textsOf(list: readonly unknown[]): readonly string[] {
  return list.filter((each) => typeof each === "string");
}

function firingOf(row: typeof scheduledVideos.$inferSelect): FiringRecord {
  const { firedFor, topic, videoId, skippedBecause, createdAt } = row;
  return { firedFor, topic, videoId, skippedBecause, createdAt: createdAt.toISOString() };
}
