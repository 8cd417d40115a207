import { AppError } from "../../domain/errors.ts";
import type { VideoEdit } from "../../domain/video/video-edits.ts";
import { ASPECTS, PRIVACY_STATUSES } from "../../domain/video/video.ts";
import { choice, type FlagValues, given, instant, integer, text } from "../flags.ts";
import { lookFlags, musicFlags } from "../setting-flags.ts";
import {
  BRAND_PARTS,
  contradiction,
  type Maker,
  PUBLISHING_PARTS,
  sceneEditFlags,
  sceneEdits,
  type Upload,
} from "./scene-edit-flags.ts";

/** One change of a video on a command line. */
export const editFlags = {
  title: text("--title <Text>", "Title to publish under, at most 100 characters"),
  ...sceneEditFlags,
  voice: text("--voice <YourVoice>", "Voice, as in en-us or openai:alloy"),
  aspect: choice("--aspect <Ratio>", "Shape of the picture", ASPECTS),
  ...lookFlags,
  ...musicFlags,
  thumbnail: integer("--thumbnail <Number>", "Candidate to show, from 1", { min: 1, max: 20 }),
  thumbnailFile: text("--thumbnail-file <Path>", "A thumbnail of your own"),
  subtitlesFile: text("--subtitles-file <Path>", "An SRT file of your own"),
  privacy: choice("--privacy <Status>", "Who may see the published video", PRIVACY_STATUSES),
  publishAt: instant("--publish-at <Instant>", "When the platform makes it public, with zone"),
  description: text("--description <Text>", "What stands below the video, above chapters and credits"),
} as const;

export type EditFlags = FlagValues<typeof editFlags>;

/**
 * The one edit that the flags say; files go up first. Throws AppError `invalid_input` when they say none, or several.
 */
export async function editOf(flags: EditFlags, upload: (path: string) => Promise<string>): Promise<VideoEdit> {
  const makers = [sceneEdits, settingEdit, dressEdit].flatMap((edits) => edits(flags, upload));
  const [first, second] = makers;
  if (first === undefined) {
    throw new AppError("invalid_input", "the flags say no change", { remedy: "See longtake video edit --help." });
  }
  if (second !== undefined) {
    throw new AppError("invalid_input", "the flags say several changes", { remedy: "Make one edit after the other." });
  }
  return first();
}

function settingEdit(flags: EditFlags, upload: Upload): Maker[] {
  const { voice, aspect, captions, transition, music, musicFile, musicLicence, musicAuthor, musicSeed } = flags;
  const look = given({ captions, transition, brand: brandOf(flags) });
  const publishing = publishingOf(flags);
  const makers: Maker[] = [];
  if (voice !== undefined) makers.push(() => ({ kind: "voice", voice }));
  if (aspect !== undefined) makers.push(() => ({ kind: "aspect", aspect }));
  if (Object.keys(look).length > 0) makers.push(() => ({ kind: "look", look }));
  if (Object.keys(publishing).length > 0) makers.push(() => ({ kind: "publishing", ...publishing }));
  const recording = given({ musicFile, licence: musicLicence, author: musicAuthor });
  const implied = Object.keys(recording).length === 0 ? "synthesised" : "licensed";
  if (music !== undefined || musicSeed !== undefined || implied === "licensed") {
    makers.push(async () => {
      const objectKey = musicFile === undefined ? undefined : await upload(musicFile);
      const facts = given({ objectKey, licence: musicLicence, author: musicAuthor, seed: musicSeed });
      return { kind: "music", music: { source: music ?? implied, ...facts } };
    });
  }
  return makers;
}

/** Null takes away what the video has of its channel. */
function brandOf({ brand, without }: EditFlags) {
  const taken = BRAND_PARTS.filter((part) => without.includes(part));
  const away = taken.map((part) => [part, part === "logo" ? "logoKey" : part] as const);
  for (const [part, name] of away) if (brand?.[name] !== undefined) throw contradiction(part);
  return away.length === 0 ? brand : { ...brand, ...Object.fromEntries(away.map(([, name]) => [name, null])) };
}

/** Null takes away: the hour, or words of one's own in place of the script's. */
function publishingOf({ privacy, publishAt, description, without }: EditFlags) {
  const asked = { "publish-at": publishAt, description };
  for (const part of PUBLISHING_PARTS)
    if (without.includes(part) && asked[part] !== undefined) throw contradiction(part);
  return given({
    privacy,
    publishAt: without.includes("publish-at") ? null : publishAt,
    description: without.includes("description") ? null : description,
  });
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
