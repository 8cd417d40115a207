import { AppError } from "../../domain/errors.ts";
import { defineCommand } from "../command.ts";
import { objectKeyOf } from "../file/upload-file.ts";
import { text } from "../flags.ts";
import { runStage, showStage } from "../stage/run-stage.ts";

export const videoPreview = defineCommand({
  name: "preview",
  summary: "Draw a small draft of a video or plan in seconds",
  example: `longtake video preview \\
    --video-id YourVideoId \\
    --file preview.mp4`,
  flags: {
    videoId: text("-v, --video-id <YourVideoId>", "Video that has a plan already"),
    plan: text("--plan <PathOrKey>", "Plan, in place of a video"),
    channelId: text("-c, --channel-id <YourChannelId>", "Channel whose costs these are"),
    file: text("-f, --file <Path>", "Where to write the draft"),
  },
  async run(context, { videoId, plan, channelId, file }) {
    if ((videoId === undefined) === (plan === undefined)) {
      throw new AppError("invalid_input", "Give either --video-id or --plan", { field: "--video-id" });
    }
    const planKey = plan === undefined ? undefined : await objectKeyOf(context, plan);
    const run = await runStage(context, "preview", { videoId, planKey, channelId });
    await showStage(context, run, { artifact: "preview.mp4", file });
  },
});
