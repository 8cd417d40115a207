import { createHash } from "node:crypto";
import { cancellationSignal } from "@temporalio/activity";
import type { FeedReader } from "../clients/feed.ts";
import type { TrendsReader } from "../clients/google-trends.ts";
import type { Settings } from "../config.ts";
import type { Database, Transaction } from "../db/client.ts";
import { channelLayer } from "../db/queries/channels.ts";
import {
  countFirings,
  findFiring,
  getProductionSchedule,
  recordFiring,
  type ScheduleRecord,
  usedTopics,
} from "../db/queries/production-schedules.ts";
import { enqueueLimits, enqueueVideo } from "../db/queries/queue.ts";
import { completeSpec, type SpecLayer } from "../domain/channel/defaults.ts";
import { AppError } from "../domain/errors.ts";
import { LETTERS, missingGlyphs } from "../domain/look/glyphs.ts";
import { type Principal, workflowPrincipal } from "../domain/principal.ts";
import { dayOf, productionWorkflowId, SKIPS, windowOpensAt } from "../domain/channel/production-schedule.ts";
import { bundledFonts } from "./rendering/fonts.ts";

export interface ProductionScheduleDeps {
  readonly db: Database;
  readonly feeds: FeedReader;
  readonly trends: TrendsReader;
  readonly settings: Pick<Settings, "queue" | "cost">;
  /** What this installation gives to videos that neither the schedule nor the channel decides. */
  readonly installed: SpecLayer;
}

export interface Firing {
  readonly scheduleId: string;
  /** ISO instant the schedule fired for: with the schedule's id the business key of the video. */
  readonly firedFor: string;
}

export interface FiringPlan {
  readonly channelId: string;
  /** ISO instant from which on work may begin. */
  readonly opensAt: string;
  readonly wantsFeed: boolean;
}

export type Produced =
  | { readonly kind: "queued"; readonly videoId: string; readonly topic: string }
  | { readonly kind: "skipped"; readonly because: string }
  /** The line is full or closed for now: nothing was used up, and asking again later makes the same video. */
  | { readonly kind: "later"; readonly because: string; readonly retryAfterMs: number };

const LATER_MS = 60_000;

/** What a production schedule does when it fires; every activity may be repeated. */
export function createProductionScheduleActivities({ db, feeds, trends, settings, installed }: ProductionScheduleDeps) {
  return {
    /** Null when the schedule is gone: then there is nothing to do. */
    async planFiring({ scheduleId, nowMs }: { scheduleId: string; nowMs: number }): Promise<FiringPlan | null> {
      const schedule = await findSchedule(db, actor(scheduleId), scheduleId);
      if (schedule === null) return null;
      const { channelId, offPeakFromHour: fromHour, offPeakToHour: toHour, timeZone, topicSource } = schedule;
      const opensAtMs = windowOpensAt(nowMs, { fromHour, toHour, timeZone });
      return { channelId, opensAt: new Date(opensAtMs).toISOString(), wantsFeed: topicSource !== "list" };
    },

    /** What the schedule's feed or the searches of its country offer; empty when it has neither any more. */
    async readTopicFeed({ scheduleId }: { scheduleId: string }): Promise<readonly string[]> {
      const schedule = await findSchedule(db, actor(scheduleId), scheduleId);
      if (schedule === null) return [];
      const { topicSource, topics } = schedule;
      const { feedUrl, country, about } = topics;
      if (topicSource === "feed" && feedUrl !== undefined)
        return drawable(await feeds.titles(feedUrl, cancellationSignal()), "topics.feed_url");
      if (topicSource === "trend" && country !== undefined)
        return drawable(await trends.topics({ country, about }, cancellationSignal()), "topics.country");
      return [];
    },

    /** Takes the next topic, queues its video and moves the schedule on, in one transaction; or says why not. */
    async produceVideo({ scheduleId, firedFor, fed, nowMs }: Firing & { fed: readonly string[]; nowMs: number }) {
      const principal = actor(scheduleId);
      try {
        return await db.transaction(async (tx): Promise<Produced> => {
          const schedule = await findSchedule(tx, principal, scheduleId, true);
          if (schedule === null) return { kind: "skipped", because: "the schedule was deleted" };
          const before = await findFiring(tx, { scheduleId, firedFor });
          if (before !== null) {
            const { videoId, topic, skippedBecause } = before;
            if (videoId !== null && topic !== null) return { kind: "queued", videoId, topic };
            return { kind: "skipped", because: skippedBecause ?? "it was skipped" };
          }
          return produce(tx, { principal, schedule, firedFor, fed, nowMs });
        });
      } catch (error) {
        if (!(error instanceof AppError)) throw error;
        const { code, message, retryAfterMs } = error;
        if (code === "queue_full" || code === "queue_draining") {
          return { kind: "later", because: message, retryAfterMs: retryAfterMs ?? LATER_MS } as const;
        }
        // The channel's state or its own daily cap: nothing that waiting for this firing would mend.
        if (code !== "conflict" && code !== "quota_exhausted") throw error;
        return skip({ scheduleId, firedFor, nowMs, because: message });
      }
    },

    /** The wait was too long: the firing is given up, its topic is not used. */
    async giveUpFiring(input: GivenUp): Promise<Produced> {
      return skip(input);
    },
  };

  async function produce(
    tx: Transaction,
    { principal, schedule, firedFor, fed, nowMs }: ProduceInput,
  ): Promise<Produced> {
    const { scheduleId, channelId, position, timeZone, priority } = schedule;
    const note = (found: { topic: string | null; videoId: string | null; skippedBecause: string | null }, used = 0) =>
      recordFiring(tx, principal, { scheduleId, firedFor, ...found, nowMs, position: position + used });
    const skipped = async (because: string): Promise<Produced> => {
      await note({ topic: null, videoId: null, skippedBecause: because });
      return { kind: "skipped", because };
    };
    if (!schedule.isActive) return skipped(SKIPS.paused);
    const made = await countFirings(tx, { scheduleId, timeZone, day: dayOf(nowMs, timeZone) });
    if (made >= schedule.dailyVideosMax) return skipped(SKIPS.cap);
    const topic = await nextTopic(tx, schedule, fed);
    if (topic === null) return skipped(NOTHING_LEFT[schedule.topicSource]);
    const videoId = scheduledVideoId({ scheduleId, firedFor });
    const spec = completeSpec(topic, [schedule.spec, await channelLayer(tx, principal, channelId), installed]);
    await enqueueVideo(tx, principal, { videoId, channelId, spec, priority }, enqueueLimits(settings));
    await note({ topic, videoId, skippedBecause: null }, 1);
    return { kind: "queued", videoId, topic };
  }

  async function skip({ scheduleId, firedFor, nowMs, because }: GivenUp): Promise<Produced> {
    const principal = actor(scheduleId);
    await db.transaction(async (tx) => {
      const schedule = await findSchedule(tx, principal, scheduleId, true);
      if (schedule === null || (await findFiring(tx, { scheduleId, firedFor })) !== null) return;
      const nothing = { topic: null, videoId: null, skippedBecause: because };
      await recordFiring(tx, principal, { scheduleId, firedFor, ...nothing, nowMs, position: schedule.position });
    });
    return { kind: "skipped", because };
  }
}

