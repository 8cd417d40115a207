import { AppError } from "../../domain/errors.ts";
import { defineCommand } from "../command.ts";
import { toggle } from "../flags.ts";
import { decide, decisionReasonFlag } from "./decision.ts";
import { videoIdFlag } from "./video-path.ts";

export const videoReject = defineCommand({
  name: "reject",
  summary: "Reject a video that waits for a person; its run ends",
  example: `longtake video reject \\
    --video-id YourVideoId \\
    --reason YourReason \\
    --yes`,
  flags: { videoId: videoIdFlag, reason: decisionReasonFlag, yes: toggle("-y, --yes", "Do not ask") },
  async run(context, { videoId, reason, yes }) {
    if (!yes && !(await context.confirm(`Reject video ${videoId}?`))) {
      throw new AppError("cancelled", "Nothing was changed");
    }
    await decide(context, videoId, "reject", { reason });
  },
});
