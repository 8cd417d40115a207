import { AppError } from "../../domain/errors.ts";
import { defineCommand } from "../command.ts";
import { toggle } from "../flags.ts";
import { queuedVideoIdFlag } from "./queue-flags.ts";

export const queueCancel = defineCommand({
  name: "cancel",
  summary: "Take a video out of the queue, or stop its run",
  example: `longtake queue cancel \\
    --video-id YourVideoId \\
    --yes`,
  flags: { videoId: queuedVideoIdFlag, yes: toggle("-y, --yes", "Do not ask") },
  async run(context, { videoId, yes }) {
    if (!yes && !(await context.confirm(`Cancel video ${videoId}?`))) {
      throw new AppError("cancelled", "Nothing was changed");
    }
    const path = `/pipeline/queue/${encodeURIComponent(videoId)}`;
    const answer = await context.api().call<{ readonly state?: string }>({ method: "DELETE", path });
    context.output.value({ videoId, ...answer }, () => [
      {
        title: "Cancel",
        fields: [
          ["VideoId", videoId],
          ["State", answer.state],
        ],
      },
    ]);
  },
});
