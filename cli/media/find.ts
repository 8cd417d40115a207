import { ASPECTS, SIZES } from "../../domain/video/video.ts";
import { MEDIA_SOURCES } from "../../domain/video/video-settings.ts";
import { defineCommand } from "../command.ts";
import { objectKeyOf } from "../file/upload-file.ts";
import { choice, integer, repeated, required, text } from "../flags.ts";
import { mediaFileFlags, mediaPart } from "../setting-flags.ts";
import { runStage, showStage } from "../stage/run-stage.ts";

export const mediaFind = defineCommand({
  name: "find",
  summary: "Find or draw the pictures of a script, with their credits",
  details: "A script is a file of `longtake script write`, as it is or edited, or an object key.",
  example: `longtake media find \\
    --script script.json \\
    --aspect 9:16 \\
    --source pexels \\
    --source generated \\
    --media-file harbour.jpg \\
    --media-scene harbour.jpg=2 \\
    --file media.json`,
  flags: {
    script: required(text("--script <PathOrKey>", "Script that is to be shown")),
    channelId: text("-c, --channel-id <YourChannelId>", "Channel it is made for"),
    topic: text("-t, --topic <Text>", "What it is about; the script's title when left out"),
    aspect: choice("--aspect <Ratio>", "Shape of the picture", ASPECTS),
    size: choice("--size <Size>", "Short edge of the picture", SIZES),
    seed: integer("--seed <Number>", "Varies the pictures", { min: 0, max: 2_147_483_647 }),
    source: repeated(
      choice("--source <Name>", "Where to look, in order of preference; may be repeated", MEDIA_SOURCES),
    ),
    ...mediaFileFlags,
    file: text("-f, --file <Path>", "Where to write the list of pictures"),
  },
  async run(context, { script, source, file, mediaFile, mediaScene, mediaCredit, ...body }) {
    const scriptKey = await objectKeyOf(context, script);
    const media = await mediaPart(context, source, { mediaFile, mediaScene, mediaCredit });
    const run = await runStage(context, "media", { ...body, scriptKey, media });
    await showStage(context, run, { artifact: "media.json", file });
  },
});
