import { z } from "@hono/zod-openapi";
import { ASPECTS, COMPLEXITIES, PRIVACY_STATUSES, QUEUE_STATUSES, SIZES } from "../../domain/video/video.ts";
import { EstimateSchema } from "../cost-schemas.ts";
import { VideoLinksSchema } from "../operations/links.ts";
import { InstantSchema, JsonObjectSchema, NullableInstant } from "../vocabulary.ts";

const MicroUsd = z.number().openapi({ description: "Micro-dollars: 1,000,000 is $1", example: 812_000 });

const SceneNumber = z.int().openapi({ description: "From 1" });

export const WaitingForSchema = z
  .object({ kind: z.string(), reason: z.string(), remedy: z.string(), until: NullableInstant })
  .openapi("WaitingFor", { description: "Why a run stands still and what moves it on" });

const StageSchema = z.object({
  stage: z.string(),
  attempt: z.int(),
  status: z.string(),
  started_at: InstantSchema,
  finished_at: NullableInstant,
  error_code: z.string().nullable(),
  error_message: z.string().nullable(),
});

export const VideoSummarySchema = z
  .object({
    video_id: z.string(),
    channel_id: z.string(),
    workflow_id: z.string(),
    topic: z.string(),
    title: z.string().nullable(),
    status: z.enum(QUEUE_STATUSES),
    waiting_for: WaitingForSchema.nullable(),
    complexity: z.string(),
    priority: z.int(),
    quality_score: z.number().nullable(),
    duration_ms: z.number().nullable(),
    publish_status: z.string(),
    spent_micro_usd: MicroUsd,
    created_at: InstantSchema,
    started_at: NullableInstant,
    finished_at: NullableInstant,
  })
  .openapi("VideoSummary");

export const SpecSchema = z.object({
  topic: z.string(),
  seconds: z.number(),
  aspect: z.enum(ASPECTS),
  size: z.enum(SIZES),
  voice: z.string(),
  seed: z.number(),
  complexity: z.enum(COMPLEXITIES),
  publish: z.object({
    privacy: z.enum(PRIVACY_STATUSES),
    publish_at: NullableInstant,
    contains_synthetic_media: z.boolean(),
    self_declared_made_for_kids: z.boolean(),
    caption_track: z.boolean().optional(),
    dry_run: z.boolean().optional(),
    tags: z.array(z.string()).optional(),
    description: z.string().optional(),
    notes: z.array(z.string()).optional(),
  }),
  language: z.string().optional(),
  script: JsonObjectSchema.optional(),
  narration: JsonObjectSchema.optional(),
  media: JsonObjectSchema.optional(),
  look: JsonObjectSchema.optional(),
  music: JsonObjectSchema.optional(),
  reuse: JsonObjectSchema.optional(),
});

export const VideoSchema = VideoSummarySchema.extend({
  spec: SpecSchema,
  route: z.string(),
  slot_held: z.boolean(),
  sha256: z.string().nullable(),
  bytes: z.number().nullable(),
  cap_micro_usd: MicroUsd,
  published_at: NullableInstant,
  error_code: z.string().nullable(),
  error_message: z.string().nullable(),
  parent_video_id: z.string().nullable(),
  stages: z.array(StageSchema),
  publications: z.array(
    z.object({
      ...{ platform: z.string(), platform_video_id: z.string(), url: z.string(), published_at: InstantSchema },
      processing: z.string().openapi({ description: "What the platform made of it: processed, or why not" }),
      processing_reason: z.string().nullable(),
      privacy: z.string().nullable().openapi({ description: "Who may see it as the platform says; null until read" }),
      visibility_reason: z.string().nullable().openapi({
        description: "In what that differs from what was asked, as where YouTube locked it to private",
      }),
    }),
  ),
  decisions: z.array(
    z.object({ decision: z.string(), reason: z.string(), decided_by: z.string(), decided_at: InstantSchema }),
  ),
  script_notes: z.array(z.string()).openapi({
    description:
      "What to look at before it goes out: what was mended, claims without a source, a fallback to the grammar",
    example: ['Scene 2: "90%" gives a number without a source; name who says so or leave it out.'],
  }),
  media_findings: z
    .array(
      z.object({
        scene: SceneNumber.nullable(),
        source: z.string(),
        asset_id: z.string().nullable(),
        reason: z.string(),
      }),
    )
    .openapi({
      description:
        "Pictures that were tried and left; the next one took their place. Both null: no file of a folder fits",
    }),
  credits: z
    .array(
      z.object({
        source: z.string().openapi({ description: "`generated`, or the library that it came from" }),
        author: z.string(),
        url: z.string().nullable(),
        licence: z.string(),
        scenes: z.array(SceneNumber),
      }),
    )
    .openapi({ description: "Who made the clips and stills, each named once" }),
  music_credit: z
    .object({ author: z.string(), licence: z.string() })
    .nullable()
    .openapi({ description: "Of a licensed recording; null for synthesised music and for none" }),
  artifacts: z.array(z.object({ name: z.string(), url: z.url() })),
  links: VideoLinksSchema,
}).openapi("Video");

