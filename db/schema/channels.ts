import { sql } from "drizzle-orm";
import { check, index, integer, jsonb, text } from "drizzle-orm/pg-core";
import { CHANNEL_STATUSES, NICHES } from "../../domain/video/video.ts";
import { lifecycle, oneOf } from "./columns.ts";
import { core } from "./schemas.ts";

/**
 * Settings that steer script, voice, look and publishing (GEN-15): `domain/channel/profile.ts` names what counts, in
 * camelCase; rows from before may hold anything else beside it.
 */
export type ChannelSettings = Readonly<Record<string, unknown>>;

export const channels = core.table(
  "channels",
  {
    channelId: text("channel_id").primaryKey(),
    name: text("name").notNull(),
    niche: text("niche", { enum: NICHES }).notNull(),
    status: text("status", { enum: CHANNEL_STATUSES }).notNull().default("active"),
    personality: jsonb("personality").$type<ChannelSettings>().notNull().default({}),
    strategy: jsonb("strategy").$type<ChannelSettings>().notNull().default({}),
    monetization: jsonb("monetization").$type<ChannelSettings>().notNull().default({}),
    /** A `BrandKit`. */
    brand: jsonb("brand").$type<ChannelSettings>().notNull().default({}),
    /** Unit: videos per UTC day. Null means no cap of its own. */
    dailyVideosMax: integer("daily_videos_max"),
    ...lifecycle(),
  },
  (t) => [
    index("channels_status").on(t.status),
    check("channels_niche", oneOf(t.niche, NICHES)),
    check("channels_status_word", oneOf(t.status, CHANNEL_STATUSES)),
    check("channels_daily_videos_max", sql`${t.dailyVideosMax} >= 1`),
    check("channels_lifecycle", sql`${t.createdAt} <= ${t.updatedAt}`),
  ],
);
