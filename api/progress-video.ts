import { setTimeout as sleep } from "node:timers/promises";

import type { Settings } from "../config.ts";
import type { Database } from "../db/client.ts";
import { queuePosition } from "../db/queries/queue.ts";
import { AppError } from "../domain/errors.ts";
import type { Run } from "../db/queries/runs.ts";
import { loneStageOf } from "../domain/video/stage-run.ts";
import { createEstimate, type VideoProgress } from "./progress-estimate.ts";
import type { ProgressFollower, RunPosition } from "./progress-follower.ts";
import { isUnknownRun } from "./progress-history.ts";

export type VideoMessage =
  | {
      readonly type: "queued";
      readonly stage: "queued";
      readonly progress: 0;
      readonly eta: string;
      readonly position: number;
    }
  | ({ readonly type: "progress" } & VideoProgress)
  | {
      readonly type: "end";
      readonly stage: string;
      readonly progress: number;
      readonly eta: null;
      readonly status: string;
    };

export interface FollowVideoDeps {
  readonly db: Database;
  readonly follower: ProgressFollower;
  /** How many runs there are at once decides when a waiting video is ready. */
  readonly settings: Pick<Settings, "queue">;
}

const QUEUE_POLL_MS = 2_000;
/** Between the claim of a row and the start of its run. */
const START_PATIENCE_MS = 30_000;

/**
 * A video from the waiting line to its end, as lines of stage, percent and estimate; a line is sent when it differs from
 * the last. A reconnect starts with the present line: nothing before it matters. A draft never waits in line, and its
 * one stage is the whole.
 */
export async function* followVideo(
  { db, follower, settings }: FollowVideoDeps,
  { videoId, workflowId }: Run,
  signal: AbortSignal,
): AsyncGenerator<VideoMessage, void, undefined> {
  yield* waitInLine(db, { videoId, slots: settings.queue.slots }, signal);
  if (signal.aborted) return;
  const position = await locateStarted(follower, workflowId, signal);
  if (position === null) return;
  const estimate = createEstimate({ isStageAlone: loneStageOf(workflowId) !== undefined });
  let told = "";
  for await (const update of follower.follow(position, signal)) {
    estimate.observe(update);
    const { eta, ...line } = estimate.progressAt(Date.now());
    if (update.kind === "end") {
      const progress = update.status === "completed" ? 100 : line.progress;
      yield { type: "end", stage: line.stage, progress, eta: null, status: update.status };
      return;
    }
    // The estimate moves by itself; only what it is about makes a new line.
    if (JSON.stringify(line) === told) continue;
    told = JSON.stringify(line);
    yield { type: "progress", ...line, eta };
  }
}

async function* waitInLine(
  db: Database,
  line: Parameters<typeof queuePosition>[1],
  signal: AbortSignal,
): AsyncGenerator<VideoMessage> {
  let told = 0;
  while (!signal.aborted) {
    const place = await queuePosition(db, line);
    if (!place) return;
    if (place.position !== told) {
      told = place.position;
      yield { type: "queued", stage: "queued", progress: 0, eta: place.etaAt, position: place.position };
    }
    await sleep(QUEUE_POLL_MS, undefined, { signal }).catch(() => undefined);
  }
}

async function locateStarted(
  follower: ProgressFollower,
  workflowId: string,
  signal: AbortSignal,
): Promise<RunPosition | null> {
  const giveUpMs = Date.now() + START_PATIENCE_MS;
  while (!signal.aborted) {
    try {
      return await follower.locate(workflowId, null);
    } catch (error) {
      if (!isUnknownRun(error)) throw error;
      if (Date.now() > giveUpMs) throw new AppError("not_found", "This video has no run to follow.", { cause: error });
      await sleep(500, undefined, { signal }).catch(() => undefined);
    }
  }
  return null;
}
