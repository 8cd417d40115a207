import { createRoute, z } from "@hono/zod-openapi";
import type { VoiceCatalog } from "../../clients/speech/voice-catalog.ts";
import { installedMedia } from "../../clients/stock-media/settings.ts";
import { channelLayer } from "../../db/queries/channels.ts";
import {
  type Enqueued,
  cancelWaiting,
  enqueueLimits,
  enqueueVideo,
  queueOverview,
  setPriority,
} from "../../db/queries/queue.ts";
import { getVideo } from "../../db/queries/videos.ts";
import { completeSpec } from "../../domain/channel/defaults.ts";
import { generateWorkflowId } from "../../domain/video/video.ts";
import { allow, principalOf } from "../access/authorization.ts";
import { randomBase32 } from "../access/tokens.ts";
import type { CostEstimator } from "../cost-estimator.ts";
import type { ApiDependencies } from "../dependencies.ts";
import { onceAfterAsking } from "../idempotency.ts";
import { videoLinks, VideoLinksSchema } from "../operations/links.ts";
import { createRoutes, json, jsonBody, readProblems, writeProblems } from "../route.ts";
import { IdempotencyHeader, InstantSchema, PrioritySchema, VideoIdSchema, VideoParams } from "../vocabulary.ts";
import { snakeCase } from "../../domain/spelling.ts";
import { withinTime } from "../temporal-deadline.ts";
import { cancelRun } from "./cancel-run.ts";
import { resolveChannelId } from "./default-channel.ts";
import type { Dispatcher } from "./dispatcher.ts";
import { requireFiles } from "./require-files.ts";
import { requireVoice } from "./require-voice.ts";
import { requireWords, type WordsDeps } from "./require-words.ts";
import { layerOf, VideoRequestSchema } from "./video-request.ts";

type Deps = Pick<ApiDependencies, "db" | "temporal" | "environment" | "settings" | "storage"> &
  WordsDeps & {
    readonly dispatcher: Dispatcher;
    readonly estimator: CostEstimator;
    readonly voices: VoiceCatalog;
  };

const ReceiptSchema = z
  .object({
    video_id: VideoIdSchema,
    position: z.int().openapi({ description: "1 is next; 0 has left the line already.", example: 3 }),
    eta: InstantSchema,
    estimate_usd: z.number().openapi({ description: "What the video is expected to cost", example: 0.0012 }),
    warning: z.enum(["queue_80", "queue_95"]).optional().openapi({ description: "The queue is that many % full." }),
    links: VideoLinksSchema,
  })
  .openapi("QueueReceipt");

const enqueue = createRoute({
  method: "post",
  path: "/pipeline/queue",
  tags: ["pipeline"],
  summary: "Queue a video to be made and published",
  middleware: allow("execute"),
  request: { headers: IdempotencyHeader, body: jsonBody(VideoRequestSchema) },
  responses: {
    202: json(ReceiptSchema, "Queued; the video is made when a run slot is free"),
    ...writeProblems(404, 409),
  },
});

const QueueSchema = z
  .object({
    mode: z.object({
      mode: z.enum(["active", "paused", "draining"]),
      reason: z.string(),
      changed_at: InstantSchema.nullable(),
    }),
    depth: z.int(),
    processing: z.int(),
    slots_held: z.object({ gpu: z.int(), cpu: z.int() }),
    parked: z.int(),
    resuming: z.int(),
    mean_run_ms: z.number(),
    waiting: z.array(
      z.object({
        video_id: z.string(),
        channel_id: z.string(),
        topic: z.string(),
        complexity: z.string(),
        priority: z.int(),
        queued_at: InstantSchema,
        position: z.int(),
        eta_at: InstantSchema,
      }),
    ),
  })
  .openapi("Queue");

const showQueue = createRoute({
  method: "get",
  path: "/pipeline/queue",
  tags: ["pipeline"],
  summary: "Show the queue: mode, depth, slots and the waiting line",
  middleware: allow("read"),
  responses: { 200: json(QueueSchema, "The queue"), ...readProblems() },
});

