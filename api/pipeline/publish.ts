import { createRoute, z } from "@hono/zod-openapi";
import { getChannel } from "../../db/queries/channels.ts";
import { requireMay } from "../../db/queries/scope.ts";
import { getVideo, type VideoDetail } from "../../db/queries/videos.ts";
import { AppError } from "../../domain/errors.ts";
import { creditLines } from "../../domain/media/credits.ts";
import { YOUTUBE_PRICES } from "../../domain/quota/youtube.ts";
import type { MediaManifest } from "../../domain/media/media.ts";
import type { UploadInput } from "../../domain/video/production.ts";
import { captionLanguage, publicationFaults, videoMetadata } from "../../domain/video/publication-metadata.ts";
import type { RenderPlan } from "../../domain/render/plan.ts";
import type { Script } from "../../domain/script/script.ts";
import { PRIVACY_STATUSES } from "../../domain/video/video.ts";
import type { publishVideo } from "../../workflows/publish-video.ts";
import { channelIdKey, videoIdKey } from "../../workflows/search-attributes.ts";
import { allow, principalOf } from "../access/authorization.ts";
import type { ApiDependencies } from "../dependencies.ts";
import { onceById } from "../idempotency.ts";
import { createRoutes, json, jsonBody, readProblems, writeProblems } from "../route.ts";
import { withinTime } from "../temporal-deadline.ts";
import { IdempotencyHeader, InstantSchema, JsonObjectSchema, VideoIdSchema, VideoParams } from "../vocabulary.ts";

type Deps = Pick<ApiDependencies, "db" | "settings" | "storage" | "temporal">;

const PublicationSchema = z
  .object({
    video_id: z.string(),
    /** As YouTube names it. */
    video: JsonObjectSchema.openapi({ description: "The resource of videos.insert, exactly as it would be sent" }),
    video_key: z.string(),
    thumbnail_key: z.string(),
    captions: z.object({ language: z.string(), srt_key: z.string() }).nullable(),
    faults: z.array(z.object({ field: z.string(), message: z.string() })),
    uploads: z.int().openapi({ description: "Of the 100 a day" }),
    quota_units: z.int().openapi({ description: "Of the 10,000 a day" }),
    url: z.string().nullable().openapi({ description: "Where it is published already" }),
  })
  .openapi("PublicationPreview");

const preview = createRoute({
  method: "get",
  path: "/pipeline/videos/{video_id}/publication",
  tags: ["pipeline"],
  summary: "Dry run: exactly what would be sent to the platform, checked, without a call",
  middleware: allow("read"),
  request: { params: VideoParams },
  responses: { 200: json(PublicationSchema, "What would be sent"), ...readProblems(404, 409) },
});

const PublishSchema = z
  .strictObject({
    privacy: z.enum(PRIVACY_STATUSES).default("public"),
    publish_at: InstantSchema.nullable().default(null).openapi({ description: "Private until then, then public" }),
  })
  .refine(({ publish_at: at }) => at === null || Date.parse(at) > Date.now(), {
    path: ["publish_at"],
    message: "must lie in the future",
  })
  .openapi("PublishRequest", { example: { privacy: "public" } });

const publish = createRoute({
  method: "post",
  path: "/pipeline/videos/{video_id}/publish",
  tags: ["pipeline"],
  summary: "Publish a finished video now or at an hour, or change who may see a published one",
  middleware: allow("execute"),
  request: { params: VideoParams, headers: IdempotencyHeader, body: jsonBody(PublishSchema) },
  responses: {
    202: json(z.object({ video_id: VideoIdSchema, workflow_id: z.string() }), "Under way"),
    ...writeProblems(404, 409, 504),
  },
});

