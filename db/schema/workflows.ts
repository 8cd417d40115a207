import { sql } from "drizzle-orm";
import { check, index, text } from "drizzle-orm/pg-core";
import { instant, lifecycle, oneOf } from "./columns.ts";
import { core } from "./schemas.ts";

/** Temporal's words for how a run stands. */
export const WORKFLOW_STATUSES = [
  "running",
  "completed",
  "failed",
  "cancelled",
  "terminated",
  "timed_out",
  "continued_as_new",
] as const;
export type WorkflowStatus = (typeof WORKFLOW_STATUSES)[number];

/** The runs that business rows refer to; where a run stands is Temporal's to say, this is what it last said. */
export const workflows = core.table(
  "workflows",
  {
    workflowId: text("workflow_id").primaryKey(),
    runId: text("run_id").notNull(),
    type: text("type").notNull(),
    status: text("status", { enum: WORKFLOW_STATUSES }).notNull(),
    channelId: text("channel_id"),
    /** The business key the run is about: a video id, a case id, a window. */
    subjectId: text("subject_id").notNull(),
    startedBy: text("started_by").notNull(),
    startedAt: instant("started_at").notNull().defaultNow(),
    closedAt: instant("closed_at"),
    ...lifecycle(),
  },
  (t) => [
    index("workflows_type_status").on(t.type, t.status, t.startedAt),
    index("workflows_subject").on(t.subjectId),
    check("workflows_status", oneOf(t.status, WORKFLOW_STATUSES)),
    check("workflows_closed_at", sql`(${t.status} = 'running') = (${t.closedAt} is null)`),
    check("workflows_lifecycle", sql`${t.createdAt} <= ${t.updatedAt}`),
  ],
);
