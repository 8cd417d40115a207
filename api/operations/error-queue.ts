import { createRoute, z } from "@hono/zod-openapi";
import { type ErrorRecord, listErrors } from "../../db/queries/error-queue.ts";
import { ERROR_STATES } from "../../db/schema/error-queue.ts";
import { allow, principalOf } from "../access/authorization.ts";
import type { ApiDependencies } from "../dependencies.ts";
import { createRoutes, json, readProblems } from "../route.ts";
import { InstantSchema, plainText } from "../vocabulary.ts";

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

export function errorQueueRoutes({ db }: Pick<ApiDependencies, "db">) {
  return createRoutes().openapi(list, async (c) => {
    const { source, state, limit } = c.req.valid("query");
    const filter = { limit, ...(source === undefined ? {} : { source }), ...(state === undefined ? {} : { state }) };
    return c.json({ errors: (await listErrors(db, principalOf(c), filter)).map(describe) }, 200);
  });
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
