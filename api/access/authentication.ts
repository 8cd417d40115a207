import type { Context, MiddlewareHandler } from "hono";
import { findUsableApiKey, noteApiKeyUse, type ApiKey } from "../../db/queries/api-keys.ts";
import { findSession } from "../../db/queries/sessions.ts";
import { AppError } from "../../domain/errors.ts";
import type { Principal } from "../../domain/principal.ts";
import type { ApiDependencies, ApiEnv } from "../dependencies.ts";
import { createRefusalLimit } from "../rate-limit.ts";
import type { TokenService } from "./json-web-tokens.ts";
import { requireSameOrigin } from "./same-origin.ts";
import { readSessionCookie } from "./session-cookie.ts";
import { csrfTokenOf, isApiKey, sameText, sha256Hex } from "./tokens.ts";

/** Answered to anybody; everything else needs a principal, so a new route is closed until it is named here. */
const PUBLIC_PATHS = new Set([
  "/healthz",
  "/readyz",
  "/metrics",
  "/openapi.json",
  "/docs",
  "/login",
  "/favicon.ico",
  "/auth/login",
  "/auth/token",
  "/auth/oidc/start",
  "/auth/oidc/callback",
]);
const PUBLIC_PREFIXES = ["/assets/", "/docs/", "/codec/"];
/** Probes answer whatever credentials they carry, and without a look into the database. */
const PROBES = new Set(["/healthz", "/readyz", "/metrics"]);
const NOTED_EVERY_MS = 60_000;
const SAFE_METHODS = new Set(["GET", "HEAD", "OPTIONS"]);

export function isPublic(path: string): boolean {
  return PUBLIC_PATHS.has(path) || PUBLIC_PREFIXES.some((prefix) => path.startsWith(prefix));
}

type Deps = Pick<ApiDependencies, "db" | "redis" | "settings" | "environment" | "log"> & {
  readonly tokens: TokenService;
};

/** Finds out who asks: a bearer token, an API key or a session cookie; wrong credentials are refused everywhere. */
export function authenticate(deps: Deps): MiddlewareHandler<ApiEnv> {
  const limitRefusals = createRefusalLimit(deps);
  return async (c, next) => {
    if (PROBES.has(c.req.path)) return next();
    const authorization = c.req.header("authorization") ?? upgradeAuthorization(c);
    // The codec route takes the Web UI's own Authorization header, which is not for us to judge.
    if (authorization !== undefined && !isForeign(c)) {
      await byAuthorization(deps, c, authorization).catch(async (refusal: unknown) => {
        await limitRefusals(c);
        throw refusal;
      });
    } else await bySession(deps, c);

    if (c.get("principal") || isPublic(c.req.path)) return next();
    if (wantsPage(c)) return c.redirect(`/login?next=${encodeURIComponent(pathAndQuery(c))}`, 303);
    throw new AppError("unauthorized", "this route needs a sign-in", {
      remedy: "Send Authorization: Bearer with an API key or a token, or sign in at /login.",
    });
  };
}

/** A browser cannot give a WebSocket a header, so an upgrade may bring its token in the query, which is never logged. */
function upgradeAuthorization(c: Context<ApiEnv>): string | undefined {
  const token = isUpgrade(c) ? c.req.query("access_token") : undefined;
  return token === undefined ? undefined : `Bearer ${token}`;
}

function isUpgrade(c: Context<ApiEnv>): boolean {
  return c.req.header("upgrade")?.toLowerCase() === "websocket";
}

function isForeign(c: Context<ApiEnv>): boolean {
  return c.req.path.startsWith("/codec/") && !isApiKey(bearerOf(c.req.header("authorization") ?? "") ?? "");
}

async function byAuthorization(deps: Deps, c: Context<ApiEnv>, authorization: string): Promise<void> {
  const credential = bearerOf(authorization);
  // Client credentials at the token route are checked by the route.
  if (credential === undefined && c.req.path === "/auth/token") return;
  if (credential === undefined) {
    throw new AppError("unauthorized", "the Authorization header is not of the form Bearer <token>", {
      remedy: "Send Authorization: Bearer with an API key or a token.",
    });
  }
  if (!isApiKey(credential)) {
    c.set("principal", await deps.tokens.verify(credential));
    return;
  }
  const key = await findUsableApiKey(deps.db, { keyHash: sha256Hex(credential) });
  if (!key) {
    throw new AppError("unauthorized", "the API key is unknown, revoked or has run out", {
      remedy: "Use another key, or have this one rotated.",
    });
  }
  c.set("principal", principalOfApiKey(key));
  if (key.lastUsedAt && Date.now() - key.lastUsedAt.getTime() < NOTED_EVERY_MS) return;
  noteApiKeyUse(deps.db, { keyId: key.keyId }).catch((error: unknown) =>
    deps.log.warn({ err: error, keyId: key.keyId }, "last use of the API key was not noted"),
  );
}

export function principalOfApiKey(key: ApiKey): Principal {
  const { keyId, role, channelIds, requestsPerMinute } = key;
  return {
    kind: "api_key",
    id: keyId,
    role,
    ...(channelIds === null ? {} : { channelIds }),
    ...(requestsPerMinute === null ? {} : { requestsPerMinute }),
  };
}

async function bySession(deps: Deps, c: Context<ApiEnv>): Promise<void> {
  const token = readSessionCookie(c, deps.environment.LONGTAKE_PUBLIC_URL);
  if (token === undefined) return;
  const sessionHash = sha256Hex(token);
  const user = await findSession(deps.db, { sessionHash });
  if (!user) return;
  const csrfToken = csrfTokenOf(token);
  if (isUpgrade(c)) requireSameOrigin(c, deps.environment);
  // Signing in anew must work with any old cookie, and its route checks the origin itself.
  if (!SAFE_METHODS.has(c.req.method) && !isPublic(c.req.path)) await requireCsrfToken(c, csrfToken);
  c.set("principal", {
    kind: "user",
    id: user.userId,
    role: user.role,
    ...(user.channelIds ? { channelIds: user.channelIds } : {}),
  });
  c.set("session", { sessionId: sessionHash, csrfToken, authenticatedAt: user.authenticatedAt });
}

async function requireCsrfToken(c: Context<ApiEnv>, expected: string): Promise<void> {
  const sent = c.req.header("x-csrf-token") ?? (await formField(c, "csrf_token"));
  if (sent !== undefined && sameText(sent, expected)) return;
  throw new AppError("forbidden", "the CSRF token is missing or wrong", {
    field: "X-CSRF-Token",
    remedy: "Send the csrf_token of GET /auth/me in the header X-CSRF-Token or the form field csrf_token.",
  });
}

async function formField(c: Context<ApiEnv>, name: string): Promise<string | undefined> {
  const contentType = c.req.header("content-type") ?? "";
  if (!/^(application\/x-www-form-urlencoded|multipart\/form-data)\b/i.test(contentType)) return undefined;
  const value = (await c.req.parseBody())[name];
  return typeof value === "string" ? value : undefined;
}

function bearerOf(authorization: string): string | undefined {
  return /^Bearer +([A-Za-z0-9._~+/=-]+) *$/i.exec(authorization)?.[1];
}

function wantsPage(c: Context<ApiEnv>): boolean {
  return c.req.method === "GET" && (c.req.header("accept") ?? "").includes("text/html");
}

function pathAndQuery(c: Context<ApiEnv>): string {
  const url = new URL(c.req.url);
  return url.pathname + url.search;
}