export const StatusSchema = z
  .object({
    video_id: z.string(),
    status: z.enum(QUEUE_STATUSES),
    stage: z.string().nullable().openapi({ description: "The stage at work, or the last one" }),
    attempt: z.int().nullable(),
    progress: z.number().nullable().openapi({ description: "Of the stage, 0–100" }),
    message: z.string().nullable(),
    position: z.int().nullable().openapi({ description: "In the waiting line; 1 is next" }),
    eta: NullableInstant,
    waiting_for: WaitingForSchema.nullable(),
    spent_micro_usd: MicroUsd,
    cap_micro_usd: MicroUsd,
    cost_level: z.enum(["ok", "warn", "critical"]).openapi({ description: "Of what is spent, before the cap" }),
    quality_score: z.number().nullable(),
    url: z.string().nullable().openapi({ description: "Where it was published; null before, and after a dry run" }),
    visibility: z
      .object({ privacy: z.string(), reason: z.string(), remedy: z.string() })
      .nullable()
      .openapi({ description: "Where the platform shows it otherwise than was asked; null where it does not" }),
    dry_run: z.boolean().openapi({ description: "Everything is made and checked, and nothing is uploaded" }),
    links: VideoLinksSchema,
  })
  .openapi("VideoStatus");

export const CostReportSchema = z
  .object({
    video_id: z.string(),
    cap_micro_usd: MicroUsd,
    has_own_cap: z.boolean(),
    spent_micro_usd: MicroUsd,
    reserved_micro_usd: MicroUsd,
    overrun_micro_usd: MicroUsd,
    level: z.enum(["ok", "warn", "critical"]),
    warn_micro_usd: MicroUsd,
    critical_micro_usd: MicroUsd,
    targets: z.array(z.object({ target_micro_usd: MicroUsd, met: z.boolean() })),
    estimate: EstimateSchema,
    by_stage: z.record(z.string(), z.number()),
    by_service: z.record(z.string(), z.number()),
    lines: z.array(
      z.object({
        stage: z.string(),
        attempt: z.int(),
        service: z.string(),
        operation: z.string(),
        units: z.number(),
        unit: z.string(),
        estimate_micro_usd: MicroUsd,
        actual_micro_usd: MicroUsd.nullable(),
        overrun_micro_usd: MicroUsd,
        state: z.string(),
      }),
    ),
  })
  .openapi("CostReport");

/** Answer of the run itself, as its query `status` gives it. */
export const RunStatusSchema = z
  .object({
    video_id: z.string(),
    stage: z.string(),
    attempt: z.int(),
    waiting_for: WaitingForSchema.extend({ error_code: z.string().nullable() }).nullable(),
    spent_micro_usd: MicroUsd,
    cap_micro_usd: MicroUsd,
    score: z.number().nullable(),
    findings: z.array(
      z.object({
        check: z.string(),
        points_lost: z.number(),
        hard_fail: z.boolean(),
        from_ms: z.number(),
        to_ms: z.number(),
        message: z.string(),
        segment_indexes: z.array(z.int()),
      }),
    ),
    url: z.string().nullable(),
    version: z.int().openapi({ description: "Of what was rendered last; 0 before the first" }),
  })
  .openapi("RunStatus");
