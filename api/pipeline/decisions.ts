import { createRoute, z } from "@hono/zod-openapi";
import type { UpdateDefinition } from "@temporalio/common";
import type { Context } from "hono";
import { createGrant } from "../../db/queries/grants.ts";
import { getVideo } from "../../db/queries/videos.ts";
import { AppError } from "../../domain/errors.ts";
import type { RunStatus } from "../../domain/video/generation.ts";
import { generateWorkflowId } from "../../domain/video/video.ts";
import {
  approveUpdate,
  type GuardedMessage,
  raiseCapUpdate,
  rejectUpdate,
  resumeUpdate,
} from "../../workflows/generate-video-messages.ts";
import { allow, principalOf, requireGuardedAuthority } from "../access/authorization.ts";
import type { ApiDependencies, ApiEnv } from "../dependencies.ts";
import { onceById } from "../idempotency.ts";
import { createRoutes, json, jsonBody, writeProblems } from "../route.ts";
import { snakeCase } from "../../domain/spelling.ts";
import { withinTime } from "../temporal-deadline.ts";
import { IdempotencyHeader, ReasonSchema, VideoParams } from "../vocabulary.ts";
import { RunStatusSchema } from "./video-schemas.ts";

type Deps = Pick<ApiDependencies, "db" | "temporal" | "settings">;

const CAP_MAX_MICRO_USD = 1_000_000_000;

const Decided = z.object({ video_id: z.string(), decision: z.string(), run: RunStatusSchema }).openapi("Decided");

function decisionRoute<Path extends string, Body extends z.ZodType>(path: Path, summary: string, body: Body) {
  return createRoute({
    method: "post",
    path,
    tags: ["pipeline"],
    summary,
    description: "Guarded: a session must have been proved within five minutes; the reason goes into the audit log.",
    middleware: allow("read"),
    request: { params: VideoParams, headers: IdempotencyHeader, body: jsonBody(body) },
    responses: { 200: json(Decided, "The run has taken the decision"), ...writeProblems(404, 409) },
  });
}

const WithReason = z.strictObject({ reason: ReasonSchema });
const approve = decisionRoute(
  "/pipeline/videos/{video_id}/approve",
  "Let a video that waits for approval be published",
  WithReason,
);
const reject = decisionRoute(
  "/pipeline/videos/{video_id}/reject",
  "Refuse a video that waits for approval",
  WithReason,
);
const raiseCap = decisionRoute(
  "/pipeline/videos/{video_id}/raise-cap",
  "Grant a halted video a cost cap of its own (administrators)",
  z.strictObject({
    cap_micro_usd: z.int().positive().max(CAP_MAX_MICRO_USD).openapi({ example: 4_500_000 }),
    reason: ReasonSchema,
  }),
);

const resume = createRoute({
  method: "post",
  path: "/pipeline/videos/{video_id}/resume",
  tags: ["pipeline"],
  summary: "Try the stage of a parked video again now",
  middleware: allow("execute"),
  request: { params: VideoParams, headers: IdempotencyHeader, body: jsonBody(z.strictObject({})) },
  responses: { 200: json(Decided, "The run goes on"), ...writeProblems(404, 409) },
});

export function decisionRoutes(deps: Deps) {
  return createRoutes()
    .openapi(approve, async (c) => {
      const { reason } = c.req.valid("json");
      return c.json(
        await decide(c, deps, { videoId: c.req.valid("param").video_id, act: "approve_video", reason, payload: {} }),
        200,
      );
    })
    .openapi(reject, async (c) => {
      const { reason } = c.req.valid("json");
      return c.json(
        await decide(c, deps, { videoId: c.req.valid("param").video_id, act: "reject_video", reason, payload: {} }),
        200,
      );
    })
    .openapi(raiseCap, async (c) => {
      const { reason, cap_micro_usd: capMicroUsd } = c.req.valid("json");
      const payload = { capMicroUsd };
      return c.json(
        await decide(c, deps, { videoId: c.req.valid("param").video_id, act: "raise_cap", reason, payload }),
        200,
      );
    })
    .openapi(resume, async (c) => {
      const { video_id: videoId } = c.req.valid("param");
      await getVideo(deps.db, principalOf(c), { videoId });
      const answer = await onceById(c, deps, { request: {}, status: 200 }, async (updateId) => {
        const run = await withinTime(deps, () => handleOf(deps, videoId).executeUpdate(resumeUpdate, { updateId }));
        return { video_id: videoId, decision: "resumed", run: snakeCase(run) };
      });
      return c.json(answer, 200);
    });
}

type Act = "approve_video" | "reject_video" | "raise_cap";

interface DecisionInput {
  readonly videoId: string;
  readonly act: Act;
  readonly reason: string;
  readonly payload: Readonly<Record<string, unknown>>;
}

const UPDATES: Readonly<Record<Act, UpdateDefinition<RunStatus, [GuardedMessage]>>> = {
  approve_video: approveUpdate,
  reject_video: rejectUpdate,
  raise_cap: raiseCapUpdate,
};

/** Records the decision as a grant, then tells the run its id and nothing else: the activity reads the rest. */
async function decide(c: Context<ApiEnv>, deps: Deps, { videoId, act, reason, payload }: DecisionInput) {
  const { channelId, status } = await getVideo(deps.db, principalOf(c), { videoId });
  const principal = await requireGuardedAuthority(c, deps, { channelId, adminOnly: act === "raise_cap" });
  if (status !== "processing") {
    throw new AppError("conflict", `the video is ${status}, so there is nothing to decide`, { field: "video_id" });
  }
  return onceById(c, deps, { request: { act, reason, payload }, status: 200 }, async (grantId) => {
    await createGrant(deps.db, principal, {
      grantId,
      act,
      subjectId: videoId,
      payload: { ...payload, reason },
      reason,
    });
    const run = await withinTime(deps, () =>
      handleOf(deps, videoId).executeUpdate(UPDATES[act], { updateId: grantId, args: [{ grantId }] }),
    );
    return { video_id: videoId, decision: act, run: snakeCase(run) };
  });
}

function handleOf({ temporal }: Deps, videoId: string) {
  return temporal.workflow.getHandle(generateWorkflowId(videoId));
}
