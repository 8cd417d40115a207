import { STRUCTURES } from "../../domain/script/structures.ts";
import { SECONDS_MAX, SECONDS_MIN } from "../../domain/video/video.ts";
import { SCRIPT_SOURCES } from "../../domain/video/video-settings.ts";
import { defineCommand } from "../command.ts";
import { choice, integer, required, text } from "../flags.ts";
import { scriptFlags, scriptPart } from "../setting-flags.ts";
import { runStage, showStage } from "../stage/run-stage.ts";

/** A script of one's own needs no writing. */
const SCRIPT_WRITERS = SCRIPT_SOURCES.filter((source) => source !== "own");

export const scriptWrite = defineCommand({
  name: "write",
  summary: "Write a script, and nothing else",
  details: "The file that is written can be edited and given to the other stages.",
  example: `longtake script write \\
    --topic "How tides work" \\
    --seconds 60 \\
    --tone "curious and warm" \\
    --file script.json`,
  flags: {
    topic: required(text("-t, --topic <Text>", "What the script is about")),
    channelId: text("-c, --channel-id <YourChannelId>", "Channel it is made for"),
    seconds: integer("--seconds <Count>", "Wanted length", { min: SECONDS_MIN, max: SECONDS_MAX }),
    voice: text("--voice <YourVoice>", "Voice whose pace decides how many words fit"),
    language: text("--language <Tag>", "BCP 47, as in en or pt-BR"),
    seed: integer("--seed <Number>", "Varies the wording", { min: 0, max: 2_147_483_647 }),
    source: choice("--source <Source>", "Who writes it", SCRIPT_WRITERS),
    structure: choice(
      "--structure <Name>",
      "How the script is built",
      STRUCTURES.map(({ name }) => name),
    ),
    ...scriptFlags,
    file: text("-f, --file <Path>", "Where to write the script"),
  },
  async run(context, { file, source, structure, tone, audience, keyword, catchPhrase, ...body }) {
    const script = scriptPart({ tone, audience, keyword, catchPhrase }, { source, structure });
    const run = await runStage(context, "script", { ...body, script });
    await showStage(context, run, { artifact: "script.json", file });
  },
});
