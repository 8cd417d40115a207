import { AppError } from "../domain/errors.ts";
import { CAPTION_STYLES, MUSIC_SOURCES, TRANSITIONS } from "../domain/video/video-settings.ts";
import { PRIVACY_STATUSES } from "../domain/video/video.ts";
import type { CommandContext } from "./context.ts";
import { objectKeyOf } from "./file/upload-file.ts";
import { choice, type FlagValues, instant, integer, jsonObject, pair, repeated, text, toggle } from "./flags.ts";

/** The settings of a video, part by part: a whole video and each stage alone take them by the same flags. */
type Part = Readonly<Record<string, unknown>> | undefined;

export const scriptFlags = {
  tone: text("--tone <Text>", "How it speaks, as in curious and warm"),
  audience: text("--audience <Text>", "Whom it speaks to"),
  keyword: repeated(text("--keyword <Text>", "For words and pictures; may be repeated")),
  catchPhrase: repeated(text("--catch-phrase <Text>", "Said where it fits; may be repeated")),
} as const;

export function scriptPart(flags: FlagValues<typeof scriptFlags>, more: Readonly<Record<string, unknown>>): Part {
  const { tone, audience, keyword, catchPhrase } = flags;
  return unlessEmpty({
    ...more,
    ...{ tone, audience },
    keywords: unlessNone(keyword),
    catchPhrases: unlessNone(catchPhrase),
  });
}

export const narrationFlags = {
  recording: text("--recording <Path>", "Your own voice-over"),
  pronunciation: repeated(pair("--pronunciation <Word=Sound>", "How a word is said; may be repeated")),
  silent: toggle("--silent", "No voice; captions carry the words"),
} as const;

export async function narrationPart(context: CommandContext, flags: FlagValues<typeof narrationFlags>): Promise<Part> {
  const { recording, pronunciation, silent } = flags;
  return unlessEmpty({
    mode: silent ? "silent" : undefined,
    recordingKey: await uploaded(context, recording),
    pronunciations: unlessNone(pronunciation.map(([word, say]) => ({ word, say }))),
  });
}

export const mediaFileFlags = {
  mediaFile: repeated(text("--media-file <Path>", "Your own picture or clip; may be repeated")),
  mediaScene: repeated(pair("--media-scene <Path=Number>", "Scene that shows a --media-file, from 1")),
  mediaCredit: repeated(pair("--media-credit <Path=Text>", "Whom a --media-file is owed to")),
} as const;

export async function mediaPart(
  context: CommandContext,
  sources: readonly string[],
  flags: FlagValues<typeof mediaFileFlags>,
): Promise<Part> {
  const scenes = ofFiles("--media-scene", flags.mediaScene, flags.mediaFile);
  const credits = ofFiles("--media-credit", flags.mediaCredit, flags.mediaFile);
  const described = flags.mediaFile.map((path) => ({
    path,
    scene: sceneOf(scenes.get(path)),
    credit: credits.get(path),
  }));
  const uploads = [];
  for (const { path, scene, credit } of described) {
    uploads.push({ objectKey: await objectKeyOf(context, path), scene, credit });
  }
  return unlessEmpty({ sources: unlessNone(sources), uploads: unlessNone(uploads) });
}

export const lookFlags = {
  captions: choice("--captions <Style>", "Look of the captions", CAPTION_STYLES),
  transition: choice("--transition <Transition>", "Between scenes", TRANSITIONS),
  brand: jsonObject("--brand <Json>", "Colours, font, intro, outro; null for none"),
} as const;

export function lookPart({ captions, transition, brand }: FlagValues<typeof lookFlags>): Part {
  return unlessEmpty({ captions, transition, brand });
}

export const musicFlags = {
  music: choice("--music <Source>", "Music under the voice", MUSIC_SOURCES),
  musicFile: text("--music-file <Path>", "Licensed recording"),
  musicLicence: text("--music-licence <Text>", "Its licence, as in CC BY 4.0"),
  musicAuthor: text("--music-author <Text>", "Its author"),
  musicSeed: integer("--music-seed <Number>", "Varies the synthesised music", { min: 0, max: 2_147_483_647 }),
} as const;

export async function musicPart(context: CommandContext, flags: FlagValues<typeof musicFlags>): Promise<Part> {
  const { music, musicFile, musicLicence: licence, musicAuthor: author, musicSeed: seed } = flags;
  const implied = musicFile === undefined ? (seed === undefined ? undefined : "synthesised") : "licensed";
  return unlessEmpty({
    source: music ?? implied,
    objectKey: await uploaded(context, musicFile),
    licence,
    author,
    seed,
  });
}

/** What is left out is the channel's to say, so that no is another answer than none. */
const YES_OR_NO = ["yes", "no"] as const;

export const publishFlags = {
  privacy: choice("--privacy <Status>", "Who may see the published video", PRIVACY_STATUSES),
  publishAt: instant("--publish-at <Instant>", "When the platform makes it public, with zone"),
  tag: repeated(text("--tag <Text>", "Put on the published video; may be repeated")),
  syntheticMedia: choice("--synthetic-media <Choice>", "Tell viewers that it is altered or synthetic", YES_OR_NO),
  madeForKids: choice("--made-for-kids <Choice>", "Declare it as made for children", YES_OR_NO),
  captionTrack: choice("--caption-track <Choice>", "Upload captions as a track", YES_OR_NO),
  dryRun: toggle("--dry-run", "Show what would be published, publish nothing"),
} as const;

export function publishPart(flags: FlagValues<typeof publishFlags>): Part {
  const { privacy, publishAt, tag, dryRun } = flags;
  return unlessEmpty({
    ...{ privacy, publishAt },
    containsSyntheticMedia: isYes(flags.syntheticMedia),
    selfDeclaredMadeForKids: isYes(flags.madeForKids),
    captionTrack: isYes(flags.captionTrack),
    dryRun: dryRun ? true : undefined,
    tags: unlessNone(tag),
  });
}

export function isYes(answer: "yes" | "no" | undefined): boolean | undefined {
  return answer === undefined ? undefined : answer === "yes";
}

export function unlessEmpty(part: Readonly<Record<string, unknown>>): Part {
  return Object.values(part).every((value) => value === undefined) ? undefined : part;
}

function unlessNone<Item>(items: readonly Item[]): readonly Item[] | undefined {
  return items.length === 0 ? undefined : items;
}

async function uploaded(context: CommandContext, path: string | undefined): Promise<string | undefined> {
  return path === undefined ? undefined : objectKeyOf(context, path);
}

/** What is said of files, by their paths as they were given. */
function ofFiles(
  flag: string,
  said: readonly (readonly [string, string])[],
  files: readonly string[],
): ReadonlyMap<string, string> {
  const stranger = said.find(([path]) => !files.includes(path));
  if (stranger === undefined) return new Map(said);
  throw new AppError("invalid_input", `${flag}: there is no --media-file ${stranger[0]}`, { field: flag });
}

/** People count scenes from 1, the API from 0. */
function sceneOf(said: string | undefined): number | undefined {
  if (said === undefined) return undefined;
  if (/^[1-9]\d{0,2}$/.test(said)) return Number(said) - 1;
  throw new AppError("invalid_input", `--media-scene: expected a scene from 1, got "${said}"`, {
    field: "--media-scene",
  });
}
