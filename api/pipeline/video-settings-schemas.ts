import { z } from "@hono/zod-openapi";
import { brandFault } from "../../domain/channel/contrast.ts";
import { BRAND_FONTS } from "../../domain/look/brand.ts";
import { STRUCTURES } from "../../domain/script/structures.ts";
import {
  CAPTION_STYLES,
  MEDIA_SOURCES,
  MUSIC_SOURCES,
  NARRATION_MODES,
  SCRIPT_SOURCES,
  TRANSITIONS,
} from "../../domain/video/video-settings.ts";
import { plainText } from "../vocabulary.ts";

/** The schemas of domain/video/video-settings.ts, shared by requests, schedules and the profiles of channels. */

const STRUCTURE_NAMES = STRUCTURES.map(({ name }) => name);

export const VoiceSchema = z
  .string()
  .regex(/^([a-z-]{1,20}:)?[A-Za-z0-9][A-Za-z0-9_.-]{0,63}(\+[A-Za-z0-9]{1,20})?$/, {
    message: "expected the name of a voice, as in en-us or openai:alloy",
  })
  .openapi({ description: "Left out it follows the language: en-us in English.", example: "en-us" });

export const LanguageSchema = z
  .string()
  .regex(/^[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?$/, {
    message: "expected a BCP 47 language, as in en, pt-BR or zh-Hans",
  })
  .openapi({ description: "BCP 47. Left out it is English.", example: "en" });

export const StructureSchema = z
  .string()
  .refine((name) => STRUCTURE_NAMES.includes(name), { message: `expected one of ${STRUCTURE_NAMES.join(", ")}` })
  .openapi({ enum: STRUCTURE_NAMES, example: "explainer" });

/** A file given by POST /files, of one of these kinds. */
export function uploadKey(extensions: readonly string[], example: string) {
  return z
    .string()
    .regex(new RegExp(`^uploads/[0-9a-f]{64}\\.(${extensions.join("|")})$`), {
      message: `expected the object key of a file given by POST /files: uploads/<sha256>.${extensions.join(" or .")}`,
    })
    .openapi({ example: `uploads/${"5".repeat(64)}.${example}` });
}

const TEXTS = ["txt", "md", "json"];
const SOUNDS = ["wav", "mp3", "flac", "ogg", "m4a"];
const PICTURES = ["png", "jpg", "jpeg", "webp", "mp4", "mov", "webm", "mkv"];

export const KeywordsSchema = z.array(plainText(60)).max(20);
export const ToneSchema = plainText(200).openapi({ example: "curious and warm" });
export const AudienceSchema = plainText(200).openapi({ example: "school classes" });
export const CatchPhrasesSchema = z.array(plainText(120)).max(10);
export const PronunciationsSchema = z
  .array(z.strictObject({ word: plainText(60), say: plainText(120) }))
  .max(200)
  .refine((list) => isUnique(list.map(({ word }) => word.toLowerCase())), { message: "must hold each word once" })
  .openapi({ example: [{ word: "Nguyen", say: "win" }] });
export const MediaSourcesSchema = z
  .array(z.enum(MEDIA_SOURCES))
  .min(1)
  .max(MEDIA_SOURCES.length)
  .refine(isUnique, { message: "must hold each source once" })
  .openapi({
    description:
      "In order of preference; generated cards stand behind all. Left out: the channel's, else all that are set up",
    uniqueItems: true,
  });

export const ScriptSettingsSchema = z
  .strictObject({
    source: z.enum(SCRIPT_SOURCES).optional(),
    structure: StructureSchema.optional(),
    own_key: uploadKey(TEXTS, "txt").optional(),
    tone: ToneSchema.optional(),
    audience: AudienceSchema.optional(),
    catch_phrases: CatchPhrasesSchema.optional(),
    keywords: KeywordsSchema.optional(),
  })
  .refine((script) => script.source !== "own" || script.own_key !== undefined, {
    path: ["own_key"],
    message: "is needed by the source own",
  })
  .refine((script) => script.own_key === undefined || script.source === undefined || script.source === "own", {
    path: ["source"],
    message: "must be own, or left out, when own_key is given",
  })
  .openapi("ScriptSettings");

export const NarrationSettingsSchema = z
  .strictObject({
    mode: z.enum(NARRATION_MODES).optional(),
    recording_key: uploadKey(SOUNDS, "wav").optional(),
    pronunciations: PronunciationsSchema.optional(),
  })
  .refine((narration) => narration.mode !== "own" || narration.recording_key !== undefined, {
    path: ["recording_key"],
    message: "is needed by the mode own",
  })
  .refine(({ mode, recording_key: recording }) => recording === undefined || mode === undefined || mode === "own", {
    path: ["mode"],
    message: "must be own, or left out, when recording_key is given",
  })
  .openapi("NarrationSettings");

export const MediaSettingsSchema = z
  .strictObject({
    sources: MediaSourcesSchema.optional(),
    uploads: z
      .array(
        z.strictObject({
          object_key: uploadKey(PICTURES, "png"),
          scene: z.int().min(0).max(200).optional().openapi({ description: "From 0; left out it goes where it fits." }),
          credit: plainText(200).optional(),
        }),
      )
      .max(50)
      .refine((uploads) => isUnique(uploads.flatMap(({ scene }) => (scene === undefined ? [] : [scene]))), {
        message: "must give each scene one file at most",
      })
      .optional(),
  })
  .refine(({ sources, uploads = [] }) => uploads.length === 0 || (sources?.includes("upload") ?? true), {
    path: ["sources"],
    message: "must hold upload when uploads are given",
  })
  .openapi("MediaSettings");

const ColourSchema = z
  .string()
  .regex(/^[0-9a-f]{6}$/, { message: "expected a colour as rrggbb, in small letters and without #" })
  .openapi({ example: "12405f" });

export const BrandKitSchema = z
  .strictObject({
    deep: ColourSchema.optional(),
    base: ColourSchema.optional(),
    accent: ColourSchema.optional(),
    text: ColourSchema.optional(),
    font: z.enum(BRAND_FONTS).optional().openapi({ description: "A bundled font. Left out: Inter" }),
    logo_key: uploadKey(["png"], "png")
      .nullable()
      .optional()
      .openapi({ description: "Null: none, though the channel has one" }),
    intro: plainText(120)
      .nullable()
      .optional()
      .openapi({ description: "On a card of its own before the video. Null: none, though the channel has one" }),
    outro: plainText(120).nullable().optional().openapi({ description: "As intro, after the video" }),
  })
  .superRefine(({ text, accent, base, deep }, context) => {
    const colours = Object.entries({ text, accent, base, deep }).filter(([, colour]) => colour !== undefined);
    // A colour that is none was refused above.
    if (!colours.every(([, colour]) => ColourSchema.safeParse(colour).success)) return;
    const fault = brandFault(Object.fromEntries(colours));
    if (fault !== null) context.addIssue({ code: "custom", path: [fault.field], message: fault.message });
  })
  .openapi("BrandKit", { example: { base: "12405f", text: "ffffff", accent: "ffd166" } });

export const LookSettingsSchema = z
  .strictObject({
    captions: z.enum(CAPTION_STYLES).optional(),
    transition: z.enum(TRANSITIONS).optional(),
    brand: BrandKitSchema.optional(),
  })
  .openapi("LookSettings");

export const MusicSettingsSchema = z
  .strictObject({
    source: z.enum(MUSIC_SOURCES),
    object_key: uploadKey(SOUNDS, "mp3").optional(),
    licence: plainText(200).optional().openapi({ example: "CC BY 4.0" }),
    author: plainText(120).optional(),
    seed: z
      .int()
      .min(0)
      .max(2 ** 31 - 1)
      .optional(),
  })
  .superRefine((music, context) => {
    const isLicensed = music.source === "licensed";
    for (const name of ["object_key", "licence"] as const) {
      if (isLicensed && music[name] === undefined) {
        context.addIssue({ code: "custom", path: [name], message: "is needed by licensed music" });
      }
      if (!isLicensed && music[name] !== undefined) {
        context.addIssue({ code: "custom", path: [name], message: `is of no use to ${music.source} music` });
      }
    }
  })
  .openapi("MusicSettings", { example: { source: "synthesised" } });

function isUnique(values: readonly unknown[]): boolean {
  return new Set(values).size === values.length;
}
