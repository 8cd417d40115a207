import { and, asc, desc, eq, ilike, or, type SQL, sql } from "drizzle-orm";
import { AppError } from "../../domain/errors.ts";
import type { WaitingFor } from "../../domain/video/generation.ts";
import type { Principal } from "../../domain/principal.ts";
import type { QueueStatus, VideoSpec } from "../../domain/video/video.ts";
import type { Database, Transaction } from "../client.ts";
import { pipelineCosts, pipelineStages, publications, videoDecisions, videoQueue, videos } from "../schema/index.ts";
import { requireMay, withinScope } from "./scope.ts";

export { artifactsOf, recordArtifacts, recordDecision, recordPublication } from "./video-records.ts";

/** A row of a list of videos; instants are ISO strings. */
export interface VideoSummary {
  readonly videoId: string;
  readonly channelId: string;
  readonly workflowId: string;
  readonly topic: string;
  readonly title: string | null;
  readonly status: QueueStatus;
  readonly waitingFor: WaitingFor | null;
  readonly complexity: string;
  readonly priority: number;
  readonly qualityScore: number | null;
  readonly durationMs: number | null;
  readonly publishStatus: string;
  readonly spentMicroUsd: number;
  readonly createdAt: string;
  readonly startedAt: string | null;
  readonly finishedAt: string | null;
}

export interface VideoDetail extends VideoSummary {
  readonly spec: VideoSpec;
  readonly route: string;
  readonly slotHeld: boolean;
  readonly artifacts: Readonly<Record<string, string>>;
  readonly sha256: string | null;
  readonly bytes: number | null;
  readonly capMicroUsd: number;
  readonly publishedAt: string | null;
  /** When the platform makes it public, or made it so. */
  readonly scheduledFor: string | null;
  readonly errorCode: string | null;
  readonly errorMessage: string | null;
  readonly parentVideoId: string | null;
  readonly stages: readonly StageRecord[];
  readonly publications: readonly {
    readonly platform: string;
    readonly platformVideoId: string;
    readonly url: string;
    readonly publishedAt: string;
    /** What the platform made of the file. */
    readonly processing: string;
    readonly processingReason: string | null;
    /** Who may see it as the platform says; null until it was read back. */
    readonly privacy: string | null;
    /** In what that differs from what was asked. */
    readonly visibilityReason: string | null;
  }[];
  readonly decisions: readonly { decision: string; reason: string; decidedBy: string; decidedAt: string }[];
}

export interface StageRecord {
  readonly stage: string;
  readonly attempt: number;
  readonly status: string;
  readonly startedAt: string;
  readonly finishedAt: string | null;
  readonly errorCode: string | null;
  readonly errorMessage: string | null;
}

export interface VideoFilter {
  readonly status?: QueueStatus;
  readonly channelId?: string;
  /** Part of the topic or the title. */
  readonly search?: string;
  readonly limit: number;
  /** `nextCursor` of the page before. */
  readonly cursor?: string | null;
}

/** Newest first. `nextCursor` is null on the last page. Throws invalid_input for a cursor of somebody else's making. */
export async function listVideos(
  db: Database | Transaction,
  principal: Principal,
  filter: VideoFilter,
): Promise<{ videos: VideoSummary[]; nextCursor: string | null }> {
  requireMay(principal, "read", filter.channelId);
  const rows = await selectSummaries(db)
    .where(and(withinScope(principal, videos.channelId), ...filterConditions(filter)))
    .orderBy(desc(videos.createdAt), desc(videos.videoId))
    .limit(filter.limit + 1);
  const page = rows.slice(0, filter.limit);
  const last = rows.length > filter.limit ? page.at(-1) : undefined;
  return { videos: page.map((row) => summaryOf(row)), nextCursor: last ? encodeCursor(last) : null };
}

