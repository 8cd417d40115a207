import { z } from "@hono/zod-openapi";
import { isCountry } from "../../domain/channel/trends.ts";
import { cadenceFault, isTimeZone } from "../../domain/channel/production-schedule.ts";
import { TOPIC_SOURCES } from "../../db/schema/index.ts";
import { InputError } from "../input-errors.ts";
import { PublishSchema, SpecLayerFields, TopicSchema } from "../pipeline/video-request.ts";
import { ChannelIdSchema, InstantSchema, JsonObjectSchema, NullableInstant, PrioritySchema } from "../vocabulary.ts";

export const ScheduleIdSchema = z
  .string()
  .regex(/^[a-z0-9][a-z0-9_-]{0,63}$/, { message: "expected 1 to 64 of a-z, 0-9, - and _" })
  .openapi({ example: "morning-science" });

const CadenceSchema = z
  .string()
  .max(200)
  .superRefine((cadence, context) => {
    const fault = cadenceFault(cadence);
    if (fault !== null) context.addIssue({ code: "custom", message: fault });
  })
  .openapi({ description: "Cron line of five fields in time_zone", example: "0 6 * * 1-5" });

const TopicsSchema = z
  .strictObject({
    topics: z.array(TopicSchema).min(1).max(500).optional(),
    feed_url: z
      .url({ protocol: /^https?$/ })
      .max(500)
      .optional()
      .openapi({ example: "https://example.org/news.xml" }),
    country: z
      .string()
      .refine(isCountry, { message: "expected the two capital letters of a country (ISO 3166), as in US or GB" })
      .optional()
      .openapi({ example: "US", description: "Where people search, of the source trend" }),
    about: z
      .array(TopicSchema)
      .min(1)
      .max(50)
      .optional()
      .openapi({
        example: ["space", "moon"],
        description: "Only trends that have one of these in their words or news",
      }),
  })
  .openapi("ScheduleTopics", {
    description:
      "What the source is told by: topics of a list, used in order; feed_url of an RSS, Atom or JSON feed; country, and about, of what is searched for most. A change replaces all of it",
  });

/** An hour of its own can only be a single video's. */
const { publish_at: _, ...publishFields } = PublishSchema.shape;
const SpecSchema = z
  .strictObject({ ...SpecLayerFields, publish: z.strictObject(publishFields).optional() })
  .openapi("ScheduleSpec", { description: "Settings of every video, over the channel's", example: { seconds: 45 } });

const hour = z.int().min(0).max(24);
const Settings = {
  cadence: CadenceSchema,
  time_zone: z
    .string()
    .max(60)
    .refine(isTimeZone, { message: "expected the IANA name of a time zone, as in Europe/Berlin" })
    .openapi({ example: "Europe/Berlin" }),
  daily_videos_max: z.int().min(1).max(1000),
  off_peak_from_hour: hour.openapi({ description: "Work begins between these hours only; equal hours are no limit" }),
  off_peak_to_hour: hour,
  topic_source: z.enum(TOPIC_SOURCES),
  topics: TopicsSchema,
  spec: SpecSchema,
  priority: PrioritySchema,
  is_active: z.boolean().openapi({ description: "False: paused" }),
};

export const NewScheduleSchema = z
  .strictObject({
    schedule_id: ScheduleIdSchema,
    channel_id: ChannelIdSchema,
    ...Settings,
    time_zone: Settings.time_zone.default("UTC"),
    daily_videos_max: Settings.daily_videos_max.default(1),
    off_peak_from_hour: Settings.off_peak_from_hour.default(0),
    off_peak_to_hour: Settings.off_peak_to_hour.default(0),
    spec: SpecSchema.prefault({}),
    priority: PrioritySchema.default(5),
    is_active: Settings.is_active.default(true),
  })
  .superRefine((request, context) => {
    const fault = topicFault(request);
    if (fault !== null) context.addIssue({ code: "custom", path: [...fault.path], message: fault.message });
  })
  .openapi("NewProductionSchedule", {
    example: {
      schedule_id: "morning-science",
      channel_id: "science-daily",
      cadence: "0 6 * * 1-5",
      time_zone: "Europe/Berlin",
      daily_videos_max: 1,
      off_peak_from_hour: 22,
      off_peak_to_hour: 7,
      topic_source: "list",
      topics: { topics: ["Why the sky is blue", "How tides work"] },
      spec: { seconds: 45 },
    },
  });

export const ScheduleChangesSchema = z
  .strictObject(Settings)
  .partial()
  .refine((changes) => Object.keys(changes).length > 0, { message: "must change something" })
  .openapi("ProductionScheduleChanges", { example: { is_active: false } });

export const ScheduleSchema = z
  .object({
    schedule_id: z.string(),
    channel_id: z.string(),
    cadence: z.string(),
    time_zone: z.string(),
    daily_videos_max: z.int(),
    off_peak_from_hour: z.int(),
    off_peak_to_hour: z.int(),
    topic_source: z.enum(TOPIC_SOURCES),
    topics: z.object({
      topics: z.array(z.string()).optional(),
      feed_url: z.string().optional(),
      country: z.string().optional(),
      about: z.array(z.string()).optional(),
    }),
    spec: JsonObjectSchema,
    priority: z.int(),
    is_active: z.boolean(),
    position: z.int().openapi({ description: "Topics that were used" }),
    last_run_at: NullableInstant,
    last_video_id: z.string().nullable(),
    created_at: InstantSchema,
    updated_at: InstantSchema,
  })
  .openapi("ProductionSchedule");

export const FiringSchema = z
  .object({
    fired_for: InstantSchema,
    topic: z.string().nullable(),
    video_id: z.string().nullable(),
    skipped_because: z.string().nullable(),
    created_at: InstantSchema,
  })
  .openapi("ScheduleFiring");

interface Sourced {
  readonly topic_source: (typeof TOPIC_SOURCES)[number];
  readonly topics: {
    readonly topics?: readonly string[] | undefined;
    readonly feed_url?: string | undefined;
    readonly country?: string | undefined;
    readonly about?: readonly string[] | undefined;
  };
}

/** What each source is told by; the first is needed. */
const TOLD_BY = { list: ["topics"], feed: ["feed_url"], trend: ["country", "about"] } as const;

function topicFault({ topic_source: source, topics }: Sourced): { path: readonly string[]; message: string } | null {
  const own: readonly string[] = TOLD_BY[source];
  const given = Object.entries(topics).flatMap(([name, value]) => (value === undefined ? [] : [name]));
  const foreign = given.find((name) => !own.includes(name));
  if (foreign !== undefined)
    return { path: ["topics", foreign], message: `is not for the source ${source}: leave it out` };
  const [needed] = TOLD_BY[source];
  if (topics[needed] === undefined) return { path: ["topics", needed], message: `is needed by the source ${source}` };
  return null;
}

/** Of a schedule as it would be after a change, which may touch either of the two alone. Throws InputError. */
export function topicFaults(schedule: Sourced): void {
  const fault = topicFault(schedule);
  if (fault === null) return;
  const remedy = "Send topic_source and topics that belong together.";
  throw new InputError([{ field: fault.path.join("."), detail: fault.message, remedy }]);
}
