import { createRoute, z } from "@hono/zod-openapi";
import type { ProgressEntry } from "../../clients/progress/progress.ts";
import { pipelineMetrics } from "../../db/queries/pipeline-metrics.ts";
import { queuePosition } from "../../db/queries/queue.ts";
import { costLevel, levelSharesOf } from "../../domain/cost/cost.ts";
import { getVideo, type VideoDetail } from "../../db/queries/videos.ts";
import { visibilityRemedy } from "../../domain/video/visibility.ts";
import { allow, principalOf } from "../access/authorization.ts";
import type { ApiDependencies } from "../dependencies.ts";
import { videoLinks } from "../operations/links.ts";
import { createRoutes, json, readProblems } from "../route.ts";
import { snakeCase } from "../../domain/spelling.ts";
import { VideoParams } from "../vocabulary.ts";
import { StatusSchema } from "./video-schemas.ts";

/** Redis answers in one or two; a status without a percentage is better than a late one. */
const PROGRESS_WAIT_MS = 50;

const status = createRoute({
  method: "get",
  path: "/pipeline/status/{video_id}",
  tags: ["pipeline"],
  summary: "Show where a video stands",
  middleware: allow("read"),
  request: { params: VideoParams },
  responses: { 200: json(StatusSchema, "Where it stands"), ...readProblems(404) },
});

const Count = z.int();
const MicroUsd = z.number();
const MetricsSchema = z
  .object({
    waiting: Count,
    processing: Count,
    parked: Count,
    waiting_for_person: Count,
    last_day: z.object({
      queued: Count,
      completed: Count,
      failed: Count,
      cancelled: Count,
      run_ms_p50: z.number().nullable(),
      run_ms_p95: z.number().nullable(),
      settled_micro_usd: MicroUsd,
    }),
    errors: z.array(z.object({ stage: z.string(), code: z.string(), count: Count })),
    costs: z.object({
      settled_micro_usd: MicroUsd,
      reserved_micro_usd: MicroUsd,
      per_video_micro_usd: MicroUsd.nullable(),
    }),
  })
  .openapi("PipelineMetrics");

const metrics = createRoute({
  method: "get",
  path: "/pipeline/metrics",
  tags: ["pipeline"],
  summary: "Show depth, rates, errors and costs of the pipeline",
  middleware: allow("read"),
  responses: { 200: json(MetricsSchema, "The numbers, over all channels"), ...readProblems() },
});

type Deps = Pick<ApiDependencies, "db" | "environment" | "temporal" | "progress" | "settings">;

export function statusRoutes(deps: Deps) {
  return createRoutes()
    .openapi(status, async (c) => {
      const { video_id: videoId } = c.req.valid("param");
      const video = await getVideo(deps.db, principalOf(c), { videoId });
      const { slots } = deps.settings.queue;
      const place = video.status === "queued" ? await queuePosition(deps.db, { videoId, slots }) : null;
      const stage = video.stages.findLast((each) => each.status === "running") ?? video.stages.at(-1);
      const progress =
        video.status === "processing" && stage ? await latestProgress(deps, video.workflowId, stage.stage) : null;
      return c.json(
        {
          video_id: videoId,
          status: video.status,
          stage: stage?.stage ?? null,
          attempt: stage?.attempt ?? null,
          progress: progress === null ? null : Math.round(progress.fraction * 1000) / 10,
          message: progress?.message ?? null,
          position: place?.position ?? null,
          eta: place?.etaAt ?? null,
          waiting_for: video.waitingFor,
          spent_micro_usd: video.spentMicroUsd,
          cap_micro_usd: video.capMicroUsd,
          cost_level: costLevel(video.spentMicroUsd, video.capMicroUsd, levelSharesOf(deps.settings.cost)),
          quality_score: video.qualityScore,
          url: video.publications[0]?.url ?? null,
          visibility: visibilityOf(video),
          dry_run: video.spec.publish.dryRun === true,
          links: videoLinks(deps, videoId),
        },
        200,
      );
    })
    .openapi(metrics, async (c) => c.json(snakeCase(await pipelineMetrics(deps.db)), 200));
}

function visibilityOf({ publications: [publication] }: VideoDetail) {
  const { privacy = null, visibilityReason: reason = null } = publication ?? {};
  return privacy === null || reason === null ? null : { privacy, reason, remedy: visibilityRemedy(privacy) };
}

export async function latestProgress(
  { progress }: Pick<Deps, "progress">,
  workflowId: string,
  stage: string,
): Promise<ProgressEntry | null> {
  const leave = new AbortController();
  const timer = setTimeout(() => leave.abort(), PROGRESS_WAIT_MS);
  try {
    for await (const entry of progress.follow(workflowId, "0", leave.signal)) if (entry.stage === stage) return entry;
    return null;
  } finally {
    clearTimeout(timer);
    leave.abort();
  }
}