const reprioritise = createRoute({
  method: "patch",
  path: "/pipeline/queue/{video_id}",
  tags: ["pipeline"],
  summary: "Change the priority of a waiting video",
  middleware: allow("execute"),
  request: { params: VideoParams, body: jsonBody(z.strictObject({ priority: PrioritySchema })) },
  responses: {
    200: json(z.object({ video_id: VideoIdSchema, priority: PrioritySchema }), "Changed"),
    ...writeProblems(404, 409),
  },
});

const cancel = createRoute({
  method: "delete",
  path: "/pipeline/queue/{video_id}",
  tags: ["pipeline"],
  summary: "Cancel a video, waiting or running",
  middleware: allow("execute"),
  request: { params: VideoParams },
  responses: {
    202: json(
      z.object({ video_id: VideoIdSchema, state: z.enum(["cancelled", "cancelling"]) }),
      "Cancelled while it waited, or its run was asked to stop",
    ),
    ...readProblems(404, 409),
  },
});

export function queueRoutes(deps: Deps) {
  return createRoutes()
    .openapi(enqueue, async (c) => {
      const principal = principalOf(c);
      const request = c.req.valid("json");
      const receipt = await onceAfterAsking(
        c,
        deps,
        { request, status: 202 },
        {
          ask: async () => {
            const channelId = request.channel_id ?? (await resolveChannelId(deps.db, principal));
            const channel = await channelLayer(deps.db, principal, channelId);
            const spec = completeSpec(request.topic, [layerOf(request), channel, installedMedia(deps.environment)]);
            await requireFiles(deps, spec);
            await requireVoice(deps, { voice: spec.voice, asked: request });
            await requireWords(deps, spec);
            const { expectedMicroUsd } = await deps.estimator.now(spec);
            return { channelId, spec, expectedMicroUsd };
          },
          work: async (tx, { channelId, spec, expectedMicroUsd }) => {
            const order = { videoId: `vid_${randomBase32(20)}`, channelId, spec, priority: request.priority };
            const enqueued = await enqueueVideo(tx, principal, order, enqueueLimits(deps.settings));
            return { ...receiptOf(deps, enqueued), estimate_usd: expectedMicroUsd / 1_000_000 };
          },
        },
      );
      deps.dispatcher.wake();
      return c.json(receipt, 202);
    })
    .openapi(showQueue, async (c) => {
      const { slots } = deps.settings.queue;
      return c.json(snakeCase(await queueOverview(deps.db, { slots, principal: principalOf(c) })), 200);
    })
    .openapi(reprioritise, async (c) => {
      const { video_id } = c.req.valid("param");
      const { priority } = c.req.valid("json");
      await setPriority(deps.db, principalOf(c), { videoId: video_id, priority });
      deps.dispatcher.wake();
      return c.json({ video_id, priority }, 200);
    })
    .openapi(cancel, async (c) => {
      const { video_id } = c.req.valid("param");
      const principal = principalOf(c);
      const { cancelled } = await cancelWaiting(deps.db, principal, { videoId: video_id });
      if (cancelled) return c.json({ video_id, state: "cancelled" as const }, 202);
      const run = deps.temporal.workflow.getHandle(generateWorkflowId(video_id));
      await cancelRun(
        () => withinTime(deps, () => run.cancel()),
        async () => (await getVideo(deps.db, principal, { videoId: video_id })).status === "processing",
      );
      return c.json({ video_id, state: "cancelling" as const }, 202);
    });
}

function receiptOf(
  deps: Deps,
  { videoId, position, etaAt, warning }: Enqueued,
): Omit<z.infer<typeof ReceiptSchema>, "estimate_usd"> {
  return {
    video_id: videoId,
    position,
    eta: etaAt,
    ...(warning ? { warning } : {}),
    links: videoLinks(deps, videoId),
  };
}
