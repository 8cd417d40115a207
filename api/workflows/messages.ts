import { createRoute, z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { appendAudit } from "../../db/queries/audit.ts";
import { AppError } from "../../domain/errors.ts";
import { allow, principalOf } from "../access/authorization.ts";
import type { ApiDependencies, ApiEnv } from "../dependencies.ts";
import { onceById } from "../idempotency.ts";
import { REGISTRY, type RegisteredMessage, type RegisteredWorkflow } from "../registry.ts";
import { createRoutes, json, jsonBody, writeProblems } from "../route.ts";
import { snakeCase } from "../../domain/spelling.ts";
import { withinTime } from "../temporal-deadline.ts";
import { IdempotencyHeader, ReasonSchema } from "../vocabulary.ts";
import { readInput } from "./input.ts";
import { findRun } from "./runs.ts";
import { DocumentSchema, RunParams } from "./schemas.ts";

type Deps = Pick<ApiDependencies, "db" | "temporal" | "settings">;

const Name = z.string().min(1).max(100).openapi({ example: "resume" });
const NamedInput = z.strictObject({ name: Name, input: DocumentSchema.optional() });
const Accepted = z.object({ workflow_id: z.string(), accepted: z.literal(true) });
const Answered = z.object({ workflow_id: z.string(), result: DocumentSchema.optional() });

function messageRoute<Path extends string, Schema extends z.ZodType, Body extends z.ZodType>(
  path: Path,
  summary: string,
  action: "read" | "execute" | "administer",
  body: Body,
  answer: Schema,
) {
  return createRoute({
    method: "post",
    path,
    tags: ["workflows"],
    summary,
    middleware: allow(action),
    request: { params: RunParams, headers: IdempotencyHeader, body: jsonBody(body) },
    responses: { 200: json(answer, "Done"), ...writeProblems(404, 409) },
  });
}

const signal = messageRoute("/workflows/{workflow_id}/signal", "Send a signal", "execute", NamedInput, Accepted);
const query = messageRoute(
  "/workflows/{workflow_id}/query",
  "Ask a query",
  "read",
  z.strictObject({ name: Name }),
  Answered,
);
const update = messageRoute("/workflows/{workflow_id}/update", "Execute an update", "execute", NamedInput, Answered);
const WithReason = z.strictObject({ reason: ReasonSchema });
const cancel = messageRoute("/workflows/{workflow_id}/cancel", "Ask a run to stop", "execute", WithReason, Accepted);
const terminate = messageRoute(
  "/workflows/{workflow_id}/terminate",
  "End a run at once",
  "administer",
  WithReason,
  Accepted,
);

export function workflowMessageRoutes(deps: Deps) {
  const { temporal } = deps;
  return createRoutes()
    .openapi(signal, async (c) => {
      const { workflow_id: workflowId } = c.req.valid("param");
      const request = c.req.valid("json");
      const { handle, run } = await withinTime(deps, () => findRun(temporal, principalOf(c), { workflowId }));
      const message = messageOf("signals", run.type, request.name);
      const args = readInput(message.input, request.input, "input");
      await recordMessage(deps, c, "workflow.signalled", workflowId, { name: request.name });
      await withinTime(deps, () => handle.signal(request.name, ...args));
      return c.json({ workflow_id: workflowId, accepted: true as const }, 200);
    })
    .openapi(query, async (c) => {
      const { workflow_id: workflowId } = c.req.valid("param");
      const { name } = c.req.valid("json");
      const { handle, run } = await withinTime(deps, () => findRun(temporal, principalOf(c), { workflowId }));
      if (!registeredOf(run.type).queries.includes(name))
        throw unknownName("query", run.type, registeredOf(run.type).queries);
      const answer = await withinTime(deps, () => handle.query(name));
      return c.json({ workflow_id: workflowId, result: snakeCase(answer) }, 200);
    })
    .openapi(update, async (c) => {
      const { workflow_id: workflowId } = c.req.valid("param");
      const request = c.req.valid("json");
      const { handle, run } = await withinTime(deps, () => findRun(temporal, principalOf(c), { workflowId }));
      const message = messageOf("updates", run.type, request.name);
      const args = readInput(message.input, request.input, "input");
      await recordMessage(deps, c, "workflow.updated", workflowId, { name: request.name });
      const answered = await onceById(c, deps, { request, status: 200 }, async (updateId) => {
        const [argument] = args;
        const answer: unknown = await withinTime(deps, () =>
          argument === undefined
            ? handle.executeUpdate(request.name, { updateId })
            : handle.executeUpdate(request.name, { updateId, args: [argument] }),
        );
        return { workflow_id: workflowId, result: snakeCase(answer) };
      });
      return c.json(answered, 200);
    })
    .openapi(cancel, async (c) => {
      const { workflow_id: workflowId } = c.req.valid("param");
      const { handle } = await withinTime(deps, () => findRun(temporal, principalOf(c), { workflowId }));
      await recordMessage(deps, c, "workflow.cancelled", workflowId, c.req.valid("json"));
      await withinTime(deps, () => handle.cancel());
      return c.json({ workflow_id: workflowId, accepted: true as const }, 200);
    })
    .openapi(terminate, async (c) => {
      const { workflow_id: workflowId } = c.req.valid("param");
      const { handle } = await withinTime(deps, () => findRun(temporal, principalOf(c), { workflowId }));
      await recordMessage(deps, c, "workflow.terminated", workflowId, c.req.valid("json"));
      await withinTime(deps, () => handle.terminate(c.req.valid("json").reason));
      return c.json({ workflow_id: workflowId, accepted: true as const }, 200);
    });
}

/** Written before the message leaves: a record of what was tried is better than a change nobody can explain. */
async function recordMessage(
  { db }: Pick<Deps, "db">,
  c: Context<ApiEnv>,
  action: string,
  workflowId: string,
  details: Readonly<Record<string, unknown>>,
): Promise<void> {
  const principal = principalOf(c);
  await db.transaction((tx) => appendAudit(tx, principal, { action, subject: `workflow/${workflowId}`, details }));
}

function registeredOf(type: string): RegisteredWorkflow {
  const registered = Object.hasOwn(REGISTRY, type) ? REGISTRY[type] : undefined;
  if (registered) return registered;
  throw new AppError("conflict", `runs of type ${type} take no messages here`, { remedy: "Use Temporal's own CLI." });
}

function messageOf(kind: "signals" | "updates", type: string, name: string): RegisteredMessage {
  const messages = registeredOf(type)[kind];
  const message = Object.hasOwn(messages, name) ? messages[name] : undefined;
  if (!message) throw unknownName(kind.slice(0, -1), type, Object.keys(messages));
  if (message.sender === "operator") return message;
  throw new AppError("forbidden", `${name} is not sent this way`, {
    field: "name",
    remedy: message.instead === undefined ? "Only other workflows send it." : `Use ${message.instead}.`,
  });
}

function unknownName(kind: string, type: string, known: readonly string[]): AppError {
  const remedy = known.length > 0 ? `Send one of: ${known.join(", ")}.` : `Runs of type ${type} have none.`;
  return new AppError("invalid_input", `${type} has no such ${kind}`, { field: "name", remedy });
}
