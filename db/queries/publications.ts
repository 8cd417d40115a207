import { and, eq, isNull, or, sql } from "drizzle-orm";
import { AppError } from "../../domain/errors.ts";
import type { Action, Principal } from "../../domain/principal.ts";
import { LATE_AFTER_MS } from "../../domain/video/visibility.ts";
import { type Database, inTransaction, type Transaction } from "../client.ts";
import { type PROCESSING_STATES, publications, uploadSessions, videos } from "../schema/index.ts";
import { appendAudit } from "./audit.ts";
import { requireMay } from "./scope.ts";

export interface UploadKey {
  readonly videoId: string;
  readonly platform: string;
}

export interface UploadSessionRecord extends UploadKey {
  /** `opening`: we meant to open one and do not know whether the platform did. */
  readonly state: "opening" | "open" | "closed";
  readonly sessionUri: string | null;
  readonly bytesTotal: number;
  readonly openedAt: string;
}

export interface PublicationRecord extends UploadKey {
  readonly platformVideoId: string;
  readonly url: string;
  readonly publishedAt: string;
  /** As `PublicationVisibility`. */
  readonly visibilityReason: string | null;
}

/** Who may see it as the platform says, and in what that differs from what was asked. */
export interface PublicationVisibility {
  readonly privacy: string;
  readonly visibilityReason: string | null;
}

/**
 * Writes down the intent to upload before the platform hears of it. An open session for the same bytes is returned as
 * it is; a closed one, or one for other bytes, begins anew.
 */
export function openUploadSession(
  db: Database | Transaction,
  principal: Principal,
  input: UploadKey & { readonly bytesTotal: number },
): Promise<UploadSessionRecord> {
  const { videoId, platform, bytesTotal } = input;
  return inTransaction(db, async (tx) => {
    await requireVideo(tx, principal, "execute", videoId);
    const present = await selectSession(tx, input, "update");
    if (present && present.state !== "closed" && present.bytesTotal === bytesTotal) return present;
    const fresh = {
      state: "opening" as const,
      sessionUri: null,
      bytesTotal,
      openedAt: sql`clock_timestamp()`,
      closedAt: null,
    };
    await tx
      .insert(uploadSessions)
      .values({ videoId, platform, ...fresh })
      .onConflictDoUpdate({
        target: [uploadSessions.videoId, uploadSessions.platform],
        set: { ...fresh, updatedAt: sql`clock_timestamp()` },
      });
    await auditUpload(tx, principal, "upload.opening", input, { bytesTotal });
    return required(await selectSession(tx, input));
  });
}

/** Keeps the address of the resumable session that the platform gave. */
export async function saveUploadSession(
  db: Database | Transaction,
  principal: Principal,
  input: UploadKey & { readonly sessionUri: string; readonly bytesTotal: number },
): Promise<void> {
  const { videoId, platform, sessionUri, bytesTotal } = input;
  await inTransaction(db, async (tx) => {
    await requireVideo(tx, principal, "execute", videoId);
    const open = { state: "open" as const, sessionUri, bytesTotal, closedAt: null };
    await tx
      .insert(uploadSessions)
      .values({ videoId, platform, ...open })
      .onConflictDoUpdate({
        target: [uploadSessions.videoId, uploadSessions.platform],
        set: { ...open, updatedAt: sql`clock_timestamp()` },
      });
    await auditUpload(tx, principal, "upload.opened", input, { bytesTotal });
  });
}

export async function findUploadSession(
  db: Database | Transaction,
  principal: Principal,
  key: UploadKey,
): Promise<UploadSessionRecord | null> {
  await requireVideo(db, principal, "execute", key.videoId);
  return selectSession(db, key);
}

/** Ends the session, and forgets its address; repeating it changes nothing. */
export async function closeUploadSession(
  db: Database | Transaction,
  principal: Principal,
  key: UploadKey,
): Promise<void> {
  await inTransaction(db, async (tx) => {
    await requireVideo(tx, principal, "execute", key.videoId);
    const present = await selectSession(tx, key, "update");
    if (!present || present.state === "closed") return;
    await tx
      .update(uploadSessions)
      .set({ state: "closed", sessionUri: null, closedAt: sql`clock_timestamp()` })
      .where(whereKey(key));
    await auditUpload(tx, principal, "upload.closed", key, {});
  });
}

export async function findPublication(
  db: Database | Transaction,
  principal: Principal,
  key: UploadKey,
): Promise<PublicationRecord | null> {
  await requireVideo(db, principal, "read", key.videoId);
  const [row] = await db
    .select()
    .from(publications)
    .where(and(eq(publications.videoId, key.videoId), eq(publications.platform, key.platform)));
  if (!row) return null;
  const { videoId, platform, platformVideoId, url, publishedAt, visibilityReason } = row;
  return { videoId, platform, platformVideoId, url, publishedAt: publishedAt.toISOString(), visibilityReason };
}

/** Notes who may see a published video, and from when on. */
export async function recordVisibility(
  db: Database | Transaction,
  principal: Principal,
  input: { readonly videoId: string; readonly privacy: string; readonly publishAt: string | null },
): Promise<void> {
  const { videoId, privacy, publishAt } = input;
  await inTransaction(db, async (tx) => {
    await requireVideo(tx, principal, "execute", videoId);
    const isLater = publishAt !== null && Date.parse(publishAt) > Date.now();
    await tx
      .update(videos)
      .set(
        isLater
          ? { publishStatus: "scheduled", scheduledFor: new Date(publishAt), publishedAt: null }
          : { publishStatus: "published", publishedAt: sql`coalesce(${videos.publishedAt}, clock_timestamp())` },
      )
      .where(eq(videos.videoId, videoId));
    await appendAudit(tx, principal, {
      action: isLater ? "video.publication_scheduled" : "video.visibility_changed",
      subject: `video/${videoId}`,
      details: { privacy, publishAt },
    });
  });
}

