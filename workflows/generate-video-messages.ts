import { defineQuery, defineSignal, defineUpdate } from "@temporalio/workflow";
import type { RunStatus } from "../domain/video/generation.ts";

/** Carries the id of a grant; what was granted is read from PostgreSQL by the activity that acts. */
export interface GuardedMessage {
  readonly grantId: string;
}

export const statusQuery = defineQuery<RunStatus>("status");

/** Sent by the dispatcher when a run that gave its slot back has one again. */
export const slotGrantedSignal = defineSignal("slotGranted");

/** The cause is mended: try the parked stage again now. */
export const resumeUpdate = defineUpdate<RunStatus>("resume");

export const approveUpdate = defineUpdate<RunStatus, [GuardedMessage]>("approve");
export const rejectUpdate = defineUpdate<RunStatus, [GuardedMessage]>("reject");
export const editUpdate = defineUpdate<RunStatus, [GuardedMessage]>("edit");
export const raiseCapUpdate = defineUpdate<RunStatus, [GuardedMessage]>("raiseCap");