export type ProductionScheduleActivities = ReturnType<typeof createProductionScheduleActivities>;

interface GivenUp extends Firing {
  readonly because: string;
  readonly nowMs: number;
}

interface ProduceInput {
  readonly principal: Principal;
  readonly schedule: ScheduleRecord;
  readonly firedFor: string;
  readonly fed: readonly string[];
  readonly nowMs: number;
}

/** The same firing is the same video, however often it is repeated. */
export function scheduledVideoId({ scheduleId, firedFor }: Firing): string {
  const digest = createHash("sha256").update(`${scheduleId} ${firedFor}`).digest();
  return `vid_${Array.from(digest.subarray(0, 20), (byte) => BASE32[byte % 32]).join("")}`;
}

const BASE32 = "abcdefghijklmnopqrstuvwxyz234567";

const NOTHING_LEFT = { list: SKIPS.noTopics, feed: SKIPS.noNews, trend: SKIPS.noTrends } as const;

/** A title in letters that no font has would park its video; the next one is as good. */
async function drawable(titles: readonly string[], field: string): Promise<readonly string[]> {
  const { fonts } = await bundledFonts();
  const found = titles.filter((title) => missingGlyphs(fonts, title) === "");
  if (titles.length === 0 || found.length > 0) return found;
  throw new AppError("invalid_input", "all topics there are in letters that no bundled font has", {
    field,
    remedy: `Take topics from where they are written in ${LETTERS}.`,
  });
}

async function nextTopic(tx: Transaction, schedule: ScheduleRecord, fed: readonly string[]): Promise<string | null> {
  const { scheduleId, topicSource, topics, position } = schedule;
  if (topicSource === "list") return topics.topics?.[position] ?? null;
  const used = await usedTopics(tx, { scheduleId, topics: fed });
  return fed.find((topic) => !used.has(topic)) ?? null;
}

async function findSchedule(db: Database | Transaction, principal: Principal, scheduleId: string, lock = false) {
  try {
    return await getProductionSchedule(db, principal, { scheduleId, lock });
  } catch (error) {
    if (error instanceof AppError && error.code === "not_found") return null;
    throw error;
  }
}

function actor(scheduleId: string): Principal {
  return workflowPrincipal(productionWorkflowId(scheduleId));
}
