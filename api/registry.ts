import { z } from "zod";
import type { Workflow } from "@temporalio/common";
import { VIDEO_QUEUE_WORKFLOW_ID } from "../domain/video/video.ts";
import {
  experimentStatusQuery,
  resumeExperimentSignal,
  stopExperimentSignal,
} from "../workflows/experiment-messages.ts";
import { partsQuery } from "../workflows/draft-parts.ts";
import * as generateVideoMessages from "../workflows/generate-video-messages.ts";
import * as videoQueueMessages from "../workflows/video-queue-messages.ts";
import {
  editPublished,
  experiment,
  expireRecords,
  generateVideo,
  makeStage,
  productionSchedule,
  publishVideo,
  recordVideo,
  sequenceAudit,
  videoQueue,
  watchPublications,
} from "../workflows/index.ts";
import { plainText, PrioritySchema, VideoIdSchema } from "./vocabulary.ts";

/** Who may send a message through the generic endpoints. */
export type Sender =
  /** Anybody who may execute. */
  | "operator"
  /** Nobody: it decides about money or law and has a route of its own that makes a grant. */
  | "guarded"
  /** Nobody: other workflows send it. */
  | "internal";

export interface RegisteredMessage {
  readonly sender: Sender;
  /** What the message carries, in the spelling of Temporal; null carries nothing. */
  readonly input: z.ZodType | null;
  /** The route that does the same for people. */
  readonly instead?: string;
}

export interface RegisteredWorkflow {
  readonly workflow: Workflow;
  readonly summary: string;
  /** Null: started by other parts only, never through the generic endpoint. */
  readonly start: {
    readonly taskQueue: string;
    readonly input: z.ZodType | null;
    /** The only id it may have; null lets the caller choose. */
    readonly workflowId: string | null;
  } | null;
  readonly startInstead?: string;
  readonly signals: Readonly<Record<string, RegisteredMessage>>;
  readonly queries: readonly string[];
  readonly updates: Readonly<Record<string, RegisteredMessage>>;
}

const Reason = z.strictObject({ reason: plainText(500) });
const Grant = z.strictObject({ grantId: z.uuid() });
const internal = { sender: "internal", input: null } as const;
const guarded = (instead: string) => ({ sender: "guarded", input: Grant, instead }) as const;

const { statusQuery, slotGrantedSignal, resumeUpdate, approveUpdate, rejectUpdate, editUpdate, raiseCapUpdate } =
  generateVideoMessages;
const { wakeSignal, pauseUpdate, resumeQueueUpdate, drainUpdate, reprioritiseUpdate, dispatcherStatusQuery } =
  videoQueueMessages;

/** Every workflow that the generic endpoints know, with the shapes of what it takes. */
export const REGISTRY: Readonly<Record<string, RegisteredWorkflow>> = {
  [generateVideo.name]: {
    workflow: generateVideo,
    summary: "Makes one video from its topic and publishes it",
    start: null,
    startInstead: "POST /pipeline/queue",
    signals: { [slotGrantedSignal.name]: internal },
    queries: [statusQuery.name, partsQuery.name],
    updates: {
      [resumeUpdate.name]: { sender: "operator", input: null },
      [approveUpdate.name]: guarded("POST /pipeline/videos/{video_id}/approve"),
      [rejectUpdate.name]: guarded("POST /pipeline/videos/{video_id}/reject"),
      [editUpdate.name]: guarded("POST /pipeline/videos/{video_id}/edit"),
      [raiseCapUpdate.name]: guarded("POST /pipeline/videos/{video_id}/raise-cap"),
    },
  },
  [makeStage.name]: {
    workflow: makeStage,
    summary: "Makes one stage of a video alone",
    start: null,
    startInstead: "POST /stages/{stage}",
    signals: {},
    queries: [],
    updates: {},
  },
  [videoQueue.name]: {
    workflow: videoQueue,
    summary: "Gives run slots to waiting videos",
    start: { taskQueue: "orchestration", input: null, workflowId: VIDEO_QUEUE_WORKFLOW_ID },
    signals: { [wakeSignal.name]: { sender: "operator", input: null } },
    queries: [dispatcherStatusQuery.name],
    updates: {
      [pauseUpdate.name]: { sender: "operator", input: Reason },
      [drainUpdate.name]: { sender: "operator", input: Reason },
      [resumeQueueUpdate.name]: { sender: "operator", input: null },
      [reprioritiseUpdate.name]: {
        sender: "operator",
        input: z.strictObject({ videoId: VideoIdSchema, priority: PrioritySchema }),
      },
    },
  },
  [editPublished.name]: {
    workflow: editPublished,
    summary: "Changes title, thumbnail or captions of a published video",
    start: null,
    startInstead: "POST /pipeline/videos/{video_id}/edit",
    signals: {},
    queries: [],
    updates: {},
  },
  [publishVideo.name]: {
    workflow: publishVideo,
    summary: "Publishes a finished video, or changes who may see a published one",
    start: null,
    startInstead: "POST /pipeline/videos/{video_id}/publish",
    signals: {},
    queries: [],
    updates: {},
  },
  [productionSchedule.name]: {
    workflow: productionSchedule,
    summary: "Queues the next video of a production schedule",
    start: null,
    startInstead: "POST /schedules/{schedule_id}/fire",
    signals: {},
    queries: [],
    updates: {},
  },
  [experiment.name]: {
    workflow: experiment,
    summary: "Tests titles or thumbnails on a published video",
    start: null,
    startInstead: "POST /experiments",
    signals: {
      [stopExperimentSignal.name]: { sender: "operator", input: Reason },
      [resumeExperimentSignal.name]: { sender: "operator", input: null },
    },
    queries: [experimentStatusQuery.name],
    updates: {},
  },
  [watchPublications.name]: {
    workflow: watchPublications,
    summary: "Asks the platform what became of new uploads",
    start: { taskQueue: "orchestration", input: null, workflowId: null },
    signals: {},
    queries: [],
    updates: {},
  },
  [expireRecords.name]: {
    workflow: expireRecords,
    summary: "Deletes sessions and idempotency keys that ran out",
    start: { taskQueue: "orchestration", input: null, workflowId: null },
    signals: {},
    queries: [],
    updates: {},
  },
  [recordVideo.name]: {
    workflow: recordVideo,
    summary: "Records a finished video again",
    start: null,
    startInstead: "POST /error-queue/redrive",
    signals: {},
    queries: [],
    updates: {},
  },
  [sequenceAudit.name]: {
    workflow: sequenceAudit,
    summary: "Chains the audit rows written since the last run",
    start: { taskQueue: "orchestration", input: null, workflowId: null },
    signals: {},
    queries: [],
    updates: {},
  },
};
