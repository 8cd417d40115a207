import { activityInfo, log } from "@temporalio/activity";
import type { RedisConnection } from "../clients/redis.ts";
import type { ClickHouse } from "../db/clickhouse/client.ts";
import { createVideoEvents, recordVideoEvents, VideoEvent } from "../db/clickhouse/video-events.ts";
import type { Database } from "../db/client.ts";
import { sequenceAudit } from "../db/queries/audit.ts";
import { enqueueError, errorsToAlert, markAlerted, resolveError } from "../db/queries/error-queue.ts";
import { countVideo, readVideoCompleted } from "../db/queries/events.ts";
import { AppError } from "../domain/errors.ts";
import { systemPrincipal } from "../domain/principal.ts";
import { VIDEO_COMPLETED_SOURCE } from "../domain/video/video.ts";

export interface EventDeps {
  readonly db: Database;
  readonly clickhouse: ClickHouse;
  readonly redis: RedisConnection;
}

export const VIDEO_STREAM = "events:video";
export const ALERT_STREAM = "events:alert";
/** GEN-14: then the event goes to the error queue, and the video stays made. */
const RETRIES_MAX = 3;
const LATEST_VIDEO_SECONDS = 3_600;
/** COL-4: streams are transport and keep nothing for longer. */
const STREAM_MS = 24 * 3_600_000;

const recorder = systemPrincipal("video-events");

/** Adds to a stream once per event id, and drops what is older than a day. */
const ADD_ONCE = `
  if redis.call('set', KEYS[2], '1', 'NX', 'PX', ARGV[3]) then
    redis.call('xadd', KEYS[1], 'MINID', '~', ARGV[2], '*', 'event', ARGV[1])
    return 1
  end
  return 0`;

export function latestVideoKey(channelId: string): string {
  return `channel:${channelId}:latest_video`;
}

/** What follows from a finished video, and the sequencing of the audit; every activity may be repeated. */
export function createEventActivities({ db, clickhouse, redis }: EventDeps) {
  return {
    /**
     * Stores, streams, caches and counts the video, each once however often it is told. `recorded` is false when it
     * failed at its third retry and now waits in the error queue.
     */
    async recordVideoCompleted({ videoId }: { videoId: string }): Promise<{ recorded: boolean }> {
      try {
        await record(videoId);
        await resolveError(db, recorder, { source: VIDEO_COMPLETED_SOURCE, eventId: videoId });
        return { recorded: true };
      } catch (error) {
        if (activityInfo().attempt <= RETRIES_MAX) throw error;
        await giveUp(videoId, error);
        return { recorded: false };
      }
    },

    /** Chains the audit rows that wait, and sends the alerts that could not leave. */
    async sequenceAudit(): Promise<{ chained: number }> {
      await sendAlerts();
      return sequenceAudit(db);
    },
  };

  async function record(videoId: string): Promise<void> {
    const completed = await readVideoCompleted(db, { videoId });
    if (!completed) throw new AppError("conflict", `the video ${videoId} is not completed`, { retryable: true });
    const event = VideoEvent.parse(completed.event);
    await createVideoEvents(clickhouse);
    await recordVideoEvents(clickhouse, [event]);
    await addOnce(VIDEO_STREAM, event.eventId, event);
    if (completed.isLatest) {
      await redis.set(latestVideoKey(event.channelId), JSON.stringify(event), "EX", LATEST_VIDEO_SECONDS);
    }
    await countVideo(db, recorder, { ...event, isLatest: completed.isLatest });
  }

  async function giveUp(videoId: string, error: unknown): Promise<void> {
    const code = error instanceof AppError ? error.code : "internal";
    const message = error instanceof Error ? error.message : String(error);
    await enqueueError(db, recorder, {
      source: VIDEO_COMPLETED_SOURCE,
      eventId: videoId,
      payload: { videoId },
      error: { code, message },
    });
    await sendAlerts();
  }

  /** An alert that cannot leave stays due in PostgreSQL; the next call sends it. */
  async function sendAlerts(): Promise<void> {
    for (const { errorId, source, eventId, error, failures } of await errorsToAlert(db)) {
      try {
        await addOnce(ALERT_STREAM, `${errorId}/${failures}`, {
          kind: "event_failed",
          errorId,
          source,
          eventId,
          error,
        });
      } catch (sendError) {
        log.warn("an alert could not be sent", { errorId, reason: String(sendError) });
        return;
      }
      await markAlerted(db, { errorId });
    }
  }

  async function addOnce(stream: string, eventId: string, event: object): Promise<void> {
    const oldestId = String(Date.now() - STREAM_MS);
    await redis.eval(
      ADD_ONCE,
      2,
      stream,
      `${stream}:sent:${eventId}`,
      JSON.stringify(event),
      oldestId,
      String(STREAM_MS),
    );
  }
}

export type EventActivities = ReturnType<typeof createEventActivities>;
