import { createRoute, z } from "@hono/zod-openapi";
import { type ErrorRecord, listErrors, redriveErrors } from "../../db/queries/error-queue.ts";
import { ERROR_STATES } from "../../db/schema/error-queue.ts";
import { AppError } from "../../domain/errors.ts";
import { recordWorkflowId, VIDEO_COMPLETED_SOURCE } from "../../domain/video/video.ts";
import { recordVideo } from "../../workflows/record-video.ts";
import { allow, principalOf } from "../access/authorization.ts";
import type { ApiDependencies } from "../dependencies.ts";
import { onceInTransaction } from "../idempotency.ts";
import { createRoutes, json, jsonBody, readProblems, writeProblems } from "../route.ts";
import { withinTime } from "../temporal-deadline.ts";
import { IdempotencyHeader, InstantSchema, plainText } from "../vocabulary.ts";
import { workflowPageUrl } from "./links.ts";

const ErrorSchema = z
  .object({
    error_id: z.uuid(),
    source: z.string(),
    event_id: z.string(),
    payload: z.unknown().openapi({ description: "The event as it failed" }),
    error: z.object({ code: z.string(), message: z.string() }),
    state: z.enum(ERROR_STATES),
    failures: z.int(),
    created_at: InstantSchema,
    updated_at: InstantSchema,
  })
  .openapi("QueuedError");

const list = createRoute({
  method: "get",
  path: "/error-queue",
  tags: ["operations"],
  summary: "List events that failed three times",
  middleware: allow("read"),
  request: {
    query: z.object({
      source: plainText(100).optional(),
      state: z.enum(ERROR_STATES).optional(),
      limit: z.coerce.number().int().min(1).max(1000).default(100),
    }),
  },
  responses: { 200: json(z.object({ errors: z.array(ErrorSchema) }), "The events, oldest first"), ...readProblems() },
});

const redrive = createRoute({
  method: "post",
  path: "/error-queue/redrive",
  tags: ["operations"],
  summary: "Drive waiting events again, once their cause is mended; at most 100 at a time, oldest first",
  middleware: allow("execute"),
  request: {
    headers: IdempotencyHeader,
    body: jsonBody(
      z
        .strictObject({ source: plainText(100).optional(), error_ids: z.array(z.uuid()).min(1).max(100).optional() })
        .openapi("Redrive", { example: { source: VIDEO_COMPLETED_SOURCE } }),
    ),
  },
  responses: {
    202: json(
      z.object({
        redriven: z.int(),
        events: z.array(z.object({ error_id: z.uuid(), event_id: z.string(), workflow: z.url() })),
      }),
      "Their runs are started; what fails again comes back to the queue",
    ),
    ...writeProblems(409),
  },
});

type Deps = Pick<ApiDependencies, "db" | "environment" | "settings" | "temporal">;

export function errorQueueRoutes(deps: Deps) {
  return createRoutes()
    .openapi(list, async (c) => {
      const { source, state, limit } = c.req.valid("query");
      const filter = { limit, ...(source === undefined ? {} : { source }), ...(state === undefined ? {} : { state }) };
      return c.json({ errors: (await listErrors(deps.db, principalOf(c), filter)).map(describe) }, 200);
    })
    .openapi(redrive, async (c) => {
      const request = c.req.valid("json");
      const { source, error_ids: errorIds } = request;
      const filter = { ...(source === undefined ? {} : { source }), ...(errorIds === undefined ? {} : { errorIds }) };
      const answer = await onceInTransaction(c, deps, { request, status: 202 }, async (tx) => {
        const records = await redriveErrors(tx, principalOf(c), filter);
        // Inside the transaction: an event whose run could not be started stays in the queue.
        const events = await Promise.all(records.map((record) => drive(deps, record)));
        return { redriven: events.length, events };
      });
      return c.json(answer, 202);
    });
}

const VideoCompleted = z.object({ videoId: z.string() });

async function drive(deps: Deps, { errorId, source, eventId, payload }: ErrorRecord) {
  if (source !== VIDEO_COMPLETED_SOURCE) {
    throw new AppError("conflict", `nothing takes events of the source ${source}`, {
      remedy: `Name the source ${VIDEO_COMPLETED_SOURCE}, or the events by their ids.`,
    });
  }
  const { videoId } = VideoCompleted.parse(payload);
  const workflowId = recordWorkflowId(videoId);
  const options = {
    workflowId,
    taskQueue: "orchestration",
    args: [{ videoId }] as [{ videoId: string }],
    workflowIdConflictPolicy: "USE_EXISTING",
    staticSummary: "Records a finished video again",
  } as const;
  await withinTime(deps, () => deps.temporal.workflow.start(recordVideo, options));
  return { error_id: errorId, event_id: eventId, workflow: workflowPageUrl(deps, workflowId) };
}

export function describe(record: ErrorRecord): z.infer<typeof ErrorSchema> {
  return {
    error_id: record.errorId,
    source: record.source,
    event_id: record.eventId,
    payload: record.payload,
    error: { ...record.error },
    state: record.state,
    failures: record.failures,
    created_at: record.createdAt,
    updated_at: record.updatedAt,
  };
}
