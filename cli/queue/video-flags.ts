import { ASPECTS, COMPLEXITIES, SECONDS_MAX, SECONDS_MIN, SIZES } from "../../domain/video/video.ts";
import { MEDIA_SOURCES, SCRIPT_SOURCES } from "../../domain/video/video-settings.ts";
import type { CommandContext } from "../context.ts";
import { objectKeyOf } from "../file/upload-file.ts";
import { choice, type FlagValues, integer, repeated, text } from "../flags.ts";
import * as settings from "../setting-flags.ts";

/** What may be asked of a video on a command line; what is left out comes from the schedule or the channel. */
export const videoFlags = {
  seconds: integer("--seconds <Count>", "Wanted length", { min: SECONDS_MIN, max: SECONDS_MAX }),
  aspect: choice("--aspect <Ratio>", "Shape of the picture", ASPECTS),
  size: choice("--size <Size>", "Short edge of the picture", SIZES),
  voice: text("--voice <YourVoice>", "Voice, as in en-us or openai:alloy"),
  language: text("--language <Language>", "Language (BCP 47), as in pt-BR"),
  seed: integer("--seed <Number>", "Varies wording and pictures", { min: 0, max: 2_147_483_647 }),
  complexity: choice("--complexity <Complexity>", "How much work the picture gets", COMPLEXITIES),
  scriptSource: choice("--script-source <Source>", "Who writes the script", SCRIPT_SOURCES),
  structure: text("--structure <Name>", "How the script is told, as in countdown"),
  ...settings.scriptFlags,
  scriptFile: text("--script-file <Path>", "Your own script, text or JSON"),
  ...settings.narrationFlags,
  mediaSource: repeated(
    choice("--media-source <Source>", "In order; left out: all that are set up here", MEDIA_SOURCES),
  ),
  ...settings.mediaFileFlags,
  ...settings.lookFlags,
  ...settings.musicFlags,
  ...settings.publishFlags,
} as const;

/** The flags as the API's video request takes them; files go up first and are named by their object keys. */
export async function videoLayer(
  context: CommandContext,
  flags: FlagValues<typeof videoFlags>,
): Promise<Readonly<Record<string, unknown>>> {
  const { seconds, aspect, size, voice, language, seed, complexity, structure, scriptFile } = flags;
  const ownKey = scriptFile === undefined ? undefined : await objectKeyOf(context, scriptFile);
  return {
    ...{ seconds, aspect, size, voice, language, seed, complexity },
    script: settings.scriptPart(flags, { source: flags.scriptSource, structure, ownKey }),
    narration: await settings.narrationPart(context, flags),
    media: await settings.mediaPart(context, flags.mediaSource, flags),
    look: settings.lookPart(flags),
    music: await settings.musicPart(context, flags),
    publish: settings.publishPart(flags),
  };
}
