import { AppError } from "../../domain/errors.ts";
import { defineCommand } from "../command.ts";
import { text } from "../flags.ts";
import { decide, decisionReasonFlag } from "./decision.ts";
import { videoIdFlag } from "./video-path.ts";

export const videoEdit = defineCommand({
  name: "edit",
  summary: "Change a video that waits for a person, then let it go on",
  example: `longtake video edit \\
    --video-id YourVideoId \\
    --title YourTitle \\
    --reason YourReason`,
  flags: {
    videoId: videoIdFlag,
    title: text("--title <Text>", "Title to publish under"),
    reason: decisionReasonFlag,
  },
  async run(context, { videoId, title, reason }) {
    if (title === undefined) throw new AppError("invalid_input", "expected something to change: --title");
    await decide(context, videoId, "edit", { title, reason });
  },
});
