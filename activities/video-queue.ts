import type { Client } from "@temporalio/client";
import type { Redis } from "ioredis";
import pLimit from "p-limit";
import type { Settings } from "../config.ts";
import type { Database } from "../db/client.ts";
import {
  claimNext,
  finishRun,
  listProcessing,
  parkRun,
  requestSlot,
  requeueUnstarted,
  setPriority,
  setQueueMode,
} from "../db/queries/queue.ts";
import { CPU_ENCODER, GPU_ENCODER_KEY } from "../domain/dispatch.ts";
import type { ErrorCode } from "../domain/errors.ts";
import type { GenerateVideoInput, RunPolicy, WaitingFor } from "../domain/video/generation.ts";
import { systemPrincipal, workflowPrincipal, type Principal } from "../domain/principal.ts";
import { type Stage, VIDEO_QUEUE_WORKFLOW_ID, generateWorkflowId } from "../domain/video/video.ts";

export interface VideoQueueDeps {
  readonly db: Database;
  readonly redis: Redis;
  readonly temporal: Client;
  readonly settings: Settings;
  readonly publicUrl: string;
}

/** A slot given to a run: a new one to start, or a parked one to wake. */
export type Claim =
  | { readonly kind: "start"; readonly workflowId: string; readonly input: GenerateVideoInput }
  | { readonly kind: "resume"; readonly workflowId: string };

/** Temporal knows no such run: it was never started, or its history is gone. */
const NEVER_STARTED = {
  status: "failed",
  errorCode: "internal",
  errorMessage: "the run was closed from outside: not found",
} as const;
/** Runs looked at by one sweep, which must end well within the limit of a local activity, and at the same time. */
const SWEPT_AT_ONCE = 100;
const ASKED_AT_ONCE = 8;
const dispatcher = workflowPrincipal(VIDEO_QUEUE_WORKFLOW_ID);

export function policyOf(settings: Settings, publicUrl: string): RunPolicy {
  const microUsd = (usd: number) => Math.round(usd * 1_000_000);
  const limits = (stage: Stage) => {
    const { timeoutMs, retries, costCapUsd } = settings.stages[stage];
    return { timeoutMs, retries, costCapMicroUsd: microUsd(costCapUsd) };
  };
  return {
    stages: {
      script: limits("script"),
      narration: limits("narration"),
      media: limits("media"),
      render: limits("render"),
      qa: limits("qa"),
      upload: limits("upload"),
    },
    retry: settings.retry,
    costCapMicroUsd: microUsd(settings.cost.haltUsd),
    publicUrl,
  };
}

/** What the dispatcher and the runs do to the waiting line; every activity may be repeated. */
export function createVideoQueueActivities({ db, redis, temporal, settings, publicUrl }: VideoQueueDeps) {
  return {
    /** Gives a free run slot to the next video, at most once per claim id; null when none waits or none is free. */
    async claimRun({ claimId }: { claimId: string }): Promise<Claim | null> {
      const gpuEncoder = await redis.get(GPU_ENCODER_KEY);
      const gpuOpen = gpuEncoder !== null;
      const claim = await claimNext(db, dispatcher, { claimId, slots: settings.queue.slots, gpuOpen });
      if (claim === null) return null;
      const { kind, workflowId, videoId, channelId, route, spec, priority } = claim;
      if (kind === "resume") return { kind, workflowId };
      const fellBack = route === "gpu" && !gpuOpen;
      const encoder = route === "gpu" && gpuEncoder !== null ? gpuEncoder : CPU_ENCODER;
      const fallbackReason = fellBack ? "no GPU encoder passed its test encode" : null;
      const policy = policyOf(settings, publicUrl);
      return {
        kind,
        workflowId,
        input: { videoId, channelId, spec, priority, route, encoder, fallbackReason, policy },
      };
    },

    async parkRun({ videoId, waitingFor }: { videoId: string; waitingFor: WaitingFor }): Promise<void> {
      await parkRun(db, run(videoId), { videoId, waitingFor });
    },

    /** Puts a parked run at the head of its priority. `granted` when it holds a slot already. */
    async requestSlot({ videoId }: { videoId: string }): Promise<{ granted: boolean }> {
      const { slotHeld } = await requestSlot(db, run(videoId), { videoId });
      return { granted: slotHeld };
    },

    async finishRun(input: {
      videoId: string;
      status: "completed" | "failed" | "cancelled";
      errorCode?: ErrorCode;
      errorMessage?: string;
    }): Promise<void> {
      await finishRun(db, run(input.videoId), input);
    },

    async setQueueMode(input: { mode: "active" | "paused" | "draining"; reason: string }): Promise<void> {
      await setQueueMode(db, dispatcher, input);
    },

    async setPriority(input: { videoId: string; priority: number }): Promise<void> {
      await setPriority(db, dispatcher, input);
    },

    /**
     * Frees the rows of runs that were closed behind the queue's back: terminated, or deleted, in the Web UI. Looks at
     * some of them, from the given place on; `next` is where the sweep after this one goes on.
     */
    async sweepRuns({ from = 0 }: { from?: number } = {}): Promise<{
      freed: string[];
      sweepEveryMs: number;
      next: number;
    }> {
      const sweeper = systemPrincipal("video-queue-sweep");
      const { sweepEveryMs } = settings.queue;
      const isSettled = ({ startedAt }: { startedAt: string | null }): boolean =>
        startedAt === null || Date.now() - Date.parse(startedAt) >= sweepEveryMs;
      // What was claimed since the sweep before this one may not have been started yet.
      const runs = (await listProcessing(db)).filter(isSettled);
      const limit = pLimit(ASKED_AT_ONCE);
      const freed = await Promise.all(
        runs.slice(from, from + SWEPT_AT_ONCE).map(({ videoId }) =>
          limit(async () => {
            const closed = await closedRun(videoId);
            if (closed === null) return null;
            // A dispatcher that ended between claim and start: nothing was made, so nothing has failed.
            const isUnstarted = closed === NEVER_STARTED && (await requeueUnstarted(db, sweeper, { videoId }));
            if (!isUnstarted) await finishRun(db, sweeper, { videoId, ...closed });
            return videoId;
          }),
        ),
      );
      const next = from + SWEPT_AT_ONCE < runs.length ? from + SWEPT_AT_ONCE : 0;
      return { freed: freed.filter((videoId) => videoId !== null), sweepEveryMs, next };
    },
  };

  /** Null while the run is open. */
  async function closedRun(videoId: string) {
    const { status, code } = await describeRun(generateWorkflowId(videoId));
    if (status === "RUNNING" || status === "PAUSED") return null;
    if (status === "COMPLETED") return { status: "completed" as const };
    if (status === "CANCELLED") return { status: "cancelled" as const, errorCode: "cancelled" as const };
    if (status === "NOT_FOUND") return NEVER_STARTED;
    const errorMessage = `the run was closed from outside: ${status.toLowerCase()}`;
    return { status: "failed" as const, errorCode: code, errorMessage };
  }

  async function describeRun(workflowId: string): Promise<{ status: string; code: ErrorCode }> {
    try {
      const { status } = await temporal.workflow.getHandle(workflowId).describe();
      return { status: status.name, code: status.name === "TERMINATED" ? "cancelled" : "internal" };
    } catch (error) {
      if (error instanceof Error && error.name === "WorkflowNotFoundError")
        return { status: "NOT_FOUND", code: "internal" };
      throw error;
    }
  }
}

export type VideoQueueActivities = ReturnType<typeof createVideoQueueActivities>;

function run(videoId: string): Principal {
  return workflowPrincipal(generateWorkflowId(videoId));
}
