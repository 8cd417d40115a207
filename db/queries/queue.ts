/** The video queue, from entrance to end: the waiting line, its slots, its controls and its views. */
export { type Enqueued, type EnqueueInput, enqueueLimits, enqueueVideo } from "./queue-entry.ts";
export { type Claim, type ClaimInput, claimNext } from "./queue-dispatch.ts";
export { finishRun, listProcessing, parkRun, type ProcessingRun, requestSlot, requeueUnstarted } from "./queue-runs.ts";
export { cancelWaiting, getQueueMode, type QueueModeState, setPriority, setQueueMode } from "./queue-control.ts";
export { type Place, type QueueOverview, queueOverview, queuePosition, type WaitingVideo } from "./queue-view.ts";
