import { defineCommand } from "../command.ts";
import { valueSections } from "../value-sections.ts";
import { channelIdFlag, channelPath } from "./channel-flags.ts";

export const channelShow = defineCommand({
  name: "show",
  summary: "Show a channel: its settings and its connections",
  example: `longtake channel show \\
    --channel-id YourChannelId`,
  flags: { channelId: channelIdFlag },
  async run(context, { channelId }) {
    const channel = await context.api().call<unknown>({ method: "GET", path: channelPath(channelId) });
    context.output.value(channel, () => valueSections(context.output, "Channel", channel));
  },
});
