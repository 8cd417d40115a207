import { and, eq, sql } from "drizzle-orm";
import { AppError } from "../../domain/errors.ts";
import type { Action, Principal } from "../../domain/principal.ts";
import { type Database, inTransaction, type Transaction } from "../client.ts";
import { type DECISIONS, publications, videoDecisions, videos } from "../schema/index.ts";
import { appendAudit } from "./audit.ts";
import { requireMay, withinScope } from "./scope.ts";

export interface ArtifactsInput {
  readonly videoId: string;
  /** Object keys by name, merged into those already there. */
  readonly artifacts?: Readonly<Record<string, string>>;
  readonly title?: string;
  /** 0–100. */
  readonly score?: number;
  readonly sha256?: string;
  readonly bytes?: number;
  readonly durationMs?: number;
}

/** Object keys by name, also of a draft, which has no place in the queue. Throws not_found. */
export async function artifactsOf(
  db: Database | Transaction,
  principal: Principal,
  { videoId }: { readonly videoId: string },
): Promise<Readonly<Record<string, string>>> {
  requireMay(principal, "read");
  const [video] = await db
    .select({ artifacts: videos.artifacts })
    .from(videos)
    .where(and(eq(videos.videoId, videoId), withinScope(principal, videos.channelId)));
  if (!video) throw new AppError("not_found", `there is no video ${videoId}`, { field: "video_id" });
  return video.artifacts;
}

/** Notes what was made of a video; what is not named stays as it was. */
export async function recordArtifacts(
  db: Database | Transaction,
  principal: Principal,
  input: ArtifactsInput,
): Promise<void> {
  const { videoId, artifacts = {}, score, ...fields } = input;
  await inTransaction(db, async (tx) => {
    await lockVideo(tx, principal, "write", videoId);
    await tx
      .update(videos)
      .set({
        ...fields,
        ...(score === undefined ? {} : { qualityScore: Math.round(score) }),
        artifacts: sql`${videos.artifacts} || ${JSON.stringify(artifacts)}::jsonb`,
      })
      .where(eq(videos.videoId, videoId));
    const { videoId: _, ...details } = { ...input };
    await appendAudit(tx, principal, { action: "video.artifacts_recorded", subject: `video/${videoId}`, details });
  });
}

/**
 * Notes where the video was published: once per video and platform, a repeat changes nothing.
 * Throws conflict when the platform's id differs from the one on record.
 */
export async function recordPublication(
  db: Database | Transaction,
  principal: Principal,
  input: {
    readonly videoId: string;
    readonly platform: string;
    readonly platformVideoId: string;
    readonly url: string;
    /** ISO instant at which the platform makes it public, as it was told; left out, what the video's spec says. */
    readonly publishAt?: string | null;
  },
): Promise<void> {
  const { publishAt: told, ...publication } = input;
  const { videoId, platform, platformVideoId } = publication;
  await inTransaction(db, async (tx) => {
    const video = await lockVideo(tx, principal, "execute", videoId);
    const [inserted] = await tx.insert(publications).values(publication).onConflictDoNothing().returning();
    if (!inserted) return requireSamePublication(tx, input);
    const at = told === undefined ? video.spec.publish.publishAt : told;
    const publishAt = at === null ? null : new Date(at);
    const isLater = publishAt !== null && publishAt.getTime() > Date.now();
    await tx
      .update(videos)
      .set(
        isLater
          ? { publishStatus: "scheduled", scheduledFor: publishAt }
          : { publishStatus: "published", publishedAt: sql`clock_timestamp()` },
      )
      .where(eq(videos.videoId, videoId));
    await appendAudit(tx, principal, {
      action: isLater ? "video.publication_scheduled" : "video.published",
      subject: `video/${videoId}`,
      details: { platform, platformVideoId, url: input.url },
    });
  });
}

/** Keeps a person's decision; an edited title becomes the video's. */
export async function recordDecision(
  db: Database | Transaction,
  principal: Principal,
  input: {
    readonly videoId: string;
    readonly decision: (typeof DECISIONS)[number];
    readonly reason: string;
    readonly edits?: { readonly title?: string } & Readonly<Record<string, unknown>>;
  },
): Promise<void> {
  const { videoId, decision, reason, edits } = input;
  await inTransaction(db, async (tx) => {
    await lockVideo(tx, principal, "execute", videoId);
    const decidedBy = `${principal.kind}/${principal.id}`;
    await tx.insert(videoDecisions).values({ videoId, decision, reason, edits: edits ?? null, decidedBy });
    if (edits?.title !== undefined)
      await tx.update(videos).set({ title: edits.title }).where(eq(videos.videoId, videoId));
    await appendAudit(tx, principal, {
      action: `video.${decision}`,
      subject: `video/${videoId}`,
      details: { reason, edits: edits ?? null },
    });
  });
}

async function lockVideo(tx: Transaction, principal: Principal, action: Action, videoId: string) {
  requireMay(principal, action);
  const [video] = await tx.select().from(videos).where(eq(videos.videoId, videoId)).for("no key update");
  if (!video) throw new AppError("not_found", `there is no video ${videoId}`, { field: "video_id" });
  requireMay(principal, action, video.channelId);
  return video;
}

async function requireSamePublication(
  tx: Transaction,
  input: { videoId: string; platform: string; platformVideoId: string },
): Promise<void> {
  const [present] = await tx.execute<{ same: boolean }>(sql`
    select platform_video_id = ${input.platformVideoId} as same from core.publications
    where video_id = ${input.videoId} and platform = ${input.platform}`);
  if (present?.same) return;
  throw new AppError("conflict", `${input.platform} already has another publication for this video or this id`);
}
