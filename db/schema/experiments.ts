import { sql } from "drizzle-orm";
import { check, index, integer, jsonb, text } from "drizzle-orm/pg-core";
import type { Exposure } from "../../domain/channel/experiment-rules.ts";
import { instant, lifecycle, oneOf } from "./columns.ts";
import { core } from "./schemas.ts";
import { videos } from "./videos.ts";

export const EXPERIMENT_KINDS = ["title", "thumbnail"] as const;
export const EXPERIMENT_STATUSES = ["running", "decided", "inconclusive", "stopped"] as const;

/** A test of titles or thumbnails on a published video (GEN-17): one variant after the other, then the winner stays. */
export const experiments = core.table(
  "experiments",
  {
    experimentId: text("experiment_id").primaryKey(),
    videoId: text("video_id")
      .notNull()
      .references(() => videos.videoId),
    kind: text("kind", { enum: EXPERIMENT_KINDS }).notNull(),
    status: text("status", { enum: EXPERIMENT_STATUSES }).notNull().default("running"),
    /** Titles, or object keys of pictures; the first is what the video has. */
    variants: jsonb("variants").$type<readonly string[]>().notNull(),
    /** Hours that a variant stays before the next takes its place. */
    rotationHours: integer("rotation_hours").notNull(),
    /** Rounds over all variants, at most. */
    roundsMax: integer("rounds_max").notNull(),
    /** Measured so far, in order. */
    results: jsonb("results").$type<readonly Exposure[]>().notNull().default([]),
    winner: integer("winner"),
    /** Why it ended as it did. */
    reason: text("reason"),
    createdBy: text("created_by").notNull(),
    finishedAt: instant("finished_at"),
    ...lifecycle(),
  },
  (t) => [
    index("experiments_video").on(t.videoId),
    check("experiments_kind", oneOf(t.kind, EXPERIMENT_KINDS)),
    check("experiments_status", oneOf(t.status, EXPERIMENT_STATUSES)),
    check("experiments_limits", sql`${t.rotationHours} >= 1 and ${t.roundsMax} >= 1 and ${t.winner} >= 0`),
    check("experiments_finished", sql`(${t.status} = 'running') = (${t.finishedAt} is null)`),
    check("experiments_lifecycle", sql`${t.createdAt} <= ${t.updatedAt}`),
  ],
);
