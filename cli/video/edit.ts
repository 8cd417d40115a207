import { defineCommand } from "../command.ts";
import { required, text } from "../flags.ts";
import { decide, decisionReasonFlag } from "./decision.ts";
import { videoIdFlag } from "./video-path.ts";

export const videoEdit = defineCommand({
  name: "edit",
  summary: "Change a video that waits for a person; approve it afterwards",
  example: `longtake video edit \\
    --video-id YourVideoId \\
    --title YourTitle \\
    --reason YourReason`,
  flags: {
    videoId: videoIdFlag,
    title: required(text("--title <Text>", "Title to publish under, at most 100 characters")),
    reason: decisionReasonFlag,
  },
  run: (context, { videoId, title, reason }) => decide(context, videoId, "edit", { title, reason }),
});
