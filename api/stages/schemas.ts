import { z } from "@hono/zod-openapi";
import { ERROR_CODES } from "../../domain/errors.ts";
import { LONE_STAGES } from "../../domain/video/stage-run.ts";
import { SpecLayerFields, TopicSchema } from "../pipeline/video-request.ts";
import { DESCRIPTION_MAX_CHARACTERS } from "../../domain/video/publishing-edit.ts";
import {
  ChannelIdSchema,
  InstantSchema,
  JsonObjectSchema,
  plainText,
  ReasonSchema,
  VideoIdSchema,
} from "../vocabulary.ts";

const TEXT_MAX = 20_000;

/** An object key of these folders: what another stage made, or a file given by POST /files. */
function keyOf(folders: readonly string[], extensions: readonly string[]) {
  const [folder = "", extension = ""] = [folders[0], extensions[0]];
  return z
    .string()
    .regex(new RegExp(`^(${folders.join("|")})/[0-9a-f]{64}\\.(${extensions.join("|")})$`), {
      message: `expected an object key, as in ${folder}/<sha256>.${extension}`,
    })
    .openapi({ example: `${folder}/${"5".repeat(64)}.${extension}` });
}

const ScriptKey = keyOf(["scripts", "uploads"], ["json"]);
const PlanKey = keyOf(["plans", "uploads"], ["json"]);
const TimingsKey = keyOf(["narrations"], ["json"]);
const MediaKey = keyOf(["media"], ["json"]);
const VideoKey = keyOf(["uploads", "videos"], ["mp4", "mov", "webm", "mkv"]);
const SoundKey = keyOf(["audio"], ["wav"]);

const { seconds, aspect, size, voice, seed, complexity, language, script, narration, media, look, music } =
  SpecLayerFields;
const { publish } = SpecLayerFields;
const channel_id = ChannelIdSchema.optional().openapi({
  description: "Whose costs these are. May be left out where there is only one.",
});

export const ScriptStageSchema = z
  .strictObject({ topic: TopicSchema, channel_id, seconds, voice, seed, language, script })
  .openapi("ScriptStage", { example: { topic: "Why the sky is blue", seconds: 30 } });

export const NarrationStageSchema = z
  .strictObject({
    channel_id,
    script_key: ScriptKey.optional(),
    text: z
      .string()
      .max(TEXT_MAX)
      .refine((text) => /[\p{L}\p{N}]/u.test(text), { message: "has no letters or digits that could be spoken" })
      .refine((text) => !/[^\P{Cc}\r\n\t]/u.test(text), { message: "must not hold control characters" })
      .refine((text) => text.isWellFormed(), { message: "must be well-formed Unicode" })
      .optional()
      .openapi({ description: "Paragraphs, in place of a script", example: "The sky is blue. Sunsets are red." }),
    voice,
    language,
    narration,
  })
  .refine(exactlyOne("script_key", "text"), { path: ["script_key"], message: "send either script_key or text" })
  .openapi("NarrationStage", { example: { text: "The sky is blue. Sunsets are red.", voice: "en-us" } });

export const MediaStageSchema = z
  .strictObject({ channel_id, script_key: ScriptKey, topic: TopicSchema.optional(), aspect, size, seed, media, look })
  .openapi("MediaStage");

/** How a plan is made of its parts; a plan that is there is drawn as it is. */
const planSettings = { aspect, size, seed, complexity, language, look, music };
const planSources = {
  plan_key: PlanKey.optional().openapi({ description: "A plan as it is; the other keys are then left out" }),
  script_key: ScriptKey.optional(),
  timings_key: TimingsKey.optional(),
  media_key: MediaKey.optional(),
  topic: TopicSchema.optional(),
};
const PLAN_PARTS: readonly string[] = ["script_key", "timings_key", "media_key"];

/** One source whole, or all parts; and nothing beside a whole that it has no use for. */
function oneSource(wholes: readonly string[], expected: string) {
  return (body: Readonly<Record<string, unknown>>, context: z.RefinementCtx): void => {
    const refuse = (field: string, message: string) => context.addIssue({ code: "custom", path: [field], message });
    const isGiven = (name: string) => body[name] !== undefined;
    const [whole, ...more] = wholes.filter(isGiven);
    const parts = PLAN_PARTS.filter(isGiven);
    const wantedParts = whole === undefined ? PLAN_PARTS.length : 0;
    if (more.length > 0 || parts.length !== wantedParts) return refuse(wholes[0] ?? "plan_key", expected);
    if (whole === undefined) return;
    const unused = Object.keys(planSettings).filter(isGiven);
    for (const name of unused) refuse(name, `is of no use beside ${whole}, which says it already`);
  };
}

export const RenderStageSchema = z
  .strictObject({ channel_id, ...planSources, ...planSettings })
  .superRefine(oneSource(["plan_key"], "send plan_key, or script_key, timings_key and media_key together"))
  .openapi("RenderStage");

