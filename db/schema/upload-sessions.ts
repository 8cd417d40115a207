import { sql } from "drizzle-orm";
import { bigint, check, primaryKey, text } from "drizzle-orm/pg-core";
import { instant, lifecycle, oneOf } from "./columns.ts";
import { core } from "./schemas.ts";
import { videos } from "./videos.ts";

export const UPLOAD_STATES = ["opening", "open", "closed"] as const;

/** The intent to upload, written before the platform hears of it, so that a crash leaves a question and no doubt. */
export const uploadSessions = core.table(
  "upload_sessions",
  {
    videoId: text("video_id")
      .notNull()
      .references(() => videos.videoId, { onDelete: "cascade" }),
    platform: text("platform").notNull(),
    state: text("state", { enum: UPLOAD_STATES }).notNull().default("opening"),
    /** The resumable session's address; a secret of its own, null until the platform has given it. */
    sessionUri: text("session_uri"),
    bytesTotal: bigint("bytes_total", { mode: "number" }).notNull(),
    openedAt: instant("opened_at").notNull().defaultNow(),
    closedAt: instant("closed_at"),
    ...lifecycle(),
  },
  (t) => [
    primaryKey({ columns: [t.videoId, t.platform] }),
    check("upload_sessions_state", oneOf(t.state, UPLOAD_STATES)),
    check("upload_sessions_uri", sql`${t.state} <> 'open' or ${t.sessionUri} is not null`),
    check("upload_sessions_closed_at", sql`(${t.state} = 'closed') = (${t.closedAt} is not null)`),
    check("upload_sessions_bytes_total", sql`${t.bytesTotal} > 0`),
    check("upload_sessions_lifecycle", sql`${t.createdAt} <= ${t.updatedAt}`),
  ],
);
