import { createRoute, z } from "@hono/zod-openapi";
import { findUsableApiKey } from "../../db/queries/api-keys.ts";
import { AppError } from "../../domain/errors.ts";
import type { ApiDependencies } from "../dependencies.ts";
import { InputError } from "../input-errors.ts";
import { createSignInLimit } from "../rate-limit.ts";
import { createRoutes, writeProblems } from "../route.ts";
import { principalOfApiKey } from "./authentication.ts";
import { TOKEN_LIFETIME_SECONDS, type TokenService } from "./json-web-tokens.ts";
import { sha256Hex } from "./tokens.ts";

type Deps = Pick<ApiDependencies, "db" | "redis" | "settings"> & { readonly tokens: TokenService };

const TokenRequestSchema = z
  .strictObject({
    grant_type: z.literal("client_credentials"),
    client_id: z.string().min(1).max(100).optional(),
    client_secret: z.string().min(1).max(300).optional(),
    scope: z.string().max(300).optional(),
  })
  .openapi("TokenRequest", {
    example: { grant_type: "client_credentials", client_id: "k3m5ra2qzt7x", client_secret: "lt_k3m5ra2qzt7x_6f1c9a" },
  });

const TokenSchema = z
  .object({ access_token: z.string(), token_type: z.literal("Bearer"), expires_in: z.int() })
  .openapi("Token");

const issueToken = createRoute({
  method: "post",
  path: "/auth/token",
  tags: ["access"],
  summary: "Exchange an API key for a token of one hour (OAuth 2 client credentials)",
  description: "The client id is the key id, the client secret the whole key; in the form, as JSON or as HTTP Basic.",
  security: [],
  request: {
    // Not "required": that would check one body against both content types.
    body: {
      content: {
        "application/x-www-form-urlencoded": { schema: TokenRequestSchema },
        "application/json": { schema: TokenRequestSchema },
      },
    },
  },
  responses: {
    200: { description: "The token", content: { "application/json": { schema: TokenSchema } } },
    ...writeProblems(409),
  },
});

export function tokenRoutes(deps: Deps) {
  const limitSignIn = createSignInLimit(deps);
  return createRoutes().openapi(issueToken, async (c) => {
    const isForm = (c.req.header("content-type") ?? "").startsWith("application/x-www-form-urlencoded");
    const request = isForm ? c.req.valid("form") : c.req.valid("json");
    if (request.grant_type === undefined) throw missingGrantType();
    const basic = basicCredentials(c.req.header("authorization"));
    const keyId = basic?.user ?? request.client_id ?? "";
    const secret = basic?.password ?? request.client_secret ?? "";
    await limitSignIn(c, keyId);
    const key = await findUsableApiKey(deps.db, { keyHash: sha256Hex(secret) });
    if (!key || key.keyId !== keyId) {
      throw new AppError("unauthorized", "client id and client secret do not belong together", {
        field: "client_secret",
        remedy: "Send the key id as client_id and the whole key (lt_…) as client_secret.",
      });
    }
    const accessToken = await deps.tokens.issue(principalOfApiKey(key));
    c.header("Cache-Control", "no-store");
    return c.json(
      { access_token: accessToken, token_type: "Bearer" as const, expires_in: TOKEN_LIFETIME_SECONDS },
      200,
    );
  });
}

function missingGrantType(): InputError {
  const remedy = "Send grant_type=client_credentials as a form or as JSON.";
  return new InputError([{ field: "grant_type", detail: "this field is missing", remedy }]);
}

function basicCredentials(authorization: string | undefined): { user: string; password: string } | undefined {
  const encoded = /^Basic +([A-Za-z0-9+/=]+) *$/i.exec(authorization ?? "")?.[1];
  if (encoded === undefined) return undefined;
  const text = Buffer.from(encoded, "base64").toString("utf8");
  const colon = text.indexOf(":");
  return colon < 0 ? undefined : { user: text.slice(0, colon), password: text.slice(colon + 1) };
}
