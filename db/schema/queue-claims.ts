import { check, index, integer, text } from "drizzle-orm/pg-core";
import { instant, oneOf } from "./columns.ts";
import { core } from "./schemas.ts";
import { videoQueue } from "./video-queue.ts";

/** The answer to every successful claim, so that a repeated claim gets the same one. */
export const queueClaims = core.table(
  "queue_claims",
  {
    claimId: text("claim_id").primaryKey(),
    videoId: text("video_id")
      .notNull()
      .references(() => videoQueue.videoId, { onDelete: "cascade" }),
    kind: text("kind", { enum: ["start", "resume"] }).notNull(),
    priority: integer("priority").notNull(),
    claimedAt: instant("claimed_at").notNull().defaultNow(),
  },
  (t) => [index("queue_claims_video").on(t.videoId), check("queue_claims_kind", oneOf(t.kind, ["start", "resume"]))],
);
