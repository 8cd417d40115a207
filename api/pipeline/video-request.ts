import { z } from "@hono/zod-openapi";
import type { SpecLayer } from "../../domain/channel/defaults.ts";
import { camelCase } from "../../domain/spelling.ts";
import { plainText as spokenText } from "../../domain/script/topic.ts";
import {
  ASPECTS,
  COMPLEXITIES,
  PRIVACY_STATUSES,
  SECONDS_MAX,
  SECONDS_MIN,
  SIZES,
  TOPIC_MAX_CHARACTERS,
} from "../../domain/video/video.ts";
import { ChannelIdSchema, InstantSchema, plainText, PrioritySchema } from "../vocabulary.ts";
import {
  LanguageSchema,
  LookSettingsSchema,
  MediaSettingsSchema,
  MusicSettingsSchema,
  NarrationSettingsSchema,
  ScriptSettingsSchema,
  VoiceSchema,
} from "./video-settings-schemas.ts";

const SEED_END = 2 ** 31;

/** YouTube refuses angle brackets, and a comma ends a tag. */
export const TagsSchema = z
  .array(plainText(100).refine((tag) => !/[<>,"]/.test(tag), { message: 'must not hold <, >, " or a comma' }))
  .max(30);

export const PublishSchema = z
  .strictObject({
    privacy: z.enum(PRIVACY_STATUSES).optional().openapi({ description: "Left out: private" }),
    publish_at: InstantSchema.nullable().optional(),
    contains_synthetic_media: z.boolean().optional().openapi({ description: "Left out: true" }),
    self_declared_made_for_kids: z.boolean().optional().openapi({ description: "Left out: false" }),
    caption_track: z.boolean().optional().openapi({ description: "Upload captions as a track. Left out: true" }),
    dry_run: z.boolean().optional().openapi({ description: "Prove what would be sent, and send nothing" }),
    tags: TagsSchema.optional(),
  })
  .refine(({ publish_at: at, privacy = "private" }) => at === undefined || at === null || privacy === "private", {
    path: ["privacy"],
    message: "must be private until publish_at",
  })
  .openapi("PublishSettings");

export const TopicSchema = plainText(TOPIC_MAX_CHARACTERS)
  .refine((topic) => /[\p{L}\p{N}]/u.test(spokenText(topic)), {
    message: "has no letters or digits that could be spoken",
  })
  .openapi({ example: "Why the sky is blue", minLength: 1 });

/** Everything that a request or a schedule may set; what is left out comes from the channel, then from what is built in. */
export const SpecLayerFields = {
  seconds: z.int().min(SECONDS_MIN).max(SECONDS_MAX).optional().openapi({ description: "Wanted length. Left out: 60" }),
  aspect: z.enum(ASPECTS).optional().openapi({ description: "Left out: 16:9" }),
  size: z.enum(SIZES).optional().openapi({ description: "Short edge of the picture. Left out: 1080p" }),
  voice: VoiceSchema.optional(),
  seed: z
    .int()
    .min(0)
    .max(SEED_END - 1)
    .optional()
    .openapi({ description: "Varies wording and pictures. Left out: 1" }),
  complexity: z.enum(COMPLEXITIES).optional().openapi({ description: "Left out: simple" }),
  language: LanguageSchema.optional(),
  publish: PublishSchema.optional(),
  script: ScriptSettingsSchema.optional(),
  narration: NarrationSettingsSchema.optional(),
  media: MediaSettingsSchema.optional(),
  look: LookSettingsSchema.optional(),
  music: MusicSettingsSchema.optional(),
} as const;

export const VideoRequestSchema = z
  .strictObject({
    topic: TopicSchema,
    channel_id: ChannelIdSchema.optional().openapi({ description: "May be left out where there is only one." }),
    priority: PrioritySchema.default(5),
    ...SpecLayerFields,
  })
  .openapi("VideoRequest", {
    example: {
      topic: "Why the sky is blue",
      channel_id: "science-daily",
      seconds: 60,
      priority: 5,
      language: "en",
      script: { structure: "explainer", tone: "curious and warm" },
      look: { captions: "karaoke", transition: "fade" },
      music: { source: "synthesised" },
    },
  });

export type VideoRequest = z.infer<typeof VideoRequestSchema>;

/** What a request says of the video, without whom and when it concerns. */
export function layerOf(request: Omit<VideoRequest, "topic" | "priority" | "channel_id">): SpecLayer {
  const { seconds, aspect, size, voice, seed, complexity, language, publish, script, narration, media, look, music } =
    request;
  const layer = { seconds, aspect, size, voice, seed, complexity, language, publish, script, narration, media };
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- parsed JSON holds no undefined below the top
  return camelCase({ ...layer, look, music }) as SpecLayer;
}
