import { index, check, jsonb, text, uuid } from "drizzle-orm/pg-core";
import { instant, oneOf } from "./columns.ts";
import { core } from "./schemas.ts";
import { videos } from "./videos.ts";

export const DECISIONS = ["approved", "rejected", "edited"] as const;

/** What a person decided about a video, and why; never updated. */
export const videoDecisions = core.table(
  "video_decisions",
  {
    decisionId: uuid("decision_id").primaryKey().defaultRandom(),
    videoId: text("video_id")
      .notNull()
      .references(() => videos.videoId, { onDelete: "cascade" }),
    decision: text("decision", { enum: DECISIONS }).notNull(),
    reason: text("reason").notNull(),
    edits: jsonb("edits"),
    decidedBy: text("decided_by").notNull(),
    createdAt: instant("created_at").notNull().defaultNow(),
  },
  (t) => [
    index("video_decisions_video").on(t.videoId, t.createdAt),
    check("video_decisions_decision", oneOf(t.decision, DECISIONS)),
  ],
);
