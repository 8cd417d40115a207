import { ASPECTS, COMPLEXITIES, SIZES } from "../../domain/video/video.ts";
import { AppError } from "../../domain/errors.ts";
import { defineCommand } from "../command.ts";
import { objectKeyOf } from "../file/upload-file.ts";
import { choice, integer, text } from "../flags.ts";
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
    plan: text("--plan <PathOrKey>", "Plan to render as it is"),
    script: text("--script <PathOrKey>", "Script, in place of a plan"),
    timings: text("--timings <Key>", "TimingsKey of its narration"),
    media: text("--media <Key>", "MediaKey of its pictures"),
    channelId: text("-c, --channel-id <YourChannelId>", "Channel whose costs these are"),
    aspect: choice("--aspect <Ratio>", "Shape of the picture", ASPECTS),
    size: choice("--size <Size>", "Short edge of the picture", SIZES),
    seed: integer("--seed <Number>", "Varies music and motion", { min: 0, max: 2_147_483_647 }),
    complexity: choice("--complexity <Complexity>", "How much work the picture gets", COMPLEXITIES),
    file: text("-f, --file <Path>", "Where to write the video"),
  },
  async run(context, { plan, script, timings, media, file, ...body }) {
    if (plan === undefined && (script === undefined || timings === undefined || media === undefined)) {
      throw new AppError("invalid_input", "Give --plan, or --script, --timings and --media together", {
        field: "--plan",
      });
    }
    const run = await runStage(context, "render", {
      ...body,
      planKey: plan === undefined ? undefined : await objectKeyOf(context, plan),
      scriptKey: script === undefined ? undefined : await objectKeyOf(context, script),
      timingsKey: timings,
      mediaKey: media,
    });
    await showStage(context, run, { artifact: "video.mp4", file });
  },
});
