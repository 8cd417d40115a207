import { index, integer, primaryKey, text } from "drizzle-orm/pg-core";
import { channels } from "./channels.ts";
import { instant } from "./columns.ts";
import { core } from "./schemas.ts";
import { videos } from "./videos.ts";

/** Which picture or clip of a library went into which video, so that a channel does not show the same one again soon. */
export const mediaUses = core.table(
  "media_uses",
  {
    videoId: text("video_id")
      .notNull()
      .references(() => videos.videoId, { onDelete: "cascade" }),
    scene: integer("scene").notNull(),
    channelId: text("channel_id")
      .notNull()
      .references(() => channels.channelId),
    /** `pexels`, `pixabay`, `folder`, `upload`. */
    source: text("source").notNull(),
    /** The library's own id of it. */
    assetId: text("asset_id").notNull(),
    usedAt: instant("used_at").notNull().defaultNow(),
  },
  (t) => [
    primaryKey({ columns: [t.videoId, t.scene] }),
    index("media_uses_channel_asset").on(t.channelId, t.source, t.assetId),
  ],
);
