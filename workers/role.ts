import type { TaskQueueName } from "../config.ts";
import type { Dependencies } from "./dependencies.ts";

/** One task queue that a process works off. */
export interface QueueWorker {
  readonly taskQueue: TaskQueueName;
  readonly activities: object;
  /** Loads the workflow bundle; only the orchestration role does, so that no render can evict its cache. */
  readonly runsWorkflows?: boolean;
}

/** What a process of this role works off; called once at start. */
export type Role = (dependencies: Dependencies) => Promise<readonly QueueWorker[]>;
