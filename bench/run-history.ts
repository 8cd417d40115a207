import { tsToMs } from "@temporalio/common/lib/time.js";
import type { Client } from "@temporalio/client";

/** One activity of a run as its history tells it; instants in milliseconds since 1970. */
export interface ActivitySpan {
  readonly name: string;
  readonly scheduledMs: number;
  readonly startedMs: number;
  readonly endedMs: number;
}

export interface RunHistory {
  readonly startedMs: number;
  /** When a worker first looked at the run. */
  readonly firstTaskMs: number;
  readonly endedMs: number;
  /** Ordinary activities that completed, in the order of their completion. */
  readonly activities: readonly ActivitySpan[];
}

export async function readRunHistory(temporal: Client, workflowId: string): Promise<RunHistory> {
  const { events } = await temporal.workflow.getHandle(workflowId).fetchHistory();
  const scheduled = new Map<string, { name: string; atMs: number }>();
  const started = new Map<string, number>();
  const activities: ActivitySpan[] = [];
  const times: number[] = [];
  let firstTaskMs = Number.NaN;
  for (const event of events ?? []) {
    const atMs = tsToMs(event.eventTime);
    times.push(atMs);
    if (event.workflowTaskStartedEventAttributes && Number.isNaN(firstTaskMs)) firstTaskMs = atMs;
    const { activityTaskScheduledEventAttributes: plan, activityTaskStartedEventAttributes: begin } = event;
    if (plan) scheduled.set(String(event.eventId), { name: plan.activityType?.name ?? "", atMs });
    if (begin) started.set(String(begin.scheduledEventId), atMs);
    const id = String(event.activityTaskCompletedEventAttributes?.scheduledEventId ?? "");
    const { name, atMs: scheduledMs } = scheduled.get(id) ?? {};
    if (name === undefined || scheduledMs === undefined) continue;
    activities.push({ name, scheduledMs, startedMs: started.get(id) ?? scheduledMs, endedMs: atMs });
  }
  return { startedMs: times[0] ?? Number.NaN, firstTaskMs, endedMs: times.at(-1) ?? Number.NaN, activities };
}

/** Milliseconds of the run in which no activity was at work. */
export function idleMs({ startedMs, endedMs, activities }: RunHistory): number {
  let coveredUntilMs = startedMs;
  let idle = 0;
  for (const span of activities.toSorted((left, right) => left.startedMs - right.startedMs)) {
    idle += Math.max(0, span.startedMs - coveredUntilMs);
    coveredUntilMs = Math.max(coveredUntilMs, span.endedMs);
  }
  return idle + Math.max(0, endedMs - coveredUntilMs);
}
