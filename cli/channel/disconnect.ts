import { AppError } from "../../domain/errors.ts";
import { defineCommand } from "../command.ts";
import { toggle } from "../flags.ts";
import { channelIdFlag, channelPath } from "./channel-flags.ts";

export const channelDisconnect = defineCommand({
  name: "disconnect",
  summary: "Give up a channel's access to its YouTube account",
  example: `longtake channel disconnect \\
    --channel-id YourChannelId \\
    --yes`,
  flags: { channelId: channelIdFlag, yes: toggle("-y, --yes", "Do not ask") },
  async run(context, { channelId, yes }) {
    if (!yes && !(await context.confirm(`Disconnect channel ${channelId} from YouTube?`))) {
      throw new AppError("cancelled", "Nothing was changed");
    }
    await context.api().call({ method: "DELETE", path: channelPath(channelId, "connections", "youtube") });
    context.output.value({ channelId, platform: "youtube", connected: false }, () => [
      {
        title: "Disconnected",
        fields: [
          ["ChannelId", channelId],
          ["Platform", "youtube"],
        ],
      },
    ]);
  },
});
