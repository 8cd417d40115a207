import { createRoute, z } from "@hono/zod-openapi";
import { type ApiKey, createApiKey, listApiKeys, revokeApiKey, rotateApiKey } from "../../db/queries/api-keys.ts";
import { ROLES } from "../../domain/principal.ts";
import type { ApiDependencies } from "../dependencies.ts";
import { createRoutes, json, jsonBody, readProblems, writeProblems } from "../route.ts";
import { ChannelIdSchema, InstantSchema, NullableInstant, plainText } from "../vocabulary.ts";
import { allow, principalOf, requireFreshSession } from "./authorization.ts";
import { newApiKey, sha256Hex } from "./tokens.ts";

const DAY_SECONDS = 86_400;
const REQUESTS_PER_MINUTE_MAX = 1_000_000;
const OVERLAP_MAX_SECONDS = 30 * DAY_SECONDS;

const KeyIdSchema = z
  .string()
  .regex(/^[A-Za-z0-9-]{1,64}$/)
  .openapi({ example: "k3m5ra2qzt7x" });
const KeyParams = z.object({ key_id: KeyIdSchema });

const ApiKeySchema = z
  .object({
    key_id: KeyIdSchema,
    name: z.string(),
    role: z.enum(ROLES),
    channel_ids: z.array(z.string()).nullable(),
    requests_per_minute: z.int().nullable().openapi({ description: "null: as many as every caller" }),
    created_by: z.string(),
    rotated_from: z.string().nullable(),
    expires_at: NullableInstant,
    revoked_at: NullableInstant,
    last_used_at: NullableInstant,
    created_at: InstantSchema,
  })
  .openapi("ApiKey");

const WithSecretSchema = ApiKeySchema.extend({
  key: z
    .string()
    .openapi({ description: "Shown this once; only its SHA-256 is kept.", example: "lt_k3m5ra2qzt7x_6f1c9a" }),
}).openapi("NewApiKeyAnswer");

const NewKeySchema = z
  .strictObject({
    name: plainText(100),
    role: z.enum(ROLES),
    channel_ids: z.array(ChannelIdSchema).max(1000).nullable().default(null),
    requests_per_minute: z
      .int()
      .min(1)
      .max(REQUESTS_PER_MINUTE_MAX)
      .nullable()
      .default(null)
      .openapi({ description: "Left out: as many as every caller.", example: 600 }),
    expires_at: InstantSchema.nullable().default(null),
  })
  .refine((key) => key.expires_at === null || Date.parse(key.expires_at) > Date.now(), {
    path: ["expires_at"],
    message: "must lie in the future",
  })
  .openapi("NewApiKey", {
    example: { name: "nightly import", role: "service_account", channel_ids: ["science-daily"] },
  });

const administer = allow("administer");

const list = createRoute({
  method: "get",
  path: "/api-keys",
  tags: ["access"],
  summary: "List API keys, without their secrets",
  middleware: administer,
  responses: { 200: json(z.object({ api_keys: z.array(ApiKeySchema) }), "All keys"), ...readProblems() },
});

// No Idempotency-Key on these two: a stored answer would hold the secret.
const create = createRoute({
  method: "post",
  path: "/api-keys",
  tags: ["access"],
  summary: "Make an API key",
  middleware: administer,
  request: { body: jsonBody(NewKeySchema) },
  responses: { 201: json(WithSecretSchema, "Made"), ...writeProblems() },
});

const rotate = createRoute({
  method: "post",
  path: "/api-keys/{key_id}/rotate",
  tags: ["access"],
  summary: "Replace an API key; the old one works on for the overlap",
  middleware: administer,
  request: {
    params: KeyParams,
    body: jsonBody(z.strictObject({ overlap_seconds: z.int().min(0).max(OVERLAP_MAX_SECONDS).default(DAY_SECONDS) })),
  },
  responses: {
    201: json(WithSecretSchema.extend({ previous_expires_at: InstantSchema }), "The successor"),
    ...writeProblems(404),
  },
});

const revoke = createRoute({
  method: "delete",
  path: "/api-keys/{key_id}",
  tags: ["access"],
  summary: "Revoke an API key at once",
  middleware: administer,
  request: { params: KeyParams },
  responses: { 204: { description: "Revoked" }, ...readProblems(404) },
});

export function apiKeyRoutes(deps: Pick<ApiDependencies, "db">) {
  return createRoutes()
    .openapi(list, async (c) => c.json({ api_keys: (await listApiKeys(deps.db)).map(describe) }, 200))
    .openapi(create, async (c) => {
      requireFreshSession(c);
      const request = c.req.valid("json");
      const { keyId, key } = newApiKey();
      const made = await createApiKey(deps.db, principalOf(c), {
        keyId,
        keyHash: sha256Hex(key),
        name: request.name,
        role: request.role,
        channelIds: request.channel_ids,
        requestsPerMinute: request.requests_per_minute,
        expiresAt: request.expires_at,
      });
      return c.json({ ...describe(made), key }, 201);
    })
    .openapi(rotate, async (c) => {
      requireFreshSession(c);
      const successor = newApiKey();
      const rotated = await rotateApiKey(deps.db, principalOf(c), {
        keyId: c.req.valid("param").key_id,
        successorId: successor.keyId,
        successorHash: sha256Hex(successor.key),
        overlapSeconds: c.req.valid("json").overlap_seconds,
      });
      const { previousExpiresAt: previous_expires_at } = rotated;
      return c.json({ ...describe(rotated.key), key: successor.key, previous_expires_at }, 201);
    })
    .openapi(revoke, async (c) => {
      await revokeApiKey(deps.db, principalOf(c), { keyId: c.req.valid("param").key_id });
      return c.body(null, 204);
    });
}

function describe(key: ApiKey): z.infer<typeof ApiKeySchema> {
  const instant = (at: Date | null) => at?.toISOString() ?? null;
  return {
    key_id: key.keyId,
    name: key.name,
    role: key.role,
    channel_ids: key.channelIds,
    requests_per_minute: key.requestsPerMinute,
    created_by: key.createdBy,
    rotated_from: key.rotatedFrom,
    expires_at: instant(key.expiresAt),
    revoked_at: instant(key.revokedAt),
    last_used_at: instant(key.lastUsedAt),
    created_at: key.createdAt.toISOString(),
  };
}
