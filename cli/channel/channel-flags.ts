import { CHANNEL_STATUSES, NICHES } from "../../domain/video.ts";
import { choice, integer, jsonObject, required, text } from "../flags.ts";

export const channelIdFlag = required(text("-c, --channel-id <YourChannelId>", "Channel to act on"));

/** What may be set when a channel is made, and changed afterwards. */
export const channelSettingFlags = {
  name: text("--name <Text>", "Name that people see"),
  niche: choice("--niche <Niche>", "What the channel is about", NICHES),
  status: choice("--status <Status>", "Only an active channel takes videos", CHANNEL_STATUSES),
  personality: jsonObject("--personality <Json>", "Tone and voice, as a JSON object"),
  strategy: jsonObject("--strategy <Json>", "Content strategy, as a JSON object"),
  monetization: jsonObject("--monetization <Json>", "Monetization settings, as a JSON object"),
  dailyVideosMax: integer("--daily-videos-max <Count>", "Videos per UTC day at most", { min: 1, max: 10_000 }),
} as const;

export function channelPath(channelId: string, ...rest: readonly string[]): string {
  return ["/channels", ...[channelId, ...rest].map(encodeURIComponent)].join("/");
}
