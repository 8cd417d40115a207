import { sql } from "drizzle-orm";
import { check, integer, primaryKey, text, unique } from "drizzle-orm/pg-core";
import { STAGES } from "../../domain/video/video.ts";
import { instant, lifecycle, oneOf } from "./columns.ts";
import { core } from "./schemas.ts";
import { videos } from "./videos.ts";

export const STAGE_STATUSES = ["running", "completed", "failed", "lost", "cancelled"] as const;

/** One row an attempt of a stage. */
export const pipelineStages = core.table(
  "pipeline_stages",
  {
    videoId: text("video_id")
      .notNull()
      .references(() => videos.videoId, { onDelete: "cascade" }),
    stage: text("stage", { enum: STAGES }).notNull(),
    attempt: integer("attempt").notNull(),
    /** Whose attempt it is, `<run id>/<number that the run gave it>`; null for those begun before this was kept. */
    claimId: text("claim_id"),
    status: text("status", { enum: STAGE_STATUSES }).notNull().default("running"),
    startedAt: instant("started_at").notNull().defaultNow(),
    finishedAt: instant("finished_at"),
    errorCode: text("error_code"),
    errorMessage: text("error_message"),
    ...lifecycle(),
  },
  (t) => [
    primaryKey({ columns: [t.videoId, t.stage, t.attempt] }),
    unique("pipeline_stages_claim").on(t.videoId, t.stage, t.claimId),
    check("pipeline_stages_stage", oneOf(t.stage, STAGES)),
    check("pipeline_stages_status", oneOf(t.status, STAGE_STATUSES)),
    check("pipeline_stages_attempt", sql`${t.attempt} >= 1`),
    check("pipeline_stages_finished_at", sql`(${t.status} = 'running') = (${t.finishedAt} is null)`),
    check("pipeline_stages_lifecycle", sql`${t.createdAt} <= ${t.updatedAt}`),
  ],
);