export function publishRoutes(deps: Deps) {
  return createRoutes()
    .openapi(preview, async (c) => {
      const { video_id: videoId } = c.req.valid("param");
      const principal = principalOf(c);
      const video = await getVideo(deps.db, principal, { videoId });
      const upload = uploadOf(video);
      const { mediaKey } = upload;
      const [script, plan, media, { niche }] = await Promise.all([
        deps.storage.getJson<Script>(upload.scriptKey),
        deps.storage.getJson<RenderPlan>(upload.planKey),
        mediaKey === undefined ? null : deps.storage.getJson<MediaManifest>(mediaKey),
        getChannel(deps.db, principal, { channelId: video.channelId }),
      ]);
      const { spec } = video;
      const title = video.title === null ? {} : { title: video.title };
      const credits = creditLines(media, plan.audio.music);
      const resource = videoMetadata({ videoId, spec, script, plan, niche, credits, ...title });
      const hasTrack = spec.publish.captionTrack ?? true;
      return c.json(
        {
          video_id: videoId,
          video: { ...resource },
          video_key: upload.videoKey,
          thumbnail_key: upload.thumbnailKey,
          captions: hasTrack ? { language: captionLanguage(spec), srt_key: upload.srtKey } : null,
          faults: publicationFaults(resource, Date.now()).map(({ field, message }) => ({ field, message })),
          uploads: 1,
          quota_units:
            YOUTUBE_PRICES["thumbnails.set"].units + (hasTrack ? YOUTUBE_PRICES["captions.insert"].units : 0),
          url: video.publications[0]?.url ?? null,
        },
        200,
      );
    })
    .openapi(publish, async (c) => {
      const { video_id: videoId } = c.req.valid("param");
      const request = c.req.valid("json");
      const principal = principalOf(c);
      const started = await onceById(c, deps, { request: { videoId, ...request }, status: 202 }, async (effectId) => {
        const video = await getVideo(deps.db, principal, { videoId });
        requireMay(principal, "execute", video.channelId);
        if (video.status !== "completed") {
          throw new AppError("conflict", `the video ${videoId} is ${video.status}`, {
            field: "video_id",
            remedy: "Publish it when it is completed.",
          });
        }
        const visibility = {
          privacy: request.publish_at === null ? request.privacy : ("private" as const),
          publishAt: request.publish_at,
        };
        const present = uploadOf(video);
        const { dryRun: _dryRun, ...settings } = present.spec.publish;
        const upload = { ...present, spec: { ...present.spec, publish: { ...settings, ...visibility } } };
        const isPublished = video.publications.length > 0;
        const workflowId = `publish-video/${videoId}/${effectId}`;
        await withinTime(deps, () =>
          deps.temporal.workflow.start<typeof publishVideo>("publishVideo", {
            workflowId,
            taskQueue: "orchestration",
            workflowIdConflictPolicy: "USE_EXISTING",
            args: [{ upload, visibility: isPublished ? visibility : null }],
            staticSummary: isPublished ? `Makes it ${visibility.privacy}` : "Publishes a finished video",
            typedSearchAttributes: [
              { key: videoIdKey, value: videoId },
              { key: channelIdKey, value: video.channelId },
            ],
          }),
        );
        return { video_id: videoId, workflow_id: workflowId };
      });
      return c.json(started, 202);
    });
}

/** What is sent of a finished video. Throws conflict while a part is missing. */
function uploadOf({ videoId, channelId, spec, title, artifacts }: VideoDetail): UploadInput {
  const keyOf = (name: string): string => {
    const key = artifacts[name];
    if (key !== undefined) return key;
    throw new AppError("conflict", `the video ${videoId} has no ${name.replace(/Key$/, "")} yet`, {
      field: "video_id",
      remedy: "Wait until it is rendered.",
    });
  };
  return {
    ...{ videoId, channelId, spec },
    ...{ videoKey: keyOf("videoKey"), thumbnailKey: keyOf("thumbnailKey"), srtKey: keyOf("srtKey") },
    ...{ scriptKey: keyOf("scriptKey"), planKey: keyOf("planKey") },
    ...(artifacts["mediaKey"] === undefined ? {} : { mediaKey: artifacts["mediaKey"] }),
    ...(title === null ? {} : { title }),
  };
}
