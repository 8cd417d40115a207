import { sql } from "drizzle-orm";
import { type SlotCounts, waitMs } from "../../domain/dispatch.ts";
import type { Principal } from "../../domain/principal.ts";
import type { Database, Transaction } from "../client.ts";
import { getQueueMode, type QueueModeState } from "./queue-control.ts";
import { withinScope } from "./scope.ts";

const ASSUMED_RUN_MS = 60_000;

export interface Place {
  /** 1 is next. */
  readonly position: number;
  readonly etaAt: string;
}

export interface WaitingVideo extends Place {
  readonly videoId: string;
  readonly channelId: string;
  readonly topic: string;
  readonly complexity: string;
  readonly priority: number;
  readonly queuedAt: string;
}

export interface QueueOverview {
  readonly mode: QueueModeState;
  readonly depth: number;
  /** Runs that have begun and not ended, with or without a slot. */
  readonly processing: number;
  readonly slotsHeld: { readonly gpu: number; readonly cpu: number };
  /** Runs without a slot that wait for something or somebody. */
  readonly parked: number;
  /** Runs that may go on and wait for a slot. */
  readonly resuming: number;
  readonly meanRunMs: number;
  /** In the order in which they will start, as far as the principal may see. */
  readonly waiting: readonly WaitingVideo[];
}

/** SQL for the mean running time of the last 20 finished runs, waiting left out; 60 s before the first. */
export const MEAN_RUN_MS = sql`(select coalesce(avg(run_ms), ${ASSUMED_RUN_MS})::float8 from (
  select greatest(1, extract(epoch from finished_at - started_at) * 1000 - parked_ms) as run_ms
  from core.video_queue where status = 'completed' order by finished_at desc limit 20) as last_runs)`;

export const HELD_SLOTS = sql`(select count(*)::int from core.video_queue where status = 'processing' and slot_held)`;

/** Where the video stands in the waiting line; null when it does not wait. */
export async function placeInLine(
  db: Database | Transaction,
  { videoId, slots }: { readonly videoId: string; readonly slots: SlotCounts },
): Promise<Place | null> {
  const [row] = await db.execute<{ position: number; heldSlots: number; meanRunMs: number }>(sql`
    select ${HELD_SLOTS} as "heldSlots", ${MEAN_RUN_MS} as "meanRunMs",
      (select count(*)::int + 1 from core.video_queue ahead where ahead.status = 'queued'
         and (ahead.priority > me.priority or (ahead.priority = me.priority and ahead.sequence < me.sequence))) as position
    from core.video_queue me where me.video_id = ${videoId} and me.status = 'queued'`);
  return row ? { position: row.position, etaAt: etaAt({ ...row, slots }) } : null;
}

/** The caller has checked that its principal may read the video. */
export function queuePosition(
  db: Database | Transaction,
  input: { readonly videoId: string; readonly slots: SlotCounts },
): Promise<Place | null> {
  return placeInLine(db, input);
}

/** The queue at a glance; numbers count everything, `waiting` lists what the principal may see (all without one). */
export async function queueOverview(
  db: Database | Transaction,
  { slots, principal }: { readonly slots: SlotCounts; readonly principal?: Principal },
): Promise<QueueOverview> {
  const scope = principal ? withinScope(principal, sql`line.channel_id`) : sql`true`;
  const [mode, [totals], waiting] = await Promise.all([
    getQueueMode(db),
    db.execute<Omit<QueueOverview, "mode" | "waiting" | "slotsHeld"> & { gpuHeld: number; cpuHeld: number }>(sql`
      select count(*) filter (where status = 'queued')::int as depth,
        count(*) filter (where status = 'processing')::int as processing,
        count(*) filter (where slot_held and route = 'gpu')::int as "gpuHeld",
        count(*) filter (where slot_held and route = 'cpu')::int as "cpuHeld",
        count(*) filter (where status = 'processing' and not slot_held and resume_requested_at is null)::int as parked,
        count(*) filter (where resume_requested_at is not null)::int as resuming,
        ${MEAN_RUN_MS} as "meanRunMs"
      from core.video_queue where status in ('queued', 'processing')`),
    db.execute<Omit<WaitingVideo, "etaAt"> & Record<string, unknown>>(sql`
      select video_id as "videoId", channel_id as "channelId", topic, complexity, priority, queued_at as "queuedAt", position
      from (select q.*, v.topic,
              row_number() over (order by q.priority desc, q.sequence)::int as position
            from core.video_queue q join core.videos v on v.video_id = q.video_id where q.status = 'queued') as line
      where ${scope} order by position`),
  ]);
  const { gpuHeld = 0, cpuHeld = 0, depth = 0, processing = 0, parked = 0, resuming = 0 } = totals ?? {};
  const meanMs = totals?.meanRunMs ?? ASSUMED_RUN_MS;
  return {
    mode,
    depth,
    processing,
    slotsHeld: { gpu: gpuHeld, cpu: cpuHeld },
    parked,
    resuming,
    meanRunMs: meanMs,
    waiting: [...waiting].map((row) => ({
      ...row,
      queuedAt: new Date(row.queuedAt).toISOString(),
      etaAt: etaAt({ position: row.position, heldSlots: gpuHeld + cpuHeld, meanRunMs: meanMs, slots }),
    })),
  };
}

export function etaAt(place: Parameters<typeof waitMs>[0]): string {
  return new Date(Date.now() + waitMs(place)).toISOString();
}
