import { AppError } from "../../domain/errors.ts";
import { defineCommand } from "../command.ts";
import { text } from "../flags.ts";
import { areParts, planBody, planFlags } from "../stage/plan-flags.ts";
import { runStage, showStage } from "../stage/run-stage.ts";

export const videoRender = defineCommand({
  name: "render",
  summary: "Render a plan, or a script with its narration and pictures",
  details:
    "Nothing is queued, judged or published. A plan is the `plan.json` of a video, as it is or edited; the parts are what `script write`, `narration speak` and `media find` print.",
  example: `longtake video render \\
    --plan plan.json \\
    --file video.mp4`,
  flags: {
    ...planFlags,
    channelId: text("-c, --channel-id <YourChannelId>", "Channel it is made for"),
    file: text("-f, --file <Path>", "Where to write the video"),
  },
  async run(context, { channelId, file, ...flags }) {
    if (flags.plan === undefined && !areParts(flags)) {
      throw new AppError("invalid_input", "Give --plan, or --script, --timings and --media together", {
        field: "--plan",
      });
    }
    const run = await runStage(context, "render", { channelId, ...(await planBody(context, flags)) });
    await showStage(context, run, { artifact: "video.mp4", file });
  },
});
