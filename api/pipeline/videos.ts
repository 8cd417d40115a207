import { createRoute, z } from "@hono/zod-openapi";
import { costReport } from "../../db/queries/costs.ts";
import { getVideo, listVideos, type VideoDetail } from "../../db/queries/videos.ts";
import { artifactsPresent } from "../../domain/video/artifacts.ts";
import { levelSharesOf } from "../../domain/cost/cost.ts";
import type { MediaManifest } from "../../domain/media/media.ts";
import type { RenderPlan } from "../../domain/render/plan.ts";
import type { Script } from "../../domain/script/script.ts";
import { remarksOf } from "../../domain/video/remarks.ts";
import { QUEUE_STATUSES } from "../../domain/video/video.ts";
import { allow, principalOf } from "../access/authorization.ts";
import type { CostEstimator } from "../cost-estimator.ts";
import { describeEstimate } from "../cost-schemas.ts";
import type { ApiDependencies } from "../dependencies.ts";
import { videoLinks } from "../operations/links.ts";
import { createRoutes, json, readProblems } from "../route.ts";
import { snakeCase } from "../../domain/spelling.ts";
import { storedJson } from "../stored-json.ts";
import { ChannelIdSchema, plainText, VideoParams } from "../vocabulary.ts";
import { CostReportSchema, VideoSchema, VideoSummarySchema } from "./video-schemas.ts";

const LIMIT_MAX = 200;

const list = createRoute({
  method: "get",
  path: "/pipeline/videos",
  tags: ["pipeline"],
  summary: "List videos, newest first",
  middleware: allow("read"),
  request: {
    query: z.object({
      status: z.enum(QUEUE_STATUSES).optional(),
      channel_id: ChannelIdSchema.optional(),
      search: plainText(200).optional().openapi({ description: "Part of the topic or the title" }),
      limit: z.coerce.number().int().min(1).max(LIMIT_MAX).default(50),
      cursor: z.base64url().max(300).optional().openapi({ description: "`next_cursor` of the page before" }),
    }),
  },
  responses: {
    200: json(
      z.object({ videos: z.array(VideoSummarySchema), next_cursor: z.string().nullable() }),
      "A page of videos",
    ),
    ...readProblems(404),
  },
});

const show = createRoute({
  method: "get",
  path: "/pipeline/videos/{video_id}",
  tags: ["pipeline"],
  summary: "Show a video with its stages, decisions, publications and files",
  middleware: allow("read"),
  request: { params: VideoParams },
  responses: { 200: json(VideoSchema, "The video"), ...readProblems(404) },
});

const costs = createRoute({
  method: "get",
  path: "/pipeline/videos/{video_id}/costs",
  tags: ["pipeline"],
  summary: "Show what a video has cost, line by line",
  middleware: allow("read"),
  request: { params: VideoParams },
  responses: { 200: json(CostReportSchema, "The costs"), ...readProblems(404) },
});

export function videoRoutes(
  deps: Pick<ApiDependencies, "db" | "environment" | "temporal" | "settings" | "storage"> & {
    readonly estimator: CostEstimator;
  },
) {
  return createRoutes()
    .openapi(list, async (c) => {
      const { status, channel_id: channelId, search, limit, cursor } = c.req.valid("query");
      const page = await listVideos(deps.db, principalOf(c), {
        limit,
        ...(status === undefined ? {} : { status }),
        ...(channelId === undefined ? {} : { channelId }),
        ...(search === undefined ? {} : { search }),
        ...(cursor === undefined ? {} : { cursor }),
      });
      return c.json(snakeCase(page), 200);
    })
    .openapi(show, async (c) => {
      const { video_id: videoId } = c.req.valid("param");
      return c.json(await describe(deps, await getVideo(deps.db, principalOf(c), { videoId })), 200);
    })
    .openapi(costs, async (c) => {
      const { video_id: videoId } = c.req.valid("param");
      const principal = principalOf(c);
      const { spec, createdAt } = await getVideo(deps.db, principal, { videoId });
      const [report, estimate] = await Promise.all([
        costReport(deps.db, principal, { videoId, shares: levelSharesOf(deps.settings.cost) }),
        deps.estimator.at(spec, new Date(createdAt)),
      ]);
      return c.json({ ...snakeCase(report), estimate: describeEstimate(estimate) }, 200);
    });
}

async function describe(
  deps: Pick<ApiDependencies, "environment" | "temporal" | "storage">,
  { artifacts, ...video }: VideoDetail,
): Promise<z.infer<typeof VideoSchema>> {
  const links = videoLinks(deps, video.videoId);
  const [script, media, plan] = await Promise.all([
    storedJson<Script>(deps, artifacts["scriptKey"]),
    storedJson<MediaManifest>(deps, artifacts["mediaKey"]),
    storedJson<RenderPlan>(deps, artifacts["planKey"]),
  ]);
  return {
    ...snakeCase({ ...video, ...remarksOf(script, media, plan?.audio.music) }),
    artifacts: artifactsPresent(artifacts).map((name) => ({ name, url: `${links.video}/artifacts/${name}` })),
    links,
  };
}
