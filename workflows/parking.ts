import { condition, getExternalWorkflowHandle, isCancellation, log, proxyLocalActivities } from "@temporalio/workflow";
import type { VideoQueueActivities } from "../activities/video-queue.ts";
import type { WaitingFor } from "../domain/video/generation.ts";
import { VIDEO_QUEUE_WORKFLOW_ID } from "../domain/video/video.ts";
import { transaction } from "./activity-options.ts";
import type { VideoRun } from "./video-run.ts";
import { wakeSignal } from "./video-queue-messages.ts";

const queue = proxyLocalActivities<VideoQueueActivities>(transaction);

/** A grant of a slot is a signal; when it was lost, asking again finds it, ever more rarely for a history of bounded length. */
const ASK_AGAIN_MS = { first: 60_000, most: 60 * 60_000 } as const;

/** Parks a run without its slot and brings it back. Stages that run side by side are parked and resumed together. */
export class Parking {
  readonly #run: VideoRun;
  #wakeUp = false;
  #slotGranted = false;
  #busy = false;

  constructor(run: VideoRun) {
    this.#run = run;
  }

  /** The update `resume`, or a decision that ends the wait. */
  wakeUp(): void {
    this.#wakeUp = true;
  }

  grantSlot(): void {
    this.#slotGranted = true;
  }

  /** Stands still until a person resumes the run, or until `waitingFor.until`; returns with a slot. */
  async park(waitingFor: WaitingFor): Promise<void> {
    if (this.#busy) return this.#share();
    this.#busy = true;
    try {
      this.#wakeUp = false;
      this.#run.waitingFor = waitingFor;
      this.#run.tell();
      await queue.parkRun({ videoId: this.#run.input.videoId, waitingFor });
      await wakeDispatcher();
      const untilMs = waitingFor.until === null ? null : Date.parse(waitingFor.until);
      await this.#run.clock.waitFor(() => this.#wakeUp, untilMs, `waits for ${waitingFor.kind}`);
      await this.#takeSlot();
    } finally {
      this.#busy = false;
      this.#run.waitingFor = null;
    }
    this.#run.tell();
  }

  /** What failed beside a parked stage is older than the resume that ends the wait: it is tried again with it. */
  async #share(): Promise<void> {
    await condition(() => !this.#busy);
  }

  async #takeSlot(): Promise<void> {
    const { videoId } = this.#run.input;
    this.#slotGranted = false;
    for (let waitMs: number = ASK_AGAIN_MS.first; ; waitMs = Math.min(2 * waitMs, ASK_AGAIN_MS.most)) {
      if ((await queue.requestSlot({ videoId })).granted) return;
      await wakeDispatcher();
      if (await condition(() => this.#slotGranted, waitMs, { summary: "waits for a run slot" })) return;
    }
  }
}

/** Tells the dispatcher that a slot is free or wanted. Without one its next sweep, or its next start, finds out. */
export async function wakeDispatcher(): Promise<void> {
  try {
    await getExternalWorkflowHandle(VIDEO_QUEUE_WORKFLOW_ID).signal(wakeSignal);
  } catch (error) {
    if (isCancellation(error)) throw error;
    log.warn("the dispatcher is not running", { workflowId: VIDEO_QUEUE_WORKFLOW_ID });
  }
}
