import { sql } from "drizzle-orm";
import { bigint, boolean, check, index, integer, jsonb, text } from "drizzle-orm/pg-core";
import type { WaitingFor } from "../../domain/video/generation.ts";
import { COMPLEXITIES, QUEUE_STATUSES, ROUTES } from "../../domain/video/video.ts";
import { channels } from "./channels.ts";
import { instant, lifecycle, oneOf } from "./columns.ts";
import { core } from "./schemas.ts";
import { videos } from "./videos.ts";

/** Order of arrival: enqueueing is serialised by a lock, so it is also the order of commit. */
export const videoQueueSequence = core.sequence("video_queue_sequence");

/** One row a video, so a video never has two active runs. */
export const videoQueue = core.table(
  "video_queue",
  {
    videoId: text("video_id")
      .primaryKey()
      .references(() => videos.videoId, { onDelete: "cascade" }),
    channelId: text("channel_id")
      .notNull()
      .references(() => channels.channelId),
    sequence: bigint("sequence", { mode: "number" })
      .notNull()
      .unique("video_queue_sequence_unique")
      .default(sql`nextval('core.video_queue_sequence')`),
    status: text("status", { enum: QUEUE_STATUSES }).notNull().default("queued"),
    complexity: text("complexity", { enum: COMPLEXITIES }).notNull(),
    route: text("route", { enum: ROUTES }).notNull(),
    /** 1–10, 10 first. */
    priority: integer("priority").notNull(),
    /** Times the row was given a slot: once at its start and once after every wait. */
    attempt: integer("attempt").notNull().default(0),
    /** A run that is parked, or waits for quota or a person, is `processing` and holds no slot. */
    slotHeld: boolean("slot_held").notNull().default(false),
    /** The claim that put the row in its slot last. */
    claimId: text("claim_id").unique("video_queue_claim_id_unique"),
    resumeRequestedAt: instant("resume_requested_at"),
    waitingFor: jsonb("waiting_for").$type<WaitingFor>(),
    parkedAt: instant("parked_at"),
    /** Time spent without a slot between start and end; left out of durations and of the eta. */
    parkedMs: bigint("parked_ms", { mode: "number" }).notNull().default(0),
    queuedAt: instant("queued_at").notNull().defaultNow(),
    startedAt: instant("started_at"),
    finishedAt: instant("finished_at"),
    errorCode: text("error_code"),
    errorMessage: text("error_message"),
    ...lifecycle(),
  },
  (t) => [
    index("video_queue_waiting")
      .on(t.priority.desc(), t.sequence)
      .where(sql`${t.status} = 'queued'`),
    index("video_queue_processing")
      .on(t.route, t.slotHeld)
      .where(sql`${t.status} = 'processing'`),
    index("video_queue_finished")
      .on(t.finishedAt.desc())
      .where(sql`${t.status} = 'completed'`),
    index("video_queue_channel").on(t.channelId, t.status),
    check("video_queue_status", oneOf(t.status, QUEUE_STATUSES)),
    check("video_queue_complexity", oneOf(t.complexity, COMPLEXITIES)),
    check("video_queue_route", oneOf(t.route, ROUTES)),
    check("video_queue_priority", sql`${t.priority} between 1 and 10`),
    check("video_queue_attempt", sql`${t.attempt} >= 0 and ${t.parkedMs} >= 0`),
    check("video_queue_slot", sql`not ${t.slotHeld} or ${t.status} = 'processing'`),
    check(
      "video_queue_resume",
      sql`${t.resumeRequestedAt} is null or (${t.status} = 'processing' and not ${t.slotHeld})`,
    ),
    check(
      "video_queue_waiting_for",
      sql`${t.waitingFor} is null or (${t.status} = 'processing' and not ${t.slotHeld})`,
    ),
    check("video_queue_started", sql`${t.status} <> 'processing' or ${t.startedAt} is not null`),
    check(
      "video_queue_finished_at",
      sql`(${t.status} in ('completed', 'failed', 'cancelled')) = (${t.finishedAt} is not null)`,
    ),
    check("video_queue_lifecycle", sql`${t.createdAt} <= ${t.updatedAt}`),
  ],
);
