import { type NativeConnection, Worker, type WorkerOptions } from "@temporalio/worker";
import { createTemporalPlugin } from "../clients/temporal/temporal-plugin.ts";
import { ActivityErrors } from "./app-errors.ts";
import type { Dependencies } from "./dependencies.ts";
import type { QueueWorker } from "./role.ts";
import { ensureWorkflowBundle } from "./workflow-bundle.ts";

/** A stopped process gives its activities this long before it cancels them; the supervisor waits a little longer. */
const SHUTDOWN_GRACE_MS = 5_000;

/** One Temporal worker on one task queue; every option that matters for load is explicit. */
export async function createQueueWorker(
  connection: NativeConnection,
  namespace: string,
  { environment, settings }: Dependencies,
  { taskQueue, activities, runsWorkflows = false }: QueueWorker,
): Promise<Worker> {
  const limits = settings.taskQueues[taskQueue];
  const workflowOptions: Partial<WorkerOptions> = runsWorkflows
    ? {
        workflowBundle: { codePath: await ensureWorkflowBundle(environment.LONGTAKE_ENV) },
        maxConcurrentWorkflowTaskExecutions: limits.workflowSlots ?? 40,
        maxConcurrentWorkflowTaskPolls: 4,
        maxConcurrentLocalActivityExecutions: limits.activitySlots,
        maxCachedWorkflows: limits.cachedWorkflows ?? 200,
      }
    : {};
  return Worker.create({
    connection,
    namespace,
    taskQueue,
    activities,
    plugins: [createTemporalPlugin(environment.LONGTAKE_PAYLOAD_KEYS)],
    interceptors: { activity: [(context) => ({ inbound: new ActivityErrors(context) })] },
    maxConcurrentActivityTaskExecutions: limits.activitySlots,
    maxConcurrentActivityTaskPolls: Math.min(2, limits.activitySlots),
    ...(limits.activitiesPerSecond ? { maxTaskQueueActivitiesPerSecond: limits.activitiesPerSecond } : {}),
    // Beats every 3 s must get through, or a 15 s time-out sees only every other one.
    maxHeartbeatThrottleInterval: "3 seconds",
    // Eager activities would step around the rate of their queue.
    maxEagerActivityReservationsPerWorkflowTask: 0,
    shutdownGraceTime: SHUTDOWN_GRACE_MS,
    ...workflowOptions,
  });
}

/** Runs all workers until the signal aborts; one that fails ends them all, so that the process is restarted whole. */
export async function runWorkers(workers: readonly Worker[], signal: AbortSignal): Promise<void> {
  const stop = () => {
    for (const worker of workers) if (worker.getState() === "RUNNING") worker.shutdown();
  };
  signal.addEventListener("abort", stop, { once: true });
  const runs = workers.map((worker) => worker.run());
  try {
    if (signal.aborted) stop();
    await Promise.all(runs);
  } catch (error) {
    stop();
    await Promise.allSettled(runs);
    throw error;
  }
}
