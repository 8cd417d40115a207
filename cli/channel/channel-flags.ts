import { CHANNEL_STATUSES, NICHES } from "../../domain/video/video.ts";
import { choice, type FlagValues, integer, required, text } from "../flags.ts";
import { profileFlags, profileOf } from "./profile-flags.ts";

export const channelIdFlag = required(text("-c, --channel-id <YourChannelId>", "Channel to act on"));

/** What may be set when a channel is made, and changed afterwards. */
export const channelSettingFlags = {
  name: text("--name <Text>", "Name that people see"),
  niche: choice("--niche <Niche>", "What the channel is about", NICHES),
  status: choice("--status <Status>", "Only an active channel takes videos", CHANNEL_STATUSES),
  dailyVideosMax: integer("--daily-videos-max <Count>", "Videos per UTC day at most", { min: 1, max: 10_000 }),
  ...profileFlags,
} as const;

/** The flags as the API takes them; empty when none was given. */
export function channelBody(flags: FlagValues<typeof channelSettingFlags>): Readonly<Record<string, unknown>> {
  const { name, niche, status, dailyVideosMax, ...profile } = flags;
  const own = Object.entries({ name, niche, status, dailyVideosMax }).filter(([, value]) => value !== undefined);
  return { ...Object.fromEntries(own), ...profileOf(profile) };
}

export function channelPath(channelId: string, ...rest: readonly string[]): string {
  return ["/channels", ...[channelId, ...rest].map(encodeURIComponent)].join("/");
}
