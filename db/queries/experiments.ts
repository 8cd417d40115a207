import { and, desc, eq, sql } from "drizzle-orm";
import { AppError } from "../../domain/errors.ts";
import type { Exposure } from "../../domain/channel/experiment-rules.ts";
import type { Principal } from "../../domain/principal.ts";
import { isHidden } from "../../domain/video/visibility.ts";
import { type Database, inTransaction, type Transaction } from "../client.ts";
import {
  type EXPERIMENT_KINDS,
  type EXPERIMENT_STATUSES,
  experiments,
  files,
  publications,
  videos,
} from "../schema/index.ts";
import { appendAudit } from "./audit.ts";
import { requireMay, withinScope } from "./scope.ts";

export type ExperimentKind = (typeof EXPERIMENT_KINDS)[number];
export type ExperimentStatus = (typeof EXPERIMENT_STATUSES)[number];

export interface ExperimentRecord {
  readonly experimentId: string;
  readonly videoId: string;
  readonly channelId: string;
  readonly kind: ExperimentKind;
  readonly status: ExperimentStatus;
  /** Titles, or object keys of pictures; the first is what the video had. */
  readonly variants: readonly string[];
  readonly rotationHours: number;
  readonly roundsMax: number;
  readonly results: readonly Exposure[];
  readonly winner: number | null;
  readonly reason: string | null;
  readonly createdAt: string;
  readonly finishedAt: string | null;
}

/**
 * Begins a test of the present title or thumbnail against others. Throws not_found for an unknown video, conflict for
 * one that is not published, private or already in a test, invalid_input for a picture that nobody gave.
 */
export function createExperiment(
  db: Database | Transaction,
  principal: Principal,
  input: {
    readonly experimentId: string;
    readonly videoId: string;
    readonly kind: ExperimentKind;
    /** Beside what the video has. */
    readonly others: readonly string[];
    readonly rotationHours: number;
    readonly roundsMax: number;
  },
): Promise<ExperimentRecord> {
  const { others, ...rest } = input;
  const { experimentId, videoId, kind } = rest;
  requireMay(principal, "execute");
  return inTransaction(db, async (tx) => {
    const [video] = await tx.select().from(videos).where(eq(videos.videoId, videoId)).for("no key update");
    if (!video) throw new AppError("not_found", `there is no video ${videoId}`, { field: "video_id" });
    requireMay(principal, "execute", video.channelId);
    const [published] = await tx.select().from(publications).where(eq(publications.videoId, videoId));
    if (!published) {
      throw new AppError("conflict", `the video ${videoId} is not published`, {
        field: "video_id",
        remedy: "Publish it first.",
      });
    }
    const hour = video.publishStatus === "scheduled" ? (video.scheduledFor?.toISOString() ?? null) : null;
    if (isHidden(published, hour, Date.now())) {
      throw new AppError("conflict", `the video ${videoId} is private: nobody would see what is tested`, {
        field: "video_id",
        remedy: "Wait for its hour, or say again who may see it: longtake video publish --privacy unlisted.",
      });
    }
    const [running] = await tx
      .select({ experimentId: experiments.experimentId })
      .from(experiments)
      .where(and(eq(experiments.videoId, videoId), eq(experiments.status, "running")));
    if (running) {
      throw new AppError("conflict", `the experiment ${running.experimentId} runs on this video`, {
        remedy: `Stop it first: longtake experiment stop --experiment-id ${running.experimentId}`,
      });
    }
    const present = kind === "title" ? (video.title ?? video.topic) : presentThumbnail(video.artifacts);
    if (others.includes(present)) {
      throw new AppError("invalid_input", "one of the variants is what the video has", { field: "variants" });
    }
    if (kind === "thumbnail") await requirePictures(tx, others, Object.values(video.artifacts));
    const createdBy = `${principal.kind}/${principal.id}`;
    const [row] = await tx
      .insert(experiments)
      .values({ ...rest, variants: [present, ...others], createdBy })
      .returning();
    if (!row) throw new AppError("internal", "an experiment that was just written is not there");
    await audit(tx, principal, "created", experimentId, { ...input });
    return recordOf(row, video.channelId);
  });
}

/** Newest first, at most 200. */
export async function listExperiments(
  db: Database | Transaction,
  principal: Principal,
  filter: { readonly videoId?: string; readonly status?: ExperimentStatus } = {},
): Promise<ExperimentRecord[]> {
  requireMay(principal, "read");
  const rows = await db
    .select({ experiment: experiments, channelId: videos.channelId })
    .from(experiments)
    .innerJoin(videos, eq(videos.videoId, experiments.videoId))
    .where(
      and(
        withinScope(principal, videos.channelId),
        filter.videoId === undefined ? undefined : eq(experiments.videoId, filter.videoId),
        filter.status === undefined ? undefined : eq(experiments.status, filter.status),
      ),
    )
    .orderBy(desc(experiments.createdAt))
    .limit(200);
  return rows.map(({ experiment, channelId }) => recordOf(experiment, channelId));
}

