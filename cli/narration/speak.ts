import { AppError } from "../../domain/errors.ts";
import { defineCommand } from "../command.ts";
import { objectKeyOf } from "../file/upload-file.ts";
import { text } from "../flags.ts";
import { narrationFlags, narrationPart } from "../setting-flags.ts";
import { runStage, showStage } from "../stage/run-stage.ts";

export const narrationSpeak = defineCommand({
  name: "speak",
  summary: "Speak a script or a text, with the time of every word",
  details: "A script is a file of `longtake script write`, as it is or edited, or an object key.",
  example: `longtake narration speak \\
    --text "The sea rises twice a day." \\
    --voice en-us \\
    --pronunciation "sea=see" \\
    --file narration.wav`,
  flags: {
    script: text("--script <PathOrKey>", "Script to speak"),
    text: text("--text <Text>", "Text to speak, in place of a script"),
    channelId: text("-c, --channel-id <YourChannelId>", "Channel it is made for"),
    voice: text("--voice <YourVoice>", "Voice that speaks"),
    language: text("--language <Tag>", "BCP 47, as in en or pt-BR"),
    ...narrationFlags,
    file: text("-f, --file <Path>", "Where to write the sound"),
  },
  async run(context, { script, text: words, file, channelId, voice, language, ...narrated }) {
    if ((script === undefined) === (words === undefined)) {
      throw new AppError("invalid_input", "Give either --script or --text", { field: "--script" });
    }
    const scriptKey = script === undefined ? undefined : await objectKeyOf(context, script);
    const narration = await narrationPart(context, narrated);
    const body = { channelId, voice, language, scriptKey, text: words, narration };
    const run = await runStage(context, "narration", body);
    await showStage(context, run, { artifact: "narration.wav", file });
  },
});
