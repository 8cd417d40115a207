import { createRoute, z } from "@hono/zod-openapi";
import { type DatedRight, grantRight, listRights, revokeRight } from "../../db/queries/rights.ts";
import type { ApiDependencies } from "../dependencies.ts";
import { onceInTransaction } from "../idempotency.ts";
import { createRoutes, json, jsonBody, readProblems, writeProblems } from "../route.ts";
import { ChannelIdSchema, IdempotencyHeader, InstantSchema, NullableInstant, ReasonSchema } from "../vocabulary.ts";
import { allow, principalOf, requireFreshSession } from "./authorization.ts";

/** What a person may be given for a time; what a role gives is not given twice. */
const GRANTABLE = ["review", "sign"] as const;

const UserIdSchema = z
  .string()
  .regex(/^[A-Za-z0-9_-]{1,64}$/, { message: "expected usr_ and 16 characters" })
  .openapi({ example: "usr_k3m5ra2qzt7xw4bc" });
const UserParams = z.object({ user_id: UserIdSchema });
const RightParams = z.object({ user_id: UserIdSchema, right_id: z.uuid() });

const RightSchema = z
  .object({
    right_id: z.uuid(),
    right: z.string().openapi({ description: "review: decide about videos; sign: put a name to legal documents" }),
    channel_id: z.string().nullable().openapi({ description: "null: every channel the person may touch" }),
    from: InstantSchema,
    until: NullableInstant.openapi({ description: "null: until revoked" }),
    revoked_at: NullableInstant,
    is_valid_now: z.boolean(),
    reason: z.string(),
    granted_by: z.string(),
    created_at: InstantSchema,
  })
  .openapi("DatedRight");

const NewRightSchema = z
  .strictObject({
    right: z.enum(GRANTABLE),
    channel_id: ChannelIdSchema.nullable().default(null),
    from: InstantSchema.nullable().default(null).openapi({ description: "Left out: from now." }),
    until: InstantSchema.nullable().default(null).openapi({ description: "Left out: until revoked." }),
    reason: ReasonSchema,
  })
  .refine(
    ({ from, until }) => until === null || Date.parse(until) > Math.max(Date.now(), Date.parse(from ?? "1970-01-01")),
    {
      path: ["until"],
      message: "must lie in the future and after from",
    },
  )
  .openapi("NewDatedRight", {
    example: { right: "review", channel_id: "science-daily", until: "2099-01-01T00:00:00Z", reason: "Covers for Ada." },
  });

const path = "/users/{user_id}/rights" as const;
const administer = allow("administer");

const list = createRoute({
  method: "get",
  path,
  tags: ["access"],
  summary: "List a person's dated rights, ended ones included",
  middleware: administer,
  request: { params: UserParams },
  responses: { 200: json(z.object({ rights: z.array(RightSchema) }), "Oldest first"), ...readProblems(404) },
});

const grant = createRoute({
  method: "post",
  path,
  tags: ["access"],
  summary: "Make a person a reviewer or signer, from one instant to another",
  middleware: administer,
  request: { params: UserParams, headers: IdempotencyHeader, body: jsonBody(NewRightSchema) },
  responses: { 201: json(RightSchema, "Granted"), ...writeProblems(404, 409) },
});

const revoke = createRoute({
  method: "delete",
  path: `${path}/{right_id}`,
  tags: ["access"],
  summary: "End a dated right at once",
  middleware: administer,
  request: { params: RightParams },
  responses: { 204: { description: "Revoked" }, ...readProblems(404) },
});

export function rightRoutes(deps: Pick<ApiDependencies, "db" | "settings">) {
  return createRoutes()
    .openapi(list, async (c) => {
      const rights = await listRights(deps.db, { userId: c.req.valid("param").user_id });
      return c.json({ rights: rights.map(describe) }, 200);
    })
    .openapi(grant, async (c) => {
      requireFreshSession(c);
      const { user_id: userId } = c.req.valid("param");
      const request = c.req.valid("json");
      const { channel_id: channelId, ...right } = request;
      const granted = await onceInTransaction(c, deps, { request, status: 201 }, async (tx) =>
        describe(await grantRight(tx, principalOf(c), { userId, channelId, ...right })),
      );
      return c.json(granted, 201);
    })
    .openapi(revoke, async (c) => {
      const { user_id: userId, right_id: rightId } = c.req.valid("param");
      await revokeRight(deps.db, principalOf(c), { userId, rightId });
      return c.body(null, 204);
    });
}

function describe(right: DatedRight): z.infer<typeof RightSchema> {
  const nowMs = Date.now();
  const isOver = right.revokedAt !== null || (right.validUntil !== null && right.validUntil.getTime() <= nowMs);
  return {
    right_id: right.permissionId,
    right: right.right,
    channel_id: right.channelId,
    from: right.validFrom.toISOString(),
    until: right.validUntil?.toISOString() ?? null,
    revoked_at: right.revokedAt?.toISOString() ?? null,
    is_valid_now: !isOver && right.validFrom.getTime() <= nowMs,
    reason: right.reason,
    granted_by: right.grantedBy,
    created_at: right.createdAt.toISOString(),
  };
}
