import { AppError } from "../../domain/errors.ts";
import { defineCommand } from "../command.ts";
import { text } from "../flags.ts";
import { areParts, planBody, planFlags } from "../stage/plan-flags.ts";
import { runStage, showStage } from "../stage/run-stage.ts";

export const videoPreview = defineCommand({
  name: "preview",
  summary: "Draw a small draft in seconds, before anything is rendered",
  details:
    "Of a video whose script, narration and pictures are there, of a plan, or of the parts that `script write`, `narration speak` and `media find` print.",
  example: `longtake video preview \\
    --script script.json \\
    --timings YourTimingsKey \\
    --media YourMediaKey \\
    --captions karaoke \\
    --file preview.mp4`,
  flags: {
    videoId: text("-v, --video-id <YourVideoId>", "Video to draw, rendered or not"),
    ...planFlags,
    channelId: text("-c, --channel-id <YourChannelId>", "Channel it is made for"),
    file: text("-f, --file <Path>", "Where to write the draft"),
  },
  async run(context, { videoId, channelId, file, ...flags }) {
    const sources = [videoId !== undefined, flags.plan !== undefined, areParts(flags)].filter(Boolean);
    if (sources.length !== 1) {
      throw new AppError("invalid_input", "Give --video-id, --plan, or --script, --timings and --media together", {
        field: "--video-id",
      });
    }
    const run = await runStage(context, "preview", { videoId, channelId, ...(await planBody(context, flags)) });
    await showStage(context, run, { artifact: "preview.mp4", file });
  },
});