/** Throws not_found also outside the principal's channels. */
export async function getExperiment(
  db: Database | Transaction,
  principal: Principal,
  { experimentId }: { readonly experimentId: string },
): Promise<ExperimentRecord> {
  requireMay(principal, "read");
  const [row] = await db
    .select({ experiment: experiments, channelId: videos.channelId })
    .from(experiments)
    .innerJoin(videos, eq(videos.videoId, experiments.videoId))
    .where(eq(experiments.experimentId, experimentId));
  if (!row) {
    throw new AppError("not_found", `there is no experiment ${experimentId}`, { field: "experiment_id" });
  }
  requireMay(principal, "read", row.channelId);
  return recordOf(row.experiment, row.channelId);
}

/**
 * Throws conflict while a test of this kind runs on the video: it would put its next variant over the edit, and in the
 * end what it began with. A transaction that asks keeps others from beginning one until it ends.
 */
export async function requireUntested(
  db: Database | Transaction,
  { videoId, kind }: { readonly videoId: string; readonly kind: string },
): Promise<void> {
  await db.select({ videoId: videos.videoId }).from(videos).where(eq(videos.videoId, videoId)).for("no key update");
  const [running] = await db
    .select({ experimentId: experiments.experimentId })
    .from(experiments)
    .where(
      and(eq(experiments.videoId, videoId), eq(experiments.status, "running"), sql`${experiments.kind} = ${kind}`),
    );
  if (!running) return;
  const { experimentId } = running;
  throw new AppError("conflict", `the experiment ${experimentId} tests the ${kind} of this video`, {
    field: "edit.kind",
    remedy: `Wait until it ends, or stop it first: longtake experiment stop --experiment-id ${experimentId} --reason …`,
  });
}

/** What the platform shows now stands first: that is what comes back when nothing wins. Before the first result only. */
export async function recordOriginal(
  db: Database | Transaction,
  { experimentId, original }: { readonly experimentId: string; readonly original: string },
): Promise<void> {
  await db.execute(sql`
    update core.experiments set variants = jsonb_set(variants, '{0}', ${JSON.stringify(original)}::jsonb),
      updated_at = clock_timestamp()
    where experiment_id = ${experimentId} and results = '[]'::jsonb`);
}

/** Adds the nth result; repeated, it is there already. */
export async function recordExposure(
  db: Database | Transaction,
  input: { readonly experimentId: string; readonly index: number; readonly exposure: Exposure },
): Promise<void> {
  const { experimentId, index, exposure } = input;
  await db.execute(sql`
    update core.experiments set results = results || ${JSON.stringify([exposure])}::jsonb,
      updated_at = clock_timestamp()
    where experiment_id = ${experimentId} and jsonb_array_length(results) = ${index}`);
}

/** Ends the experiment once; a winning title or thumbnail becomes the video's. */
export async function finishExperiment(
  db: Database | Transaction,
  principal: Principal,
  input: {
    readonly experimentId: string;
    readonly status: Exclude<ExperimentStatus, "running">;
    readonly winner: number | null;
    readonly reason: string;
  },
): Promise<void> {
  const { experimentId, ...outcome } = input;
  await inTransaction(db, async (tx) => {
    const [row] = await tx
      .update(experiments)
      .set({ ...outcome, finishedAt: sql`clock_timestamp()` })
      .where(and(eq(experiments.experimentId, experimentId), eq(experiments.status, "running")))
      .returning();
    if (!row) return;
    const shown = row.variants[outcome.winner ?? 0];
    if (outcome.status === "decided" && shown !== undefined) {
      const thumbnail = JSON.stringify({ thumbnailKey: shown });
      const won =
        row.kind === "title" ? { title: shown } : { artifacts: sql`${videos.artifacts} || ${thumbnail}::jsonb` };
      await tx.update(videos).set(won).where(eq(videos.videoId, row.videoId));
    }
    await audit(tx, principal, outcome.status, experimentId, { ...outcome, videoId: row.videoId });
  });
}

function presentThumbnail(artifacts: Readonly<Record<string, string>>): string {
  const present = artifacts["youtubeThumbnailKey"] ?? artifacts["thumbnailKey"];
  if (present !== undefined) return present;
  throw new AppError("conflict", "the video has no thumbnail of its own yet", {
    remedy: "Set one first: longtake video edit.",
  });
}

async function requirePictures(tx: Transaction, keys: readonly string[], ownKeys: readonly string[]): Promise<void> {
  for (const key of keys) {
    if (ownKeys.includes(key)) continue;
    const [file] = await tx.select().from(files).where(eq(files.objectKey, key));
    if (file !== undefined && ["image/png", "image/jpeg"].includes(file.mediaType)) continue;
    throw new AppError("invalid_input", `${key} is no PNG or JPEG that somebody gave`, {
      field: "variants",
      remedy: "Give it with POST /files and name the object key of the answer.",
    });
  }
}

function audit(tx: Transaction, principal: Principal, what: string, experimentId: string, details: object) {
  const subject = `experiment/${experimentId}`;
  return appendAudit(tx, principal, { action: `experiment.${what}`, subject, details: { ...details } });
}

function recordOf(row: typeof experiments.$inferSelect, channelId: string): ExperimentRecord {
  const { experimentId, videoId, kind, status, variants, rotationHours, roundsMax, results, winner, reason } = row;
  return {
    ...{ experimentId, videoId, channelId, kind, status, variants, rotationHours, roundsMax, results, winner, reason },
    createdAt: row.createdAt.toISOString(),
    finishedAt: row.finishedAt?.toISOString() ?? null,
  };
}