/** Notes what was read back of a publication; a difference from what was asked is audited when it is first seen. */
export async function recordShownVisibility(
  db: Database | Transaction,
  principal: Principal,
  input: UploadKey & PublicationVisibility,
): Promise<void> {
  const { videoId, platform, privacy, visibilityReason } = input;
  await inTransaction(db, async (tx) => {
    await requireVideo(tx, principal, "execute", videoId);
    const ofVideo = and(eq(publications.videoId, videoId), eq(publications.platform, platform));
    const [present] = await tx.select().from(publications).where(ofVideo).for("update");
    await tx.update(publications).set({ privacy, visibilityReason }).where(ofVideo);
    if (visibilityReason === null || present?.visibilityReason === visibilityReason) return;
    await auditUpload(tx, principal, "publication.visibility_differs", input, { privacy, reason: visibilityReason });
  });
}

type Processing = (typeof PROCESSING_STATES)[number];

export interface PendingPublication {
  readonly videoId: string;
  readonly channelId: string;
  readonly platformVideoId: string;
  readonly publishedAt: string;
  readonly processing: Processing;
  /** Hour at which it was to be public, when it is late and nobody has looked since; null else. */
  readonly dueAt: string | null;
}

/**
 * Publications that the platform has not finished with, or had when uploaded and was not asked about since, and those
 * whose hour has come.
 */
export async function pendingPublications(
  db: Database | Transaction,
  { platform, limit }: { readonly platform: string; readonly limit: number },
): Promise<PendingPublication[]> {
  const late = sql`${videos.scheduledFor} + ${`${LATE_AFTER_MS} ms`}::interval`;
  const isDue = sql<boolean>`(${videos.publishStatus} = 'scheduled' and ${late} <= clock_timestamp()
    and (${publications.checkedAt} is null or ${publications.checkedAt} < ${late}))`;
  const rows = await db
    .select({ publication: publications, channelId: videos.channelId, scheduledFor: videos.scheduledFor, isDue })
    .from(publications)
    .innerJoin(videos, eq(videos.videoId, publications.videoId))
    .where(
      and(
        eq(publications.platform, platform),
        or(eq(publications.processing, "processing"), isNull(publications.checkedAt), isDue),
      ),
    )
    .orderBy(sql`${publications.processing} <> 'processing'`, sql`${publications.checkedAt} nulls first`)
    .limit(limit);
  return rows.map(({ publication, channelId, scheduledFor, isDue: isLate }) => {
    const { videoId, platformVideoId, publishedAt, processing } = publication;
    const dueAt = isLate && scheduledFor !== null ? scheduledFor.toISOString() : null;
    return { videoId, channelId, platformVideoId, processing, publishedAt: publishedAt.toISOString(), dueAt };
  });
}

/** Notes what the platform says of a file; audited when it has come to another end than the one on record. */
export async function recordProcessing(
  db: Database | Transaction,
  principal: Principal,
  input: UploadKey & {
    readonly processing: Processing;
    readonly reason: string | null;
    /** Leaves it among those to be asked about: what is said right after an upload need not be the last word. */
    readonly isAskedAgain?: boolean;
  },
): Promise<void> {
  const { videoId, platform, processing, reason, isAskedAgain = false } = input;
  await inTransaction(db, async (tx) => {
    const ofVideo = and(eq(publications.videoId, videoId), eq(publications.platform, platform));
    const [before] = await tx.select().from(publications).where(ofVideo).for("update");
    await tx
      .update(publications)
      .set({ processing, processingReason: reason, ...(isAskedAgain ? {} : { checkedAt: sql`clock_timestamp()` }) })
      .where(ofVideo);
    if (processing === "processing" || processing === before?.processing) return;
    await auditUpload(tx, principal, `publication.${processing}`, input, { reason });
  });
}

async function selectSession(
  db: Database | Transaction,
  key: UploadKey,
  lock?: "update",
): Promise<UploadSessionRecord | null> {
  const query = db.select().from(uploadSessions).where(whereKey(key)).$dynamic();
  const [row] = await (lock ? query.for(lock) : query);
  if (!row) return null;
  const { videoId, platform, state, sessionUri, bytesTotal, openedAt } = row;
  return { videoId, platform, state, sessionUri, bytesTotal, openedAt: openedAt.toISOString() };
}

async function requireVideo(db: Database | Transaction, principal: Principal, action: Action, videoId: string) {
  requireMay(principal, action);
  const [video] = await db.select({ channelId: videos.channelId }).from(videos).where(eq(videos.videoId, videoId));
  if (!video) throw new AppError("not_found", `there is no video ${videoId}`, { field: "video_id" });
  requireMay(principal, action, video.channelId);
}

/** The session's address is a secret and stays out of the audit. */
function auditUpload(
  tx: Transaction,
  principal: Principal,
  action: string,
  { videoId, platform }: UploadKey,
  details: Record<string, unknown>,
): Promise<void> {
  return appendAudit(tx, principal, { action, subject: `video/${videoId}`, details: { platform, ...details } });
}

function whereKey({ videoId, platform }: UploadKey) {
  return and(eq(uploadSessions.videoId, videoId), eq(uploadSessions.platform, platform));
}

function required<T>(value: T | null): T {
  if (value === null) throw new AppError("internal", "a row that was just written is not there");
  return value;
}
