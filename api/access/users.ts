import { createRoute, z } from "@hono/zod-openapi";
import { createUser, listUsers, type User } from "../../db/queries/people.ts";
import { ROLES } from "../../domain/principal.ts";
import type { ApiDependencies } from "../dependencies.ts";
import { onceInTransaction } from "../idempotency.ts";
import { createRoutes, json, jsonBody, readProblems, writeProblems } from "../route.ts";
import { ChannelIdSchema, IdempotencyHeader, InstantSchema, NullableInstant, plainText } from "../vocabulary.ts";
import { allow, principalOf, requireFreshSession } from "./authorization.ts";
import { hashPassword } from "./passwords.ts";
import { randomBase32 } from "./tokens.ts";

const UserSchema = z
  .object({
    user_id: z.string().openapi({ example: "usr_k3m5ra2qzt7xw4bc" }),
    email: z.email(),
    display_name: z.string(),
    role: z.enum(ROLES),
    status: z.enum(["active", "disabled"]),
    channel_ids: z.array(z.string()).nullable(),
    signs_in_by: z.array(z.enum(["password", "oidc"])),
    last_signed_in_at: NullableInstant,
    created_at: InstantSchema,
  })
  .openapi("User");

const NewUserSchema = z
  .strictObject({
    email: z.email().max(320),
    display_name: plainText(200).optional(),
    role: z.enum(ROLES),
    channel_ids: z.array(ChannelIdSchema).max(1000).nullable().default(null),
    password: z
      .string()
      .min(12)
      .max(1000)
      .optional()
      .openapi({ description: "Left out: the person signs in by OIDC." }),
  })
  .openapi("NewUser", { example: { email: "ada@example.org", role: "operator", channel_ids: ["science-daily"] } });

const list = createRoute({
  method: "get",
  path: "/users",
  tags: ["access"],
  summary: "List people",
  middleware: allow("administer"),
  responses: { 200: json(z.object({ users: z.array(UserSchema) }), "Everybody"), ...readProblems() },
});

const create = createRoute({
  method: "post",
  path: "/users",
  tags: ["access"],
  summary: "Add a person",
  middleware: allow("administer"),
  request: { headers: IdempotencyHeader, body: jsonBody(NewUserSchema) },
  responses: { 201: json(UserSchema, "Added"), ...writeProblems(409) },
});

export function userRoutes(deps: Pick<ApiDependencies, "db" | "settings">) {
  return createRoutes()
    .openapi(list, async (c) => c.json({ users: (await listUsers(deps.db)).map(describe) }, 200))
    .openapi(create, async (c) => {
      requireFreshSession(c);
      const request = c.req.valid("json");
      const passwordHash = request.password === undefined ? null : await hashPassword(request.password);
      const user = await onceInTransaction(c, deps, { request, status: 201 }, async (tx) =>
        describe(
          await createUser(tx, principalOf(c), {
            userId: `usr_${randomBase32(16)}`,
            email: request.email,
            displayName: request.display_name ?? "",
            role: request.role,
            channelIds: request.channel_ids,
            passwordHash,
          }),
        ),
      );
      return c.json(user, 201);
    });
}

function describe(user: User): z.infer<typeof UserSchema> {
  return {
    user_id: user.userId,
    email: user.email,
    display_name: user.displayName,
    role: user.role,
    status: user.status,
    channel_ids: user.channelIds,
    signs_in_by: [...(user.passwordHash ? ["password" as const] : []), ...(user.oidcSubject ? ["oidc" as const] : [])],
    last_signed_in_at: user.lastSignedInAt?.toISOString() ?? null,
    created_at: user.createdAt.toISOString(),
  };
}
