import { createRoute, z } from "@hono/zod-openapi";
import { WorkflowNotFoundError } from "@temporalio/client";
import {
  createExperiment,
  type ExperimentRecord,
  finishExperiment,
  getExperiment,
  listExperiments,
} from "../db/queries/experiments.ts";
import { requireMay } from "../db/queries/scope.ts";
import { EXPERIMENT_KINDS, EXPERIMENT_STATUSES } from "../db/schema/index.ts";
import { AppError } from "../domain/errors.ts";
import { experimentWorkflowId, totals } from "../domain/channel/experiment-rules.ts";
import { resumeExperimentSignal, stopExperimentSignal } from "../workflows/experiment-messages.ts";
import type { experiment } from "../workflows/experiment.ts";
import { channelIdKey, videoIdKey } from "../workflows/search-attributes.ts";
import { allow, principalOf } from "./access/authorization.ts";
import { randomBase32 } from "./access/tokens.ts";
import type { ApiDependencies } from "./dependencies.ts";
import { onceInTransaction } from "./idempotency.ts";
import { createRoutes, json, jsonBody, readProblems, writeProblems } from "./route.ts";
import { withinTime } from "./temporal-deadline.ts";
import {
  IdempotencyHeader,
  InstantSchema,
  NullableInstant,
  plainText,
  ReasonSchema,
  VideoIdSchema,
} from "./vocabulary.ts";

type Deps = Pick<ApiDependencies, "db" | "settings" | "temporal">;

const ExperimentIdSchema = z
  .string()
  .regex(/^exp_[a-z2-7]{16}$/, { message: "expected exp_ and 16 characters" })
  .openapi({ example: "exp_k3m5ra2qzt7xw4bc" });
const ExperimentParams = z.object({ experiment_id: ExperimentIdSchema });

const VARIANTS_MAX = 4;
const PICTURE = /^[a-z-]+\/[A-Za-z0-9._/-]{1,180}\.(png|jpg|jpeg)$/;

const NewExperimentSchema = z
  .strictObject({
    video_id: VideoIdSchema,
    kind: z.enum(EXPERIMENT_KINDS),
    variants: z
      .array(plainText(200))
      .min(1)
      .max(VARIANTS_MAX)
      .openapi({ description: "Beside what the video has: titles, or object keys of pictures" }),
    rotation_hours: z.int().min(1).max(336).default(24),
    rounds_max: z.int().min(4).max(50).default(8).openapi({ description: "Rounds over all variants, at most" }),
  })
  .superRefine(({ kind, variants }, context) => {
    if (new Set(variants).size !== variants.length) {
      context.addIssue({ code: "custom", path: ["variants"], message: "must hold each variant once" });
    }
    for (const [index, variant] of variants.entries()) {
      const message = kind === "title" ? titleFault(variant) : pictureFault(variant);
      if (message !== null) context.addIssue({ code: "custom", path: ["variants", index], message });
    }
  })
  .openapi("NewExperiment", {
    example: {
      ...{ video_id: "vid_k3m5ra2qzt7xw4bcdn6e", kind: "title" },
      variants: ["What makes the sky blue?"],
      rotation_hours: 24,
      rounds_max: 8,
    },
  });

const ExperimentSchema = z
  .object({
    experiment_id: z.string(),
    video_id: z.string(),
    channel_id: z.string(),
    kind: z.enum(EXPERIMENT_KINDS),
    status: z.enum(EXPERIMENT_STATUSES),
    variants: z.array(
      z.object({
        value: z.string(),
        hours: z.number(),
        views: z.number(),
        views_per_hour: z.number(),
        is_winner: z.boolean(),
      }),
    ),
    rotation_hours: z.int(),
    rounds_max: z.int(),
    rounds: z.int().openapi({ description: "Whole rounds so far" }),
    winner: z.int().nullable().openapi({ description: "Place in variants, from 0; 0 is what the video had" }),
    reason: z.string().nullable(),
    workflow_id: z.string(),
    created_at: InstantSchema,
    finished_at: NullableInstant,
  })
  .openapi("Experiment");

const tags = ["experiments"];
const path = "/experiments/{experiment_id}" as const;

const create = createRoute({
  method: "post",
  path: "/experiments",
  tags,
  summary: "Test titles or thumbnails on a published video; the winner stays",
  middleware: allow("execute"),
  request: { headers: IdempotencyHeader, body: jsonBody(NewExperimentSchema) },
  responses: { 201: json(ExperimentSchema, "Begun"), ...writeProblems(404, 409, 504) },
});

const list = createRoute({
  method: "get",
  path: "/experiments",
  tags,
  summary: "List experiments, newest first",
  middleware: allow("read"),
  request: {
    query: z.object({ video_id: VideoIdSchema.optional(), status: z.enum(EXPERIMENT_STATUSES).optional() }),
  },
  responses: { 200: json(z.object({ experiments: z.array(ExperimentSchema) }), "At most 200"), ...readProblems() },
});

const show = createRoute({
  method: "get",
  path,
  tags,
  summary: "Show an experiment with what each variant has gained",
  middleware: allow("read"),
  request: { params: ExperimentParams },
  responses: { 200: json(ExperimentSchema, "The experiment"), ...readProblems(404) },
});

