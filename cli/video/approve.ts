import { defineCommand } from "../command.ts";
import { decide, decisionReasonFlag } from "./decision.ts";
import { videoIdFlag } from "./video-path.ts";

export const videoApprove = defineCommand({
  name: "approve",
  summary: "Approve a video that waits for a person, as it is",
  example: `longtake video approve \\
    --video-id YourVideoId \\
    --reason YourReason`,
  flags: { videoId: videoIdFlag, reason: decisionReasonFlag },
  run: (context, { videoId, reason }) => decide(context, videoId, "approve", { reason }),
});
