import { z } from "@hono/zod-openapi";
import {
  ASPECTS,
  COMPLEXITIES,
  PRIVACY_STATUSES,
  SECONDS_MAX,
  SECONDS_MIN,
  SIZES,
  TOPIC_MAX_CHARACTERS,
  type VideoSpec,
} from "../../domain/video.ts";
import { plainText as spokenText } from "../../domain/topic.ts";
import { ChannelIdSchema, InstantSchema, plainText, PrioritySchema } from "../vocabulary.ts";
import { camelCase } from "../../domain/spelling.ts";

const SEED_END = 2 ** 31;

const PublishSchema = z
  .strictObject({
    privacy: z.enum(PRIVACY_STATUSES).default("private"),
    publish_at: InstantSchema.nullable().default(null),
    contains_synthetic_media: z.boolean().default(true),
    self_declared_made_for_kids: z.boolean().default(false),
  })
  .refine((publish) => publish.publish_at === null || publish.privacy === "private", {
    path: ["privacy"],
    message: "must be private until publish_at",
  })
  .openapi("PublishSettings");

export const VideoRequestSchema = z
  .strictObject({
    topic: plainText(TOPIC_MAX_CHARACTERS)
      .refine((topic) => /[\p{L}\p{N}]/u.test(spokenText(topic)), {
        message: "has no letters or digits that could be spoken",
      })
      .openapi({ example: "Why the sky is blue", minLength: 1 }),
    channel_id: ChannelIdSchema.optional().openapi({ description: "May be left out where there is only one." }),
    seconds: z.int().min(SECONDS_MIN).max(SECONDS_MAX).default(60),
    aspect: z.enum(ASPECTS).default("16:9"),
    size: z.enum(SIZES).default("1080p"),
    voice: z
      .string()
      .regex(/^[A-Za-z0-9-]{1,40}(\+[A-Za-z0-9]{1,20})?$/, { message: "expected the name of a voice, as in en-us" })
      .default("en-us"),
    seed: z
      .int()
      .min(0)
      .max(SEED_END - 1)
      .default(1),
    complexity: z.enum(COMPLEXITIES).default("simple"),
    priority: PrioritySchema.default(5),
    publish: PublishSchema.prefault({}),
  })
  .openapi("VideoRequest", {
    example: { topic: "Why the sky is blue", channel_id: "science-daily", seconds: 60, priority: 5 },
  });

export type VideoRequest = z.infer<typeof VideoRequestSchema>;

export function specOf(request: VideoRequest): VideoSpec {
  const { topic, seconds, aspect, size, voice, seed, complexity, publish } = request;
  return {
    topic: topic.trim().normalize("NFC"),
    seconds,
    aspect,
    size,
    voice,
    seed,
    complexity,
    publish: camelCase(publish),
  };
}
