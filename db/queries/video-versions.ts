import { and, asc, eq, sql } from "drizzle-orm";
import { AppError } from "../../domain/errors.ts";
import type { Principal } from "../../domain/principal.ts";
import { applyEdit, isDressEdit, type VideoEdit } from "../../domain/video/video-edits.ts";
import type { VideoSpec } from "../../domain/video/video.ts";
import { type Database, inTransaction, type Transaction } from "../client.ts";
import { videos, videoVersions } from "../schema/index.ts";
import { appendAudit } from "./audit.ts";
import { lockQueueRow } from "./queue-control.ts";
import { requireMay, withinScope } from "./scope.ts";
import { recordDecision } from "./video-records.ts";

export interface VideoVersion {
  /** From 1. */
  readonly version: number;
  readonly spec: VideoSpec;
  /** What led from the version before to this one, in order; empty for the first. */
  readonly edits: readonly VideoEdit[];
  readonly artifacts: Readonly<Record<string, string>>;
  readonly qualityScore: number | null;
  readonly createdBy: string;
  readonly createdAt: string;
}

/** Keeps what a version of a video was made of; the same version again changes nothing. */
export async function recordVersion(
  db: Database | Transaction,
  principal: Principal,
  input: {
    readonly videoId: string;
    readonly version: number;
    readonly edits: readonly VideoEdit[];
    /** 0–100. */
    readonly score: number;
    readonly spec: VideoSpec;
  },
): Promise<void> {
  const { videoId, version, edits, score, spec } = input;
  requireMay(principal, "write");
  await inTransaction(db, async (tx) => {
    const [video] = await tx.select().from(videos).where(eq(videos.videoId, videoId)).for("no key update");
    if (!video) throw new AppError("not_found", `there is no video ${videoId}`, { field: "video_id" });
    await tx
      .insert(videoVersions)
      .values({
        videoId,
        version,
        spec,
        edit: edits.length === 0 ? null : edits,
        artifacts: video.artifacts,
        qualityScore: Math.round(score),
        createdBy: `${principal.kind}/${principal.id}`,
      })
      .onConflictDoNothing();
  });
}

/** Oldest first. Throws not_found also outside the principal's channels. */
export async function listVersions(
  db: Database | Transaction,
  principal: Principal,
  { videoId }: { readonly videoId: string },
): Promise<VideoVersion[]> {
  requireMay(principal, "read");
  const ofVideo = and(eq(videos.videoId, videoId), withinScope(principal, videos.channelId));
  const rows = await db
    .select({ version: videoVersions })
    .from(videos)
    .leftJoin(videoVersions, eq(videoVersions.videoId, videos.videoId))
    .where(ofVideo)
    .orderBy(asc(videoVersions.version));
  if (rows.length === 0) throw new AppError("not_found", `there is no video ${videoId}`, { field: "video_id" });
  return rows.flatMap(({ version }) => (version === null ? [] : [versionOf(version)]));
}

/** Throws not_found for a version that was never made. */
export async function getVersion(
  db: Database | Transaction,
  principal: Principal,
  { videoId, version }: { readonly videoId: string; readonly version: number },
): Promise<VideoVersion> {
  const found = (await listVersions(db, principal, { videoId })).find((each) => each.version === version);
  if (!found) throw new AppError("not_found", `the video has no version ${version}`, { field: "version" });
  return found;
}

/** Keeps an edit as a person's decision; the video is from now on asked to be what the edit made of it. */
export async function recordEdit(
  db: Database | Transaction,
  principal: Principal,
  input: {
    readonly videoId: string;
    readonly reason: string;
    readonly edit: VideoEdit;
    readonly spec: VideoSpec;
    /** Object keys by name that the edit puts in place of what was made. */
    readonly artifacts?: Readonly<Record<string, string>>;
    /** The linked video that takes the edit in place of this one. */
    readonly newVideoId?: string;
  },
): Promise<void> {
  const { videoId, reason, edit, spec, artifacts = {}, newVideoId } = input;
  await inTransaction(db, async (tx) => {
    const title = edit.kind === "title" && newVideoId === undefined ? { title: edit.title.trim() } : {};
    const link = newVideoId === undefined ? {} : { newVideoId };
    await recordDecision(tx, principal, { videoId, decision: "edited", reason, edits: { ...title, ...link, edit } });
    if (newVideoId !== undefined) return;
    await tx
      .update(videos)
      .set({ spec, artifacts: sql`${videos.artifacts} || ${JSON.stringify(artifacts)}::jsonb` })
      .where(eq(videos.videoId, videoId));
    const details = { spec, artifacts };
    await appendAudit(tx, principal, { action: "video.spec_changed", subject: `video/${videoId}`, details });
  });
}

/** Changes what a waiting video will be; false when it has begun, and its run takes the edit. */
export async function editWaiting(
  db: Database | Transaction,
  principal: Principal,
  input: { readonly videoId: string; readonly edit: VideoEdit; readonly reason: string },
): Promise<boolean> {
  const { videoId, edit, reason } = input;
  if (isDressEdit(edit)) {
    throw new AppError("conflict", "there is nothing to dress yet: the video waits in the line", {
      field: "edit.kind",
      remedy: "Wait until the video is being made, then edit again.",
    });
  }
  return inTransaction(db, async (tx) => {
    const { status } = await lockQueueRow(tx, principal, "execute", videoId);
    if (status !== "queued") return false;
    const [video] = await tx.select().from(videos).where(eq(videos.videoId, videoId));
    if (!video) throw new AppError("not_found", `there is no video ${videoId}`, { field: "video_id" });
    const { spec } = applyEdit(video.spec, null, edit);
    await recordEdit(tx, principal, { videoId, reason, edit, spec });
    return true;
  });
}

function versionOf(row: typeof videoVersions.$inferSelect): VideoVersion {
  const { version, spec, edit, artifacts, qualityScore, createdBy, createdAt } = row;
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- only recordVersion writes the column
  const edits = (edit ?? []) as readonly VideoEdit[];
  return { version, spec, edits, artifacts, qualityScore, createdBy, createdAt: createdAt.toISOString() };
}
