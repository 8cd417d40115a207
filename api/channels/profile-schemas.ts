import { z } from "@hono/zod-openapi";
import { ASPECTS, COMPLEXITIES, PRIVACY_STATUSES, SECONDS_MAX, SECONDS_MIN, SIZES } from "../../domain/video/video.ts";
import { CAPTION_STYLES, TRANSITIONS } from "../../domain/video/video-settings.ts";
import { TagsSchema } from "../pipeline/video-request.ts";
import {
  AudienceSchema,
  BrandKitSchema,
  CatchPhrasesSchema,
  KeywordsSchema,
  LanguageSchema,
  MediaSourcesSchema,
  MusicSettingsSchema,
  PronunciationsSchema,
  StructureSchema,
  ToneSchema,
  VoiceSchema,
} from "../pipeline/video-settings-schemas.ts";
import { plainText } from "../vocabulary.ts";

/** The settings of a channel (GEN-15), as they are sent: what is left out stays, null takes a setting away. */

export const PersonalitySchema = z
  .strictObject({
    tone: ToneSchema.nullable(),
    audience: AudienceSchema.nullable(),
    catch_phrases: CatchPhrasesSchema.nullable(),
    language: LanguageSchema.nullable(),
    voice: VoiceSchema.nullable(),
    pronunciations: PronunciationsSchema.nullable(),
  })
  .partial()
  .openapi("ChannelPersonality", { example: { tone: "curious and warm", language: "en", voice: "en-us" } });

export const StrategySchema = z
  .strictObject({
    seconds: z.int().min(SECONDS_MIN).max(SECONDS_MAX).nullable(),
    aspect: z.enum(ASPECTS).nullable(),
    size: z.enum(SIZES).nullable(),
    complexity: z.enum(COMPLEXITIES).nullable(),
    structure: StructureSchema.nullable().openapi({ type: ["string", "null"] }),
    keywords: KeywordsSchema.nullable(),
    media_sources: MediaSourcesSchema.nullable(),
    captions: z.enum(CAPTION_STYLES).nullable(),
    transition: z.enum(TRANSITIONS).nullable(),
    music: MusicSettingsSchema.nullable(),
    privacy: z.enum(PRIVACY_STATUSES).nullable(),
    made_for_kids: z.boolean().nullable(),
    caption_track: z.boolean().nullable().openapi({ description: "False saves 400 of the day's 10,000 units a video" }),
    tags: TagsSchema.nullable(),
  })
  .partial()
  .openapi("ChannelStrategy", { example: { seconds: 60, aspect: "9:16", captions: "karaoke", privacy: "unlisted" } });

export const MonetizationSchema = z
  .strictObject({
    affiliate_note: plainText(500).nullable(),
    disclosure: plainText(500).nullable(),
  })
  .partial()
  .openapi("ChannelMonetization", {
    example: { disclosure: "This video was made with synthetic media.", affiliate_note: "Links may earn us a share." },
  });

const kit = BrandKitSchema.shape;

export const BrandSchema = z
  .strictObject({
    deep: kit.deep.nullable(),
    base: kit.base.nullable(),
    accent: kit.accent.nullable(),
    text: kit.text.nullable(),
    font: kit.font.nullable(),
    logo_key: kit.logo_key.nullable(),
    intro: kit.intro.nullable(),
    outro: kit.outro.nullable(),
  })
  .partial()
  .openapi("ChannelBrand", { example: { base: "12405f", text: "ffffff", accent: "ffd166" } });
