import { proxyActivities, proxyLocalActivities } from "@temporalio/workflow";

export interface Steps {
  step(): Promise<void>;
}

const local = proxyLocalActivities<Steps>({ startToCloseTimeout: "10 seconds" });
const ordinary = proxyActivities<Steps>({ startToCloseTimeout: "10 seconds" });

/** Three steps that do nothing, in the worker that runs the workflow. */
export async function threeLocalSteps(): Promise<void> {
  for (let step = 0; step < 3; step += 1) await local.step();
}

/** The same through the task queue. */
export async function threeOrdinarySteps(): Promise<void> {
  for (let step = 0; step < 3; step += 1) await ordinary.step();
}
