import type { Client } from "@temporalio/client";
import { z } from "zod";
import { decodedRecord } from "../../cli/temporal/plain-record.ts";
import { generateWorkflowId } from "../../domain/video/video.ts";

/** One attempt of an activity as a run's history tells it. */
export interface Attempt {
  readonly videoId: string;
  readonly activity: string;
  readonly scheduledMs: number;
  readonly startedMs: number;
  readonly closedMs: number;
  /** `lost`: its worker went silent. `timed_out`: it lived and took too long. */
  readonly outcome: "completed" | "failed" | "lost" | "timed_out" | "cancelled";
  /** The first argument and the result, decoded. */
  readonly input: unknown;
  readonly result: unknown;
}

const Link = z.object({ scheduledEventId: z.string(), startedEventId: z.string() });
const Scheduled = z.object({
  activityType: z.object({ name: z.string() }),
  input: z.object({ payloads: z.array(z.unknown()) }).optional(),
});
const Completed = z.object({ result: z.object({ payloads: z.array(z.unknown()) }).optional() });

/** As protobuf numbers `TimeoutType`. */
const TIMEOUT_HEARTBEAT = 4;
const TimedOut = z.object({ failure: z.object({ timeoutFailureInfo: z.object({ timeoutType: z.int() }) }) });

const ENDINGS = [
  ["activityTaskCompletedEventAttributes", "completed"],
  ["activityTaskFailedEventAttributes", "failed"],
  ["activityTaskTimedOutEventAttributes", "timed_out"],
  ["activityTaskCanceledEventAttributes", "cancelled"],
] as const;

/** The closed attempts of all activities of a video's run, in the order in which they were scheduled. */
export async function attemptsOf(client: Client, videoId: string): Promise<readonly Attempt[]> {
  const { events } = await client.workflow.getHandle(generateWorkflowId(videoId)).fetchHistory();
  const times = new Map<string, number>();
  const scheduled = new Map<string, z.output<typeof Scheduled>>();
  const attempts: Attempt[] = [];
  for (const event of events ?? []) {
    const eventId = String(event.eventId);
    times.set(eventId, Date.parse(String(await decodedRecord(client, event.eventTime))));
    if (event.activityTaskScheduledEventAttributes) {
      scheduled.set(eventId, Scheduled.parse(await decodedRecord(client, event.activityTaskScheduledEventAttributes)));
    }
    for (const [name, outcome] of ENDINGS) {
      const ending = event[name];
      if (!ending) continue;
      const decoded = await decodedRecord(client, ending);
      const { scheduledEventId, startedEventId } = Link.parse(decoded);
      const began = scheduled.get(scheduledEventId);
      attempts.push({
        videoId,
        activity: began?.activityType.name ?? "",
        scheduledMs: times.get(scheduledEventId) ?? Number.NaN,
        startedMs: times.get(startedEventId) ?? Number.NaN,
        closedMs: times.get(eventId) ?? Number.NaN,
        outcome: outcome === "timed_out" && wentSilent(decoded) ? "lost" : outcome,
        input: began?.input?.payloads[0],
        result: Completed.parse(decoded).result?.payloads[0],
      });
    }
  }
  return attempts.toSorted((left, right) => left.scheduledMs - right.scheduledMs);
}

function wentSilent(ending: unknown): boolean {
  return TimedOut.parse(ending).failure.timeoutFailureInfo.timeoutType === TIMEOUT_HEARTBEAT;
}
