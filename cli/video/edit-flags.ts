import { AppError } from "../../domain/errors.ts";
import { SCENE_KINDS } from "../../domain/script/script.ts";
import type { VideoEdit } from "../../domain/video/video-edits.ts";
import { ASPECTS, PRIVACY_STATUSES } from "../../domain/video/video.ts";
import { choice, type FlagValues, instant, integer, repeated, text, toggle } from "../flags.ts";
import { lookFlags, musicFlags } from "../setting-flags.ts";

const SCENE = { min: 1, max: 200 };

/** One change of a video on a command line. */
export const editFlags = {
  title: text("--title <Text>", "Title to publish under, at most 100 characters"),
  scene: integer("--scene <Number>", "Scene to change, from 1", SCENE),
  line: integer("--line <Number>", "With --scene and --text: the line to rewrite, from 1", SCENE),
  text: text("--text <Text>", "What the line says from now on"),
  sentence: repeated(text("--sentence <Text>", "With --scene: what it says, one flag a sentence")),
  kicker: text("--kicker <Text>", "With --scene: the small line above its heading"),
  heading: text("--heading <Text>", "With --scene: what its card says"),
  point: repeated(text("--point <Text>", "With --scene: a line of its card, one flag a line")),
  sceneKind: choice("--scene-kind <Kind>", "With --scene: its card", SCENE_KINDS),
  figure: text("--figure <Text>", "With --scene: the large numeral or word of a figure card"),
  insert: toggle("--insert", "Make it a new scene at the number --scene"),
  remove: toggle("--remove", "Take the scene out"),
  picture: text("--picture <Path>", "With --scene: a picture or clip of your own"),
  pictureCredit: text("--picture-credit <Text>", "With --picture: whom it is owed to"),
  anotherPicture: toggle("--another-picture", "With --scene: another picture than the one it has"),
  voice: text("--voice <YourVoice>", "Voice, as in en-us or openai:alloy"),
  aspect: choice("--aspect <Ratio>", "Shape of the picture", ASPECTS),
  ...lookFlags,
  ...musicFlags,
  thumbnail: integer("--thumbnail <Number>", "Candidate to show, from 1", { min: 1, max: 20 }),
  thumbnailFile: text("--thumbnail-file <Path>", "A thumbnail of your own"),
  subtitlesFile: text("--subtitles-file <Path>", "An SRT file of your own"),
  privacy: choice("--privacy <Status>", "Who may see the published video", PRIVACY_STATUSES),
  publishAt: instant("--publish-at <Instant>", "When the platform makes it public, with zone"),
} as const;

export type EditFlags = FlagValues<typeof editFlags>;

/**
 * The one edit that the flags say; files go up first. Throws AppError `invalid_input` when they say none, or several.
 */
export async function editOf(flags: EditFlags, upload: (path: string) => Promise<string>): Promise<VideoEdit> {
  const makers = [sceneEdit, settingEdit, dressEdit].flatMap((edits) => edits(flags, upload));
  const [first, second] = makers;
  if (first === undefined) {
    throw new AppError("invalid_input", "the flags say no change", { remedy: "See longtake video edit --help." });
  }
  if (second !== undefined) {
    throw new AppError("invalid_input", "the flags say several changes", { remedy: "Make one edit after the other." });
  }
  return first();
}

type Maker = () => VideoEdit | Promise<VideoEdit>;
type Upload = (path: string) => Promise<string>;

function sceneEdit(flags: EditFlags, upload: Upload): Maker[] {
  const { scene, line, insert, remove, picture, pictureCredit: credit, anotherPicture } = flags;
  const { sceneKind, kicker, heading, figure } = flags;
  const words = given({
    ...{ sceneKind, kicker, heading, figure },
    sentences: flags.sentence.length === 0 ? undefined : flags.sentence,
    points: flags.point.length === 0 ? undefined : flags.point,
  });
  const hasWords = Object.keys(words).length > 0;
  const isAsked = line !== undefined || insert || remove || picture !== undefined || anotherPicture || hasWords;
  if (credit !== undefined && picture === undefined) {
    throw new AppError("invalid_input", "--picture is required with --picture-credit", { field: "--picture" });
  }
  if (scene === undefined) {
    if (!isAsked && flags.text === undefined) return [];
    throw new AppError("invalid_input", "--scene is required for a change of a scene", { field: "--scene" });
  }
  if (remove) return [() => ({ kind: "remove_scene", scene })];
  if (insert) return [() => ({ kind: "insert_scene", scene, ...words })];
  if (picture !== undefined) {
    return [async () => ({ kind: "scene_media", scene, objectKey: await upload(picture), ...given({ credit }) })];
  }
  if (anotherPicture) return [() => ({ kind: "scene_media", scene })];
  if (line === undefined) return [() => ({ kind: "replace_scene", scene, ...words })];
  const said = flags.text;
  if (said === undefined) throw new AppError("invalid_input", "--text is required with --line", { field: "--text" });
  return [() => ({ kind: "rewrite_line", scene, line, text: said })];
}

function settingEdit(flags: EditFlags, upload: Upload): Maker[] {
  const { voice, aspect, captions, transition, brand, music, musicFile, musicLicence, musicAuthor, musicSeed } = flags;
  const { privacy, publishAt } = flags;
  const look = given({ captions, transition, brand });
  const publishing = given({ privacy, publishAt });
  const makers: Maker[] = [];
  if (voice !== undefined) makers.push(() => ({ kind: "voice", voice }));
  if (aspect !== undefined) makers.push(() => ({ kind: "aspect", aspect }));
  if (Object.keys(look).length > 0) makers.push(() => ({ kind: "look", look }));
  if (Object.keys(publishing).length > 0) makers.push(() => ({ kind: "publishing", ...publishing }));
  if (music !== undefined || musicFile !== undefined || musicSeed !== undefined) {
    makers.push(async () => {
      const objectKey = musicFile === undefined ? undefined : await upload(musicFile);
      const facts = given({ objectKey, licence: musicLicence, author: musicAuthor, seed: musicSeed });
      const implied = musicFile === undefined ? "synthesised" : "licensed";
      return { kind: "music", music: { source: music ?? implied, ...facts } };
    });
  }
  return makers;
}

function dressEdit({ title, thumbnail, thumbnailFile, subtitlesFile }: EditFlags, upload: Upload): Maker[] {
  const makers: Maker[] = [];
  if (title !== undefined) makers.push(() => ({ kind: "title", title }));
  if (thumbnail !== undefined) makers.push(() => ({ kind: "thumbnail", candidate: thumbnail }));
  if (thumbnailFile !== undefined) {
    makers.push(async () => ({ kind: "thumbnail", objectKey: await upload(thumbnailFile) }));
  }
  if (subtitlesFile !== undefined) {
    makers.push(async () => ({ kind: "subtitles", objectKey: await upload(subtitlesFile) }));
  }
  return makers;
}

type Given<T> = { readonly [Key in keyof T]?: Exclude<T[Key], undefined> };

function given<T extends object>(values: T): Given<T> {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- fromEntries forgets which keys it was given
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Given<T>;
}
