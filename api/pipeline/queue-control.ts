import { createRoute, z } from "@hono/zod-openapi";
import { setQueueMode } from "../../db/queries/queue.ts";
import { allow, principalOf } from "../access/authorization.ts";
import type { ApiDependencies } from "../dependencies.ts";
import { createRoutes, json, jsonBody, writeProblems } from "../route.ts";
import { InstantSchema, ReasonSchema } from "../vocabulary.ts";
import { snakeCase } from "../../domain/spelling.ts";
import type { Dispatcher } from "./dispatcher.ts";

const ModeSchema = z
  .object({ mode: z.enum(["active", "paused", "draining"]), reason: z.string(), changed_at: InstantSchema.nullable() })
  .openapi("QueueMode");

function changeRoute<Path extends string>(path: Path, summary: string) {
  return createRoute({
    method: "post",
    path,
    tags: ["pipeline"],
    summary,
    middleware: allow("execute"),
    request: { body: jsonBody(z.strictObject({ reason: ReasonSchema })) },
    responses: { 200: json(ModeSchema, "The mode from now on"), ...writeProblems() },
  });
}

const pause = changeRoute("/pipeline/queue/pause", "Start no more videos; take new ones in");
const drain = changeRoute("/pipeline/queue/drain", "Take no new videos; make those that wait");
const resume = changeRoute("/pipeline/queue/resume", "Take and start videos again");

/** The mode is a row of PostgreSQL, written here so that the audit log names the person and not the dispatcher. */
export function queueControlRoutes(deps: Pick<ApiDependencies, "db"> & { readonly dispatcher: Dispatcher }) {
  return createRoutes()
    .openapi(pause, async (c) => {
      const { reason } = c.req.valid("json");
      return c.json(snakeCase(await setQueueMode(deps.db, principalOf(c), { mode: "paused", reason })), 200);
    })
    .openapi(drain, async (c) => {
      const { reason } = c.req.valid("json");
      const mode = await setQueueMode(deps.db, principalOf(c), { mode: "draining", reason });
      // A paused queue that drains starts videos again.
      deps.dispatcher.wake();
      return c.json(snakeCase(mode), 200);
    })
    .openapi(resume, async (c) => {
      const { reason } = c.req.valid("json");
      const mode = await setQueueMode(deps.db, principalOf(c), { mode: "active", reason });
      deps.dispatcher.wake();
      return c.json(snakeCase(mode), 200);
    });
}
