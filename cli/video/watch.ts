import { defineCommand } from "../command.ts";
import { followVideo } from "./follow.ts";
import { videoIdFlag } from "./video-path.ts";

export const videoWatch = defineCommand({
  name: "watch",
  summary: "Follow a video until it is completed, fails, or waits for something",
  details:
    "A progress bar on a terminal, plain lines in a pipe, one object per message with --output jsonl. A video that failed exits with 1.",
  example: `longtake video watch \\
    --video-id YourVideoId`,
  flags: { videoId: videoIdFlag },
  run: (context, { videoId }) => followVideo(context, videoId),
});
