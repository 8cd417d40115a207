import { sql } from "drizzle-orm";
import { canonicalJson } from "../../domain/audit.ts";
import { DEFAULT_CAP_MICRO_USD } from "../../domain/cost/cost.ts";
import type { Settings } from "../../config.ts";
import { queueWarning, RUN_SLOTS, type SlotCounts } from "../../domain/dispatch.ts";
import { AppError } from "../../domain/errors.ts";
import type { Principal } from "../../domain/principal.ts";
import {
  type ChannelStatus,
  generateWorkflowId,
  type QueueStatus,
  routeOf,
  type VideoSpec,
} from "../../domain/video/video.ts";
import { type Database, inTransaction, type Transaction } from "../client.ts";
import { appendAudit } from "./audit.ts";
import { etaAt, HELD_SLOTS, MEAN_RUN_MS, type Place, placeInLine } from "./queue-view.ts";
import { requireMay } from "./scope.ts";

/** Enqueueing takes turns, so that capacity holds and the sequence follows the order of commit. */
const ENTRY_LOCK = 7_233_004;

export interface EnqueueInput {
  readonly videoId: string;
  readonly channelId: string;
  readonly spec: VideoSpec;
  /** 1–10, 10 first. */
  readonly priority: number;
  /** The video that this one replaces or localises. */
  readonly parentVideoId?: string;
}

export interface EnqueueLimits {
  /** Videos that may wait. */
  readonly capacity: number;
  /** What the video may cost, by the setting in force; GEN-10's when left out. */
  readonly capMicroUsd?: number;
  /** Runs at once, by the setting in force; GEN-2's when left out. */
  readonly slots?: SlotCounts;
}

/** What the settings say of a video that is queued now. */
export function enqueueLimits({ queue, cost }: Pick<Settings, "queue" | "cost">): Required<EnqueueLimits> {
  return { capacity: queue.capacity, capMicroUsd: Math.round(cost.haltUsd * 1_000_000), slots: queue.slots };
}

export interface Enqueued {
  readonly videoId: string;
  readonly position: number;
  /** ISO instant at which the video is expected to be ready. */
  readonly etaAt: string;
  /** Videos waiting, this one included. */
  readonly depth: number;
  readonly warning: "queue_80" | "queue_95" | null;
}

interface Entrance extends Record<string, unknown> {
  mode: string;
  channelStatus: ChannelStatus | null;
  dailyVideosMax: number | null;
  videosToday: number;
  depth: number;
  /** Waiting videos that a new one of this priority comes behind. */
  ahead: number;
  heldSlots: number;
  meanRunMs: number;
  queued: { status: QueueStatus; channelId: string; spec: VideoSpec } | null;
}

/**
 * Makes the video and puts it in the waiting line, in one transaction. The same video again gets its present place.
 * Throws queue_full, queue_draining, not_found (channel), conflict (channel not active, or the id is taken),
 * quota_exhausted (the channel's daily cap).
 */
export async function enqueueVideo(
  db: Database | Transaction,
  principal: Principal,
  input: EnqueueInput,
  limits: EnqueueLimits,
): Promise<Enqueued> {
  requireMay(principal, "execute", input.channelId);
  const { capacity, capMicroUsd = DEFAULT_CAP_MICRO_USD, slots = RUN_SLOTS } = limits;
  return inTransaction(db, async (tx) => {
    const entrance = await readEntrance(tx, input);
    const { queued: present } = entrance;
    if (present && !isSameRequest(present, input)) {
      throw new AppError("conflict", `the video id ${input.videoId} is already in use`, { field: "video_id" });
    }
    if (present) {
      const place = await placeInLine(tx, { videoId: input.videoId, slots });
      return receipt(input, entrance.depth, place, capacity);
    }
    refuseUnlessOpen(input, entrance, { capacity, slots });
    await addToLine(tx, principal, input, capMicroUsd);
    // The lock is held, so the place seen at the entrance is the place taken.
    const position = entrance.ahead + 1;
    const place = { position, etaAt: etaAt({ ...entrance, position, slots }) };
    return receipt(input, entrance.depth + 1, place, capacity);
  });
}

function receipt({ videoId }: EnqueueInput, depth: number, place: Place | null, capacity: number): Enqueued {
  const { position, etaAt: at } = place ?? { position: 0, etaAt: new Date().toISOString() };
  return { videoId, position, etaAt: at, depth, warning: queueWarning(depth, capacity) };
}