const stop = createRoute({
  method: "post",
  path: `${path}/stop`,
  tags,
  summary: "Stop an experiment; what was there before comes back",
  middleware: allow("execute"),
  request: { params: ExperimentParams, body: jsonBody(z.strictObject({ reason: ReasonSchema })) },
  responses: { 202: json(ExperimentSchema, "Asked to stop"), ...writeProblems(404, 409, 504) },
});

const resume = createRoute({
  method: "post",
  path: `${path}/resume`,
  tags,
  summary: "Let an experiment that waits for a person try again now",
  middleware: allow("execute"),
  request: { params: ExperimentParams },
  responses: { 202: json(ExperimentSchema, "Asked to go on"), ...readProblems(404, 409, 504) },
});

/** GEN-17. The run is started before its row is committed, and waits for it: neither is ever without the other. */
export function experimentRoutes(deps: Deps) {
  const { db } = deps;
  const runOf = ({ experimentId }: ExperimentRecord) =>
    deps.temporal.workflow.getHandle(experimentWorkflowId(experimentId));

  return createRoutes()
    .openapi(create, async (c) => {
      const request = c.req.valid("json");
      const made = await onceInTransaction(c, deps, { request, status: 201 }, async (tx) => {
        const { video_id: videoId, kind, variants: others, rotation_hours, rounds_max } = request;
        const experimentId = `exp_${randomBase32(16)}`;
        const terms = { experimentId, videoId, kind, others, rotationHours: rotation_hours, roundsMax: rounds_max };
        const record = await createExperiment(tx, principalOf(c), terms);
        await withinTime(deps, () =>
          deps.temporal.workflow.start<typeof experiment>("experiment", {
            workflowId: experimentWorkflowId(experimentId),
            taskQueue: "orchestration",
            args: [{ experimentId }],
            staticSummary: `Tests ${record.variants.length} ${kind}s`,
            typedSearchAttributes: [
              { key: videoIdKey, value: videoId },
              { key: channelIdKey, value: record.channelId },
            ],
          }),
        );
        return describe(record);
      });
      return c.json(made, 201);
    })
    .openapi(list, async (c) => {
      const { video_id: videoId, status } = c.req.valid("query");
      const filter = { ...(videoId === undefined ? {} : { videoId }), ...(status === undefined ? {} : { status }) };
      return c.json({ experiments: (await listExperiments(db, principalOf(c), filter)).map(describe) }, 200);
    })
    .openapi(show, async (c) => {
      const { experiment_id: experimentId } = c.req.valid("param");
      return c.json(describe(await getExperiment(db, principalOf(c), { experimentId })), 200);
    })
    .openapi(stop, async (c) => {
      const { experiment_id: experimentId } = c.req.valid("param");
      const { reason } = c.req.valid("json");
      const principal = principalOf(c);
      const record = await running(c.req.valid("param").experiment_id, principal);
      try {
        await withinTime(deps, () => runOf(record).signal(stopExperimentSignal, { reason }));
      } catch (error) {
        if (!(error instanceof WorkflowNotFoundError)) throw error;
        // Terminated from outside: nobody is there to put back what was, so the record says so.
        const gone = `${reason} (its run was gone; what the platform shows was left as it is)`;
        await finishExperiment(db, principal, { experimentId, status: "stopped", winner: null, reason: gone });
      }
      return c.json(describe(await getExperiment(db, principal, { experimentId })), 202);
    })
    .openapi(resume, async (c) => {
      const record = await running(c.req.valid("param").experiment_id, principalOf(c));
      await withinTime(deps, () => runOf(record).signal(resumeExperimentSignal));
      return c.json(describe(record), 202);
    });

  async function running(experimentId: string, principal: ReturnType<typeof principalOf>) {
    const record = await getExperiment(db, principal, { experimentId });
    requireMay(principal, "execute", record.channelId);
    if (record.status === "running") return record;
    throw new AppError("conflict", `the experiment ${experimentId} is ${record.status}`, { field: "experiment_id" });
  }
}

function describe(record: ExperimentRecord): z.infer<typeof ExperimentSchema> {
  const gained = totals(record.results, record.variants.length);
  return {
    experiment_id: record.experimentId,
    video_id: record.videoId,
    channel_id: record.channelId,
    kind: record.kind,
    status: record.status,
    variants: record.variants.map((value, index) => ({
      value,
      hours: gained[index]?.hours ?? 0,
      views: gained[index]?.views ?? 0,
      views_per_hour: gained[index]?.viewsPerHour ?? 0,
      is_winner: record.winner === index,
    })),
    rotation_hours: record.rotationHours,
    rounds_max: record.roundsMax,
    rounds: Math.floor(record.results.length / record.variants.length),
    winner: record.winner,
    reason: record.reason,
    workflow_id: experimentWorkflowId(record.experimentId),
    created_at: record.createdAt,
    finished_at: record.finishedAt,
  };
}

function titleFault(title: string): string | null {
  if (Array.from(title).length > 100) return "must have at most 100 characters, as YouTube takes them";
  return /[<>]/.test(title) ? "must not hold < or >" : null;
}

function pictureFault(key: string): string | null {
  return PICTURE.test(key) && !key.includes("..") ? null : "expected the object key of a PNG or JPEG";
}