/** Throws not_found also outside the principal's channels. */
export async function getVideo(
  db: Database | Transaction,
  principal: Principal,
  { videoId }: { readonly videoId: string },
): Promise<VideoDetail> {
  requireMay(principal, "read");
  const [[row], stages, published, decisions] = await Promise.all([
    selectSummaries(db).where(and(eq(videos.videoId, videoId), withinScope(principal, videos.channelId))),
    db.select().from(pipelineStages).where(eq(pipelineStages.videoId, videoId)).orderBy(asc(pipelineStages.startedAt)),
    db.select().from(publications).where(eq(publications.videoId, videoId)),
    db.select().from(videoDecisions).where(eq(videoDecisions.videoId, videoId)).orderBy(asc(videoDecisions.createdAt)),
  ]);
  if (!row) throw new AppError("not_found", `there is no video ${videoId}`, { field: "video_id" });
  const { video, queue } = row;
  return {
    ...summaryOf(row),
    spec: video.spec,
    route: queue.route,
    slotHeld: queue.slotHeld,
    artifacts: video.artifacts,
    sha256: video.sha256,
    bytes: video.bytes,
    capMicroUsd: video.capMicroUsd,
    publishedAt: iso(video.publishedAt),
    scheduledFor: iso(video.scheduledFor),
    errorCode: queue.errorCode,
    errorMessage: queue.errorMessage,
    parentVideoId: video.parentVideoId,
    stages: stages.map(({ stage, attempt, status, startedAt, finishedAt, errorCode, errorMessage }) => {
      return {
        stage,
        attempt,
        status,
        startedAt: startedAt.toISOString(),
        finishedAt: iso(finishedAt),
        errorCode,
        errorMessage,
      };
    }),
    publications: published.map((publication) => {
      const { platform, platformVideoId, url, publishedAt, ...told } = publication;
      const { processing, processingReason, privacy, visibilityReason } = told;
      const at = publishedAt.toISOString();
      const states = { processing, processingReason, privacy, visibilityReason };
      return { platform, platformVideoId, url, publishedAt: at, ...states };
    }),
    decisions: decisions.map(({ decision, reason, decidedBy, createdAt }) => {
      return { decision, reason, decidedBy, decidedAt: createdAt.toISOString() };
    }),
  };
}

function selectSummaries(db: Database | Transaction) {
  const spent = sql<number>`(select coalesce(sum(${pipelineCosts.actualMicroUsd}), 0)::float8
    from ${pipelineCosts} where ${pipelineCosts.videoId} = ${videos.videoId})`;
  // To the microsecond: a Date would lose digits and the page after would repeat or skip rows.
  return db
    .select({ video: videos, queue: videoQueue, spent, cursorAt: sql<string>`${videos.createdAt}::text` })
    .from(videos)
    .innerJoin(videoQueue, eq(videoQueue.videoId, videos.videoId))
    .$dynamic();
}

type SummaryRow = Awaited<ReturnType<typeof selectSummaries>>[number];

function summaryOf({ video, queue, spent }: SummaryRow): VideoSummary {
  return {
    videoId: video.videoId,
    channelId: video.channelId,
    workflowId: video.workflowId,
    topic: video.topic,
    title: video.title,
    status: queue.status,
    waitingFor: queue.waitingFor,
    complexity: queue.complexity,
    priority: queue.priority,
    qualityScore: video.qualityScore,
    durationMs: video.durationMs,
    publishStatus: video.publishStatus,
    spentMicroUsd: spent,
    createdAt: video.createdAt.toISOString(),
    startedAt: iso(queue.startedAt),
    finishedAt: iso(queue.finishedAt),
  };
}

function filterConditions({ status, channelId, search, cursor }: VideoFilter): SQL[] {
  const conditions: (SQL | undefined)[] = [
    status && eq(videoQueue.status, status),
    channelId === undefined ? undefined : eq(videos.channelId, channelId),
    search ? or(ilike(videos.topic, containing(search)), ilike(videos.title, containing(search))) : undefined,
    cursor ? beforeCursor(cursor) : undefined,
  ].map((condition) => condition || undefined);
  return conditions.filter((condition) => condition !== undefined);
}

function containing(search: string): string {
  return `%${search.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;
}

function encodeCursor({ cursorAt, video }: SummaryRow): string {
  return Buffer.from(`${cursorAt}|${video.videoId}`).toString("base64url");
}

function beforeCursor(cursor: string): SQL {
  const [, at, videoId] = /^(\d{4}-\d\d-\d\d [\d:.+-]+)\|(.+)$/.exec(Buffer.from(cursor, "base64url").toString()) ?? [];
  if (at === undefined || videoId === undefined) {
    throw new AppError("invalid_input", "the cursor is not one of ours", { field: "cursor" });
  }
  return sql`(${videos.createdAt}, ${videos.videoId}) < (${at}::timestamptz, ${videoId})`;
}

function iso(at: Date | null): string | null {
  return at?.toISOString() ?? null;
}
