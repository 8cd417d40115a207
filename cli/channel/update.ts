import { AppError } from "../../domain/errors.ts";
import { defineCommand } from "../command.ts";
import { valueSections } from "../value-sections.ts";
import { channelBody, channelIdFlag, channelPath, channelSettingFlags } from "./channel-flags.ts";

export const channelUpdate = defineCommand({
  name: "update",
  summary: "Change settings of a channel",
  details:
    "Settings that are not named stay. Inside the JSON flags null takes a setting away: --personality '{\"tone\":null}'.",
  example: `longtake channel update \\
    --channel-id YourChannelId \\
    --tone "curious and warm" \\
    --captions karaoke \\
    --privacy unlisted`,
  flags: { channelId: channelIdFlag, ...channelSettingFlags },
  async run(context, { channelId, ...flags }) {
    const body = channelBody(flags);
    if (Object.keys(body).length === 0) {
      throw new AppError("invalid_input", "expected something to change, such as --status paused");
    }
    const path = channelPath(channelId);
    const channel = await context.api().call<unknown>({ method: "PATCH", path, body });
    context.output.value(channel, () => valueSections(context.output, "Channel", channel));
  },
});