export const InspectionStageSchema = z
  .strictObject({
    channel_id,
    video_key: VideoKey,
    plan_key: PlanKey.optional().openapi({ description: "What the file is meant to be; without it most is unknown" }),
    audio_key: SoundKey.optional().openapi({ description: "The sound master that it was made with" }),
    timings_key: TimingsKey.optional(),
    media_key: MediaKey.optional(),
    contains_synthetic_media: z.boolean().optional().openapi({ description: "What the platform will be told" }),
    policy: JsonObjectSchema.optional().openapi({
      description:
        "Thresholds and weights of your own, in the form of assets/quality-policy.yaml; what is left out stays as delivered. Weights add up to 100.",
      example: { gate: 90, checks: { loudness: { full_at: 1, zero_at: 4 } } },
    }),
  })
  .openapi("InspectionStage");

/** Words that YouTube takes. */
const noBrackets = { message: "must not hold < or >" };

export const UploadStageSchema = z
  .strictObject({
    channel_id: ChannelIdSchema.optional().openapi({ description: "Where it goes. May be left out with only one." }),
    video_key: VideoKey,
    title: plainText(100).refine((text) => !/[<>]/.test(text), noBrackets),
    description: z
      .string()
      .trim()
      .min(1)
      .max(DESCRIPTION_MAX_CHARACTERS)
      .refine((text) => !/[<>]/.test(text), noBrackets)
      .optional(),
    language: language.openapi({ description: "BCP 47, of its words and subtitles. Left out: the channel's" }),
    publish,
    thumbnail_key: keyOf(["uploads"], ["jpg", "png"]).optional(),
    srt_key: keyOf(["uploads"], ["txt"])
      .optional()
      .openapi({ description: "Subtitles, an SRT file given to POST /files" }),
    reason: ReasonSchema.optional().openapi({
      description: "Approves the file as it is where it is below the quality gate; a guarded act of its own",
    }),
  })
  .openapi("UploadStage", {
    example: { video_key: `uploads/${"5".repeat(64)}.mp4`, title: "How tides work", publish: { privacy: "unlisted" } },
  });

export const PreviewStageSchema = z
  .strictObject({
    channel_id,
    video_id: VideoIdSchema.optional().openapi({
      description: "A video whose script, narration and pictures are there, rendered or not",
    }),
    ...planSources,
    ...planSettings,
  })
  .superRefine(
    oneSource(["video_id", "plan_key"], "send video_id, plan_key, or script_key, timings_key and media_key together"),
  )
  .openapi("PreviewStage");

function exactlyOne<Name extends string>(first: Name, second: Name) {
  return (body: Readonly<Partial<Record<Name, unknown>>>) =>
    (body[first] === undefined) !== (body[second] === undefined);
}

export const StageRunParams = z.object({ stage_run_id: VideoIdSchema });

const StageName = z.enum(LONE_STAGES);
const StageLinks = z.object({ self: z.url(), workflow: z.url() });

export const StageReceiptSchema = z
  .object({ stage_run_id: VideoIdSchema, stage: StageName, links: StageLinks })
  .openapi("StageReceipt");

const FindingSchema = z.object({
  check: z.string(),
  points_lost: z.number(),
  hard_fail: z.boolean(),
  from_ms: z.number(),
  to_ms: z.number(),
  message: z.string(),
  segment_indexes: z.array(z.int()),
  mend: z.string(),
});

const ResultSchema = z
  .object({
    title: z.string(),
    scene_count: z.int(),
    word_count: z.int(),
    provider: z.string(),
    duration_ms: z.number(),
    segment_count: z.int(),
    sha256: z.string(),
    bytes: z.int(),
    score: z.number().openapi({ description: "0–100" }),
    needs_repair: z.boolean(),
    findings: z.array(FindingSchema),
    platform_video_id: z.string(),
    url: z.url().openapi({ description: "Where it was uploaded; left out after a dry run" }),
    visibility_reason: z.string().openapi({ description: "In what the platform shows it otherwise than was asked" }),
  })
  .partial()
  .openapi("StageResult", { description: "Each stage says what it has." });

export const STAGE_RUN_STATUSES = ["running", "completed", "failed", "cancelled"] as const;

export const StageRunSchema = z
  .object({
    stage_run_id: VideoIdSchema,
    stage: StageName,
    channel_id: z.string(),
    topic: z.string(),
    status: z.enum(STAGE_RUN_STATUSES),
    attempt: z.int(),
    progress: z.number().nullable().openapi({ description: "0–100" }),
    message: z.string().nullable(),
    error: z
      .object({ code: z.enum(ERROR_CODES), message: z.string(), remedy: z.string().nullable() })
      .nullable()
      .openapi({ description: "Set when it failed" }),
    result: ResultSchema.nullable().openapi({ description: "Set when it is completed" }),
    object_keys: z.record(z.string(), z.string()).openapi({
      description: "What was made, by name, for the next stage",
      example: { script_key: `scripts/${"5".repeat(64)}.json` },
    }),
    artifacts: z.array(z.object({ name: z.string(), url: z.url() })),
    spent_micro_usd: z.number(),
    cap_micro_usd: z.number(),
    created_at: InstantSchema,
    links: StageLinks,
  })
  .openapi("StageRun");
