import { createHash, randomBytes, randomUUID } from "node:crypto";

import { Hono } from "hono";
import type { Context } from "hono";
import { z } from "zod";

import { DEFAULT_ACCOUNT } from "./accounts.ts";
import { secretHash } from "./store.ts";
import type { YoutubeStore } from "./store.ts";

const ACCESS_TOKEN_SECONDS = 3599;
const CODE_LIFETIME_MS = 600_000;

const AuthorizationQuery = z.object({
  client_id: z.string().min(1),
  redirect_uri: z.url(),
  response_type: z.literal("code"),
  scope: z.string().min(1),
  state: z.string().optional(),
  access_type: z.enum(["online", "offline"]).default("online"),
  code_challenge: z.string().min(43).max(128).optional(),
  code_challenge_method: z.enum(["S256", "plain"]).optional(),
  /** Which account signs in; a sandbox has no sign-in page to ask. */
  login_hint: z.string().min(1).optional(),
});

/** OAuth 2 as accounts.google.com and oauth2.googleapis.com speak it; consent is given at once. */
export function authorizationRoutes(store: YoutubeStore): Hono {
  return new Hono()
    .get("/o/oauth2/v2/auth", async (c) => {
      const parsed = AuthorizationQuery.safeParse(c.req.query());
      if (!parsed.success) return c.text(`Error 400: invalid_request\n${z.prettifyError(parsed.error)}`, 400);
      const query = parsed.data;
      if (query.code_challenge !== undefined && query.code_challenge_method !== "S256") {
        return c.text("Error 400: invalid_request\ncode_challenge_method must be S256", 400);
      }
      const code = `4/${randomBytes(24).toString("base64url")}`;
      await store.commit({
        kind: "code_issued",
        codeHash: secretHash(code),
        account: query.login_hint ?? DEFAULT_ACCOUNT,
        clientId: query.client_id,
        redirectUri: query.redirect_uri,
        scope: query.scope,
        codeChallenge: query.code_challenge ?? null,
        offline: query.access_type === "offline",
        expiresAtMs: Date.now() + CODE_LIFETIME_MS,
      });
      const redirect = new URL(query.redirect_uri);
      redirect.searchParams.set("code", code);
      redirect.searchParams.set("scope", query.scope);
      if (query.state !== undefined) redirect.searchParams.set("state", query.state);
      return c.redirect(redirect.href, 302);
    })
    .post("/token", async (c) => {
      const form = await readForm(c);
      if (!(await clientIsKnown(store, form.get("client_id"), form.get("client_secret")))) {
        return c.json({ error: "invalid_client", error_description: "The OAuth client was not found." }, 401);
      }
      const grantType = form.get("grant_type");
      if (grantType === "authorization_code") return store.inTurn(() => exchangeCode(c, store, form));
      if (grantType === "refresh_token") return refresh(c, store, form);
      return c.json({ error: "unsupported_grant_type", error_description: `Invalid grant_type: ${grantType}` }, 400);
    })
    .post("/revoke", async (c) => {
      const token = c.req.query("token") ?? (await readForm(c)).get("token") ?? "";
      const hash = secretHash(token);
      const grantId = store.refreshTokens.get(hash) ?? store.accessTokens.get(hash)?.grantId;
      const grant = grantId === undefined ? undefined : store.grants.get(grantId);
      if (grant === undefined || grant.revoked) {
        return c.json({ error: "invalid_token", error_description: "Token expired or revoked" }, 400);
      }
      await store.commit({ kind: "grant_revoked", grantId: grant.grantId });
      return c.json({});
    });
}

async function exchangeCode(c: Context, store: YoutubeStore, form: URLSearchParams): Promise<Response> {
  const codeHash = secretHash(form.get("code") ?? "");
  const issued = store.codes.get(codeHash);
  const usable =
    issued !== undefined &&
    !store.usedCodes.has(codeHash) &&
    issued.expiresAtMs > Date.now() &&
    issued.clientId === form.get("client_id");
  if (!usable) return c.json({ error: "invalid_grant", error_description: "Malformed auth code." }, 400);
  if (issued.redirectUri !== form.get("redirect_uri")) {
    return c.json({ error: "redirect_uri_mismatch", error_description: "Bad Request" }, 400);
  }
  if (issued.codeChallenge !== null && issued.codeChallenge !== challengeOf(form.get("code_verifier") ?? "")) {
    return c.json({ error: "invalid_grant", error_description: "Invalid code verifier." }, 400);
  }
  const { account, clientId, scope } = issued;
  const grantId = randomUUID();
  const accessToken = newToken("ya29.");
  const refreshToken = issued.offline ? newToken("1//") : null;
  await store.commit(
    {
      kind: "grant_made",
      grantId,
      codeHash,
      account,
      clientId,
      scope,
      refreshTokenHash: refreshToken === null ? null : secretHash(refreshToken),
    },
    accessTokenIssued(accessToken, grantId),
  );
  return c.json({
    access_token: accessToken,
    expires_in: ACCESS_TOKEN_SECONDS,
    ...(refreshToken === null ? {} : { refresh_token: refreshToken }),
    scope,
    token_type: "Bearer",
  });
}

async function refresh(c: Context, store: YoutubeStore, form: URLSearchParams): Promise<Response> {
  const grantId = store.refreshTokens.get(secretHash(form.get("refresh_token") ?? ""));
  const grant = grantId === undefined ? undefined : store.grants.get(grantId);
  if (grant === undefined || grant.revoked || grant.clientId !== form.get("client_id")) {
    return c.json({ error: "invalid_grant", error_description: "Token has been expired or revoked." }, 400);
  }
  const accessToken = newToken("ya29.");
  await store.commit(accessTokenIssued(accessToken, grant.grantId));
  return c.json({
    access_token: accessToken,
    expires_in: ACCESS_TOKEN_SECONDS,
    scope: grant.scope,
    token_type: "Bearer",
  });
}

/** Clients need no registration form here: the first secret that comes with an id is the id's secret from then on. */
async function clientIsKnown(store: YoutubeStore, clientId: string | null, secret: string | null): Promise<boolean> {
  if (clientId === null || secret === null) return false;
  const known = store.clients.get(clientId);
  if (known !== undefined) return known === secretHash(secret);
  await store.commit({ kind: "client_registered", clientId, secretHash: secretHash(secret) });
  return true;
}

function accessTokenIssued(accessToken: string, grantId: string) {
  return {
    kind: "access_token_issued" as const,
    tokenHash: secretHash(accessToken),
    grantId,
    expiresAtMs: Date.now() + ACCESS_TOKEN_SECONDS * 1000,
  };
}

function challengeOf(verifier: string): string {
  return createHash("sha256").update(verifier).digest("base64url");
}

function newToken(prefix: string): string {
  return prefix + randomBytes(32).toString("base64url");
}

async function readForm(c: Context): Promise<URLSearchParams> {
  return new URLSearchParams(await c.req.text());
}
