import { defineQuery, defineSignal, defineUpdate } from "@temporalio/workflow";

/** A row was added, a slot came free, or a run wants one: look now instead of at the next sweep. */
export const wakeSignal = defineSignal("wake");

export const pauseUpdate = defineUpdate<void, [{ reason: string }]>("pause");
export const resumeQueueUpdate = defineUpdate<void>("resume");
/** Refuse new videos, work off those that wait. */
export const drainUpdate = defineUpdate<void, [{ reason: string }]>("drain");
export const reprioritiseUpdate = defineUpdate<void, [{ videoId: string; priority: number }]>("reprioritise");

export interface DispatcherStatus {
  /** Claims made by this run of the dispatcher. */
  readonly claims: number;
  readonly started: number;
  readonly resumed: number;
  readonly lastStartedVideoId: string | null;
}

export const dispatcherStatusQuery = defineQuery<DispatcherStatus>("status");
