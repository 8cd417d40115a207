import { defineCommand } from "../command.ts";
import { decide } from "./decision.ts";
import { videoIdFlag } from "./video-path.ts";

export const videoResume = defineCommand({
  name: "resume",
  summary: "Let a parked video try its stage again, once the cause is mended",
  example: `longtake video resume \\
    --video-id YourVideoId`,
  flags: { videoId: videoIdFlag },
  run: (context, { videoId }) => decide(context, videoId, "resume", {}),
});
