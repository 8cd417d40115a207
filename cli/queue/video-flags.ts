import { ASPECTS, COMPLEXITIES, PRIVACY_STATUSES, SECONDS_MAX, SECONDS_MIN, SIZES } from "../../domain/video/video.ts";
import {
  CAPTION_STYLES,
  MEDIA_SOURCES,
  MUSIC_SOURCES,
  SCRIPT_SOURCES,
  TRANSITIONS,
} from "../../domain/video/video-settings.ts";
import type { CommandContext } from "../context.ts";
import { objectKeyOf } from "../file/upload-file.ts";
import { choice, type FlagValues, instant, integer, jsonObject, pair, repeated, text, toggle } from "../flags.ts";

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
  tone: text("--tone <Text>", "How it speaks, as in curious and warm"),
  audience: text("--audience <Text>", "Whom it speaks to"),
  scriptFile: text("--script-file <Path>", "Your own script, text or JSON"),
  recording: text("--recording <Path>", "Your own voice-over"),
  pronunciation: repeated(pair("--pronunciation <Word=Sound>", "How a word is said")),
  silent: toggle("--silent", "No voice; captions carry the words"),
  mediaSource: repeated(choice("--media-source <Source>", "In order of preference", MEDIA_SOURCES)),
  mediaFile: repeated(text("--media-file <Path>", "Your own picture or clip")),
  captions: choice("--captions <Style>", "Look of the captions", CAPTION_STYLES),
  transition: choice("--transition <Transition>", "Between scenes", TRANSITIONS),
  brand: jsonObject("--brand <Json>", "Colours, font, intro and outro"),
  music: choice("--music <Source>", "Music under the voice", MUSIC_SOURCES),
  musicFile: text("--music-file <Path>", "Licensed recording"),
  musicLicence: text("--music-licence <Text>", "Its licence, as in CC BY 4.0"),
  musicAuthor: text("--music-author <Text>", "Its author"),
  privacy: choice("--privacy <Status>", "Who may see the published video", PRIVACY_STATUSES),
  publishAt: instant("--publish-at <Instant>", "When the platform makes it public, with zone"),
  dryRun: toggle("--dry-run", "Show what would be published, publish nothing"),
} as const;

/** The flags as the API's video request takes them; files go up first and are named by their object keys. */
export async function videoLayer(
  context: CommandContext,
  flags: FlagValues<typeof videoFlags>,
): Promise<Readonly<Record<string, unknown>>> {
  const upload = async (path: string | undefined) => (path === undefined ? undefined : objectKeyOf(context, path));
  const { seconds, aspect, size, voice, language, seed, complexity, structure, tone, audience } = flags;
  const [ownKey, recordingKey, musicKey] = [
    await upload(flags.scriptFile),
    await upload(flags.recording),
    await upload(flags.musicFile),
  ];
  const uploads: { readonly objectKey: string }[] = [];
  for (const path of flags.mediaFile) uploads.push({ objectKey: await objectKeyOf(context, path) });
  const music = flags.music ?? (musicKey === undefined ? undefined : "licensed");
  const mode = flags.silent ? "silent" : undefined;
  const said = flags.pronunciation.map(([word, say]) => ({ word, say }));
  const pronunciations = said.length === 0 ? undefined : said;
  const sources = flags.mediaSource.length === 0 ? undefined : flags.mediaSource;
  return {
    ...{ seconds, aspect, size, voice, language, seed, complexity },
    script: unlessEmpty({ source: flags.scriptSource, structure, tone, audience, ownKey }),
    narration: unlessEmpty({ mode, recordingKey, pronunciations }),
    media: unlessEmpty({ sources, uploads: uploads.length === 0 ? undefined : uploads }),
    look: unlessEmpty({ captions: flags.captions, transition: flags.transition, brand: flags.brand }),
    music: unlessEmpty({
      source: music,
      objectKey: musicKey,
      licence: flags.musicLicence,
      author: flags.musicAuthor,
    }),
    publish: unlessEmpty({
      privacy: flags.privacy,
      publishAt: flags.publishAt,
      dryRun: flags.dryRun ? true : undefined,
    }),
  };
}

function unlessEmpty(part: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> | undefined {
  return Object.values(part).every((value) => value === undefined) ? undefined : part;
}
