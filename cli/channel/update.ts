import { AppError } from "../../domain/errors.ts";
import { defineCommand } from "../command.ts";
import { valueSections } from "../value-sections.ts";
import { channelIdFlag, channelPath, channelSettingFlags } from "./channel-flags.ts";

export const channelUpdate = defineCommand({
  name: "update",
  summary: "Change settings of a channel",
  example: `longtake channel update \\
    --channel-id YourChannelId \\
    --status paused`,
  flags: { channelId: channelIdFlag, ...channelSettingFlags },
  async run(context, { channelId, ...changes }) {
    if (Object.values(changes).every((value) => value === undefined)) {
      throw new AppError("invalid_input", "expected something to change, such as --status paused");
    }
    const path = channelPath(channelId);
    const channel = await context.api().call<unknown>({ method: "PATCH", path, body: changes });
    context.output.value(channel, () => valueSections(context.output, "Channel", channel));
  },
});
