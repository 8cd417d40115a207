import { createRoute, z } from "@hono/zod-openapi";
import { createCredentialCipher } from "../clients/credentials.ts";
import { rewrapConnections } from "../db/queries/credential-rewrap.ts";
import { allow, principalOf, requireFreshSession } from "./access/authorization.ts";
import type { ApiDependencies } from "./dependencies.ts";
import { createRoutes, json, jsonBody, writeProblems } from "./route.ts";

const RewrappedSchema = z
  .object({
    key_id: z.string().openapi({ description: "The current key" }),
    rewrapped: z.int(),
    already_current: z.int(),
    failed: z
      .array(z.object({ channel_id: z.string(), platform: z.string(), reason: z.string() }))
      .openapi({ description: "Left as they were; while there are any, the old key must stay." }),
  })
  .openapi("RewrappedCredentials");

const rewrap = createRoute({
  method: "post",
  path: "/channels/rewrap-credentials",
  tags: ["channels"],
  summary: "Re-encrypt every stored platform token under the current credential key",
  description: "Repeats change nothing, so it needs no Idempotency-Key. Publishing goes on meanwhile.",
  middleware: allow("administer"),
  request: { body: jsonBody(z.strictObject({})) },
  responses: { 200: json(RewrappedSchema, "What was done"), ...writeProblems() },
});

export function credentialRewrapRoutes({ db, environment }: Pick<ApiDependencies, "db" | "environment">) {
  const credentials = createCredentialCipher(environment.LONGTAKE_CREDENTIAL_KEYS);
  return createRoutes().openapi(rewrap, async (c) => {
    requireFreshSession(c);
    const { rewrapped, alreadyCurrent, failed } = await rewrapConnections(db, principalOf(c), {
      keyId: credentials.currentKeyId,
      rewrap: (encryptedToken, owner) => credentials.rewrap(encryptedToken, owner),
    });
    const failures = failed.map(({ channelId, platform, reason }) => ({ channel_id: channelId, platform, reason }));
    const answer = { key_id: credentials.currentKeyId, rewrapped, already_current: alreadyCurrent, failed: failures };
    return c.json(answer, 200);
  });
}
