import { createRoute, z } from "@hono/zod-openapi";
import { appendAudit } from "../../db/queries/audit.ts";
import { AppError } from "../../domain/errors.ts";
import { allow, principalOf } from "../access/authorization.ts";
import type { ApiDependencies } from "../dependencies.ts";
import { onceById } from "../idempotency.ts";
import { workflowPageUrl } from "../operations/links.ts";
import { REGISTRY, type RegisteredWorkflow } from "../registry.ts";
import { createRoutes, json, jsonBody, readProblems, writeProblems } from "../route.ts";
import { snakeCase } from "../../domain/spelling.ts";
import { forAWhile, withinTime } from "../temporal-deadline.ts";
import { IdempotencyHeader } from "../vocabulary.ts";
import { readInput } from "./input.ts";
import { findRun, listRuns } from "./runs.ts";
import { describeRun, DocumentSchema, RunParams, RunQuery, RunSchema, WorkflowIdSchema } from "./schemas.ts";

type Deps = Pick<ApiDependencies, "db" | "temporal" | "environment" | "settings">;

/** How long a request may wait for a run to end. */
const RESULT_WAIT_MAX_SECONDS = 30;

const list = createRoute({
  method: "get",
  path: "/workflows",
  tags: ["workflows"],
  summary: "List runs by a filter",
  middleware: allow("read"),
  request: {
    query: z.object({
      query: z
        .string()
        .max(2000)
        // oxlint-disable-next-line no-control-regex -- JSON Schema readers know no \P{Cc}
        .regex(/^[^\u0000-\u001f\u007f-\u009f]*$/, { message: "must not hold control characters" })
        .default("")
        .openapi({ example: "NeedsPerson = true and ExecutionStatus = 'Running'" }),
      limit: z.coerce.number().int().min(1).max(100).default(20),
      page_token: z
        .string()
        .regex(/^[\w-]{1,2000}\.[0-9a-f]{16}$/, { message: "expected the next_page_token of the page before" })
        .optional(),
    }),
  },
  responses: {
    200: json(z.object({ workflows: z.array(RunSchema), next_page_token: z.string().nullable() }), "A page of runs"),
    ...readProblems(),
  },
});

const start = createRoute({
  method: "post",
  path: "/workflows",
  tags: ["workflows"],
  summary: "Start a registered workflow",
  middleware: allow("execute"),
  request: {
    headers: IdempotencyHeader,
    body: jsonBody(
      z
        .strictObject({
          type: z.string().max(100),
          workflow_id: WorkflowIdSchema.optional(),
          input: DocumentSchema.optional(),
        })
        .openapi("StartWorkflow", { example: { type: "sequenceAudit" } }),
    ),
  },
  responses: {
    202: json(z.object({ workflow_id: z.string(), run_id: z.string(), url: z.url() }), "Started"),
    ...writeProblems(404, 409),
  },
});

const describe = createRoute({
  method: "get",
  path: "/workflows/{workflow_id}",
  tags: ["workflows"],
  summary: "Describe a run",
  middleware: allow("read"),
  request: { params: RunParams, query: RunQuery },
  responses: { 200: json(RunSchema, "The run"), ...readProblems(404) },
});

const result = createRoute({
  method: "get",
  path: "/workflows/{workflow_id}/result",
  tags: ["workflows"],
  summary: "Wait for a run's result",
  middleware: allow("read"),
  request: {
    params: RunParams,
    query: RunQuery.extend({
      wait_seconds: z.coerce.number().int().min(0).max(RESULT_WAIT_MAX_SECONDS).default(0),
    }),
  },
  responses: {
    200: json(
      z.object({ workflow_id: z.string(), status: z.string(), result: DocumentSchema.optional() }),
      "It ended well",
    ),
    202: json(z.object({ workflow_id: z.string(), status: z.string() }), "It has not ended yet"),
    ...readProblems(404, 409),
  },
});

export function runRoutes(deps: Deps) {
  const { temporal } = deps;
  return createRoutes()
    .openapi(list, async (c) => {
      const { query, limit, page_token: pageToken } = c.req.valid("query");
      const page = await withinTime(deps, () => listRuns(temporal, principalOf(c), { query, limit, pageToken }));
      const workflows = page.runs.map((run) => describeRun(run, workflowPageUrl(deps, run.workflowId)));
      return c.json({ workflows, next_page_token: page.nextPageToken }, 200);
    })
    .openapi(start, async (c) => {
      const principal = principalOf(c);
      if (principal.channelIds !== undefined) throw new AppError("forbidden", "runs of no channel serve every channel");
      const request = c.req.valid("json");
      const { workflow, startable } = startableOf(request.type);
      const input = readInput(startable.input, request.input, "input");
      const started = await onceById(c, deps, { request, status: 202 }, async (effectId) => {
        const workflowId = startable.workflowId ?? request.workflow_id ?? `${request.type}/${effectId}`;
        const entry = {
          action: "workflow.started",
          subject: `workflow/${workflowId}`,
          details: { type: request.type },
        };
        await deps.db.transaction((tx) => appendAudit(tx, principal, entry));
        const options = {
          workflowId,
          taskQueue: startable.taskQueue,
          args: input,
          workflowIdReusePolicy: "REJECT_DUPLICATE",
          // A repeat of the same request after a crash finds its own first start.
          workflowIdConflictPolicy: c.req.header("idempotency-key") === undefined ? "FAIL" : "USE_EXISTING",
          staticSummary: `Started by ${principal.kind} ${principal.id}`,
        } as const;
        const handle = await withinTime(deps, () => temporal.workflow.start(workflow, options));
        return { workflow_id: workflowId, run_id: handle.firstExecutionRunId, url: workflowPageUrl(deps, workflowId) };
      });
      return c.json(started, 202);
    })
    .openapi(describe, async (c) => {
      const { workflow_id: workflowId } = c.req.valid("param");
      const { run_id: runId } = c.req.valid("query");
      const { run } = await withinTime(deps, () => findRun(temporal, principalOf(c), { workflowId, runId }));
      return c.json(describeRun(run, workflowPageUrl(deps, workflowId)), 200);
    })
    .openapi(result, async (c) => {
      const { workflow_id: workflowId } = c.req.valid("param");
      const { run_id: runId, wait_seconds: waitSeconds } = c.req.valid("query");
      const { handle, run } = await withinTime(deps, () => findRun(temporal, principalOf(c), { workflowId, runId }));
      const waitMs = run.status.name === "RUNNING" ? waitSeconds * 1000 : 10_000;
      const ended = waitMs > 0 ? await forAWhile(deps, () => handle.result(), waitMs) : undefined;
      if (!ended) return c.json({ workflow_id: workflowId, status: run.status.name }, 202);
      return c.json({ workflow_id: workflowId, status: "COMPLETED", result: snakeCase(ended.value) }, 200);
    });
}

function startableOf(type: string) {
  const registered: RegisteredWorkflow | undefined = Object.hasOwn(REGISTRY, type) ? REGISTRY[type] : undefined;
  if (!registered) {
    throw new AppError("invalid_input", `there is no workflow of type ${type}`, {
      field: "type",
      remedy: `Send one of: ${Object.keys(REGISTRY).join(", ")}.`,
    });
  }
  if (!registered.start) {
    throw new AppError("forbidden", `a workflow of type ${type} is not started this way`, {
      field: "type",
      remedy: `Use ${registered.startInstead ?? "its own route"}.`,
    });
  }
  return { workflow: registered.workflow, startable: registered.start };
}
