import { setTimeout as sleep } from "node:timers/promises";
import { WorkflowNotFoundError } from "@temporalio/client";

/** The dispatcher starts the run of a row right after it claimed the row. */
const START_WITHIN_MS = 3_000;
const AGAIN_AFTER_MS = 50;

/**
 * Asks a run to stop, also one whose row has its slot while the run itself is about to be started.
 * Throws WorkflowNotFoundError when there is nothing to stop.
 */
export async function cancelRun(cancel: () => Promise<unknown>, isProcessing: () => Promise<boolean>): Promise<void> {
  for (const giveUpMs = Date.now() + START_WITHIN_MS; ; await sleep(AGAIN_AFTER_MS)) {
    try {
      await cancel();
      return;
    } catch (error) {
      const mayStart = error instanceof WorkflowNotFoundError && Date.now() < giveUpMs && (await isProcessing());
      if (!mayStart) throw error;
    }
  }
}