async function readEntrance(tx: Transaction, input: EnqueueInput): Promise<Entrance> {
  // Sent together: the second statement takes its snapshot after the lock is held.
  const [, rows] = await Promise.all([
    tx.execute(sql`select pg_advisory_xact_lock(${ENTRY_LOCK})`),
    tx.execute<Entrance>(sql`
      select coalesce((select mode from core.queue_control), 'active') as mode,
        c.status as "channelStatus", c.daily_videos_max as "dailyVideosMax",
        (select count(*)::int from core.videos v where v.channel_id = ${input.channelId}
           and v.created_at >= date_trunc('day', now(), 'UTC')
           and v.workflow_id not like 'stage/%') as "videosToday",
        (select count(*)::int from core.video_queue where status = 'queued') as depth,
        (select count(*)::int from core.video_queue where status = 'queued' and priority >= ${input.priority}) as ahead,
        ${HELD_SLOTS} as "heldSlots", ${MEAN_RUN_MS} as "meanRunMs",
        (select jsonb_build_object('status', q.status, 'channelId', v.channel_id, 'spec', v.spec)
           from core.videos v join core.video_queue q using (video_id) where v.video_id = ${input.videoId}) as queued
      from (select 1) as one left join core.channels c on c.channel_id = ${input.channelId}`),
  ]);
  const [entrance] = rows;
  if (!entrance) throw new AppError("internal", "the queue's entrance query returned nothing");
  return entrance;
}

function refuseUnlessOpen(
  input: EnqueueInput,
  entrance: Entrance,
  { capacity, slots }: Required<Pick<EnqueueLimits, "capacity" | "slots">>,
): void {
  if (entrance.channelStatus === null) {
    throw new AppError("not_found", `there is no channel ${input.channelId}`, { field: "channel_id" });
  }
  if (entrance.channelStatus !== "active") {
    throw new AppError("conflict", `the channel ${input.channelId} is ${entrance.channelStatus}`, {
      field: "channel_id",
      remedy: "Set the channel's status to active, or choose another channel.",
    });
  }
  if (entrance.mode === "draining") {
    throw new AppError("queue_draining", "the queue is draining and takes no new videos", {
      retryable: true,
      remedy: "Try again when the queue has been resumed.",
    });
  }
  if (entrance.dailyVideosMax !== null && entrance.videosToday >= entrance.dailyVideosMax) {
    throw new AppError("quota_exhausted", `the channel makes ${entrance.dailyVideosMax} videos a day at most`, {
      field: "channel_id",
      retryAfterMs: 86_400_000 - (Date.now() % 86_400_000),
      remedy: "Wait for the next UTC day, or raise the channel's daily cap.",
    });
  }
  if (entrance.depth >= capacity) {
    throw new AppError("queue_full", `${entrance.depth} videos are waiting, ${capacity} is the most`, {
      retryable: true,
      retryAfterMs: Math.max(1_000, Math.ceil(entrance.meanRunMs / (slots.gpu + slots.cpu))),
    });
  }
}

async function addToLine(
  tx: Transaction,
  principal: Principal,
  input: EnqueueInput,
  capMicroUsd: number,
): Promise<void> {
  const { videoId, channelId, spec, priority, parentVideoId = null } = input;
  const entry = {
    action: "video.enqueued",
    subject: `video/${videoId}`,
    details: { channelId, spec, priority, parentVideoId },
  };
  await appendAudit(tx, principal, entry, [
    sql`video as (
      insert into core.videos (video_id, channel_id, workflow_id, topic, spec, cap_micro_usd, created_by, parent_video_id)
      values (${videoId}, ${channelId}, ${generateWorkflowId(videoId)}, ${spec.topic}, ${JSON.stringify(spec)}::jsonb,
              ${capMicroUsd}, ${`${principal.kind}/${principal.id}`}, ${parentVideoId}))`,
    sql`line as (
      insert into core.video_queue (video_id, channel_id, complexity, route, priority, queued_at)
      values (${videoId}, ${channelId}, ${spec.complexity}, ${routeOf(spec.complexity)}, ${priority}, clock_timestamp()))`,
  ]);
}

function isSameRequest(present: NonNullable<Entrance["queued"]>, input: EnqueueInput): boolean {
  const active = present.status === "queued" || present.status === "processing";
  return active && present.channelId === input.channelId && canonicalJson(present.spec) === canonicalJson(input.spec);
}
