import { and, asc, eq, like, sql } from "drizzle-orm";
import { AppError } from "../../domain/errors.ts";
import type { Principal } from "../../domain/principal.ts";
import { type LoneStage, loneStageOf, stageWorkflowId } from "../../domain/video/stage-run.ts";
import type { Stage, VideoSpec } from "../../domain/video/video.ts";
import { type Database, inTransaction, type Transaction } from "../client.ts";
import { channels, pipelineStages, videos } from "../schema/index.ts";
import { appendAudit } from "./audit.ts";
import { requireMay, withinScope } from "./scope.ts";

/** A draft: a video that is one stage alone. It has no row in the queue, so no list of videos shows it. */
export interface Draft {
  readonly videoId: string;
  readonly channelId: string;
  readonly workflowId: string;
  readonly stage: LoneStage;
  readonly topic: string;
  readonly title: string | null;
  readonly artifacts: Readonly<Record<string, string>>;
  readonly attempts: readonly DraftAttempt[];
  readonly spentMicroUsd: number;
  readonly capMicroUsd: number;
  readonly createdBy: string;
  /** ISO instant. */
  readonly createdAt: string;
}

export interface DraftAttempt {
  /** An upload has one of `qa` before it. */
  readonly stage: Stage;
  readonly attempt: number;
  readonly status: string;
  readonly errorCode: string | null;
  readonly errorMessage: string | null;
}

export interface NewDraft {
  readonly videoId: string;
  readonly channelId: string;
  readonly stage: LoneStage;
  readonly spec: VideoSpec;
  readonly capMicroUsd: number;
  /** The video that it was made from. */
  readonly parentVideoId?: string;
}

/**
 * Makes the draft of a stage; the same draft again changes nothing.
 * Throws not_found for a channel that is not there, conflict for one that is not active.
 */
export async function createDraft(
  db: Database | Transaction,
  principal: Principal,
  { videoId, channelId, stage, spec, capMicroUsd, parentVideoId }: NewDraft,
): Promise<void> {
  requireMay(principal, "execute", channelId);
  await inTransaction(db, async (tx) => {
    const [channel] = await tx.select().from(channels).where(eq(channels.channelId, channelId));
    if (!channel) throw new AppError("not_found", `there is no channel ${channelId}`, { field: "channel_id" });
    if (channel.status !== "active") {
      throw new AppError("conflict", `the channel ${channelId} is ${channel.status}`, {
        field: "channel_id",
        remedy: "Set the channel's status to active, or choose another channel.",
      });
    }
    const [made] = await tx
      .insert(videos)
      .values({
        videoId,
        channelId,
        workflowId: stageWorkflowId(videoId, stage),
        topic: spec.topic,
        spec,
        capMicroUsd,
        createdBy: `${principal.kind}/${principal.id}`,
        ...(parentVideoId === undefined ? {} : { parentVideoId }),
      })
      .onConflictDoNothing()
      .returning({ videoId: videos.videoId });
    if (!made) return;
    const details = { channelId, stage, spec, parentVideoId: parentVideoId ?? null };
    await appendAudit(tx, principal, { action: "draft.created", subject: `video/${videoId}`, details });
  });
}

/** Throws not_found also outside the principal's channels, and for a video that is no draft. */
export async function getDraft(
  db: Database | Transaction,
  principal: Principal,
  { videoId }: { readonly videoId: string },
): Promise<Draft> {
  requireMay(principal, "read");
  // With their names in full: in a query of one table drizzle leaves the table's away.
  const spent = sql<number>`(select coalesce(sum(c.actual_micro_usd), 0)::float8
    from core.pipeline_costs c where c.video_id = core.videos.video_id)`;
  const isDraft = and(eq(videos.videoId, videoId), like(videos.workflowId, "stage/%"));
  const [[row], attempts] = await Promise.all([
    db
      .select({ video: videos, spent })
      .from(videos)
      .where(and(isDraft, withinScope(principal, videos.channelId))),
    db
      .select()
      .from(pipelineStages)
      .where(eq(pipelineStages.videoId, videoId))
      .orderBy(asc(pipelineStages.startedAt), asc(pipelineStages.attempt)),
  ]);
  const stage = row && loneStageOf(row.video.workflowId);
  if (!row || !stage) throw new AppError("not_found", `there is no stage ${videoId}`, { field: "stage_run_id" });
  const { channelId, workflowId, topic, title, artifacts, capMicroUsd, createdBy, createdAt } = row.video;
  return {
    ...{ videoId, channelId, workflowId, stage, topic, title, artifacts, capMicroUsd, createdBy },
    createdAt: createdAt.toISOString(),
    spentMicroUsd: row.spent,
    attempts: attempts.map(({ stage: ofStage, attempt, status, errorCode, errorMessage }) => {
      return { stage: ofStage, attempt, status, errorCode, errorMessage };
    }),
  };
}
