import { sql } from "drizzle-orm";
import { check, primaryKey, text, unique } from "drizzle-orm/pg-core";
import { instant, lifecycle } from "./columns.ts";
import { core } from "./schemas.ts";
import { videos } from "./videos.ts";

/** A video on an outside platform: once per video and platform. */
export const publications = core.table(
  "publications",
  {
    videoId: text("video_id")
      .notNull()
      .references(() => videos.videoId),
    platform: text("platform").notNull(),
    platformVideoId: text("platform_video_id").notNull(),
    url: text("url").notNull(),
    publishedAt: instant("published_at").notNull().defaultNow(),
    ...lifecycle(),
  },
  (t) => [
    primaryKey({ columns: [t.videoId, t.platform] }),
    unique("publications_platform_video").on(t.platform, t.platformVideoId),
    check("publications_lifecycle", sql`${t.createdAt} <= ${t.updatedAt}`),
  ],
);
