import { createRoute, z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import { createOidcProvider, type OidcChecks, type OidcIdentity, type OidcProvider } from "../../clients/oidc.ts";
import type { Environment } from "../../config.ts";
import { findUserByEmail, linkOidcIdentity, type User } from "../../db/queries/people.ts";
import { revokeSession } from "../../db/queries/sessions.ts";
import { AppError } from "../../domain/errors.ts";
import type { ApiDependencies, ApiEnv } from "../dependencies.ts";
import { createRoutes, readProblems } from "../route.ts";
import { principalOf } from "./authorization.ts";
import { openSession } from "./sign-in.ts";

type Deps = Pick<ApiDependencies, "db" | "redis" | "environment">;

/** Binds the provider's answer to the browser that asked. */
const COOKIE = "longtake_oidc";
const PENDING_SECONDS = 600;

const PendingSchema = z.object({
  state: z.string(),
  nonce: z.string(),
  codeVerifier: z.string(),
  next: z.string(),
}) satisfies z.ZodType<OidcChecks>;
type Pending = z.infer<typeof PendingSchema>;

const start = createRoute({
  method: "get",
  path: "/auth/oidc/start",
  tags: ["access"],
  summary: "Go to the identity provider to sign in",
  security: [],
  request: {
    query: z.object({
      next: z.string().max(500).optional().openapi({ description: "Path to return to.", example: "/videos" }),
      fresh: z.enum(["true", "false"]).default("false").openapi({ description: "Ask the provider to check again." }),
    }),
  },
  responses: { 303: { description: "To the provider" }, ...readProblems(404) },
});

const callback = createRoute({
  method: "get",
  path: "/auth/oidc/callback",
  tags: ["access"],
  summary: "Return from the identity provider",
  security: [],
  responses: { 303: { description: "Signed in; on to the page asked for" }, ...readProblems(404) },
});

export function oidcRoutes(deps: Deps) {
  const provider = providerOf(deps.environment);
  return createRoutes()
    .openapi(start, async (c) => {
      const { next, fresh } = c.req.valid("query");
      const { url, checks } = await configured(provider).start({ fresh: fresh === "true" });
      await remember(c, deps, { ...checks, next: localPath(next) });
      return c.redirect(url, 303);
    })
    .openapi(callback, async (c) => {
      const oidc = configured(provider);
      const pending = await recall(c, deps);
      const { pathname, search } = new URL(c.req.url);
      const identity = await oidc.finish(new URL(pathname + search, deps.environment.LONGTAKE_PUBLIC_URL), pending);
      const user = await matchUser(deps, identity);
      const replaced = c.get("session");
      if (replaced) await revokeSession(deps.db, principalOf(c), { sessionHash: replaced.sessionId });
      await openSession(c, deps, user, identity.authenticatedAt);
      return c.redirect(pending.next, 303);
    });
}

function providerOf(environment: Environment): OidcProvider | undefined {
  const { OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET, LONGTAKE_PUBLIC_URL } = environment;
  if (OIDC_ISSUER === undefined || OIDC_CLIENT_ID === undefined || OIDC_CLIENT_SECRET === undefined) return undefined;
  return createOidcProvider({
    issuer: OIDC_ISSUER,
    clientId: OIDC_CLIENT_ID,
    clientSecret: OIDC_CLIENT_SECRET,
    redirectUri: new URL("/auth/oidc/callback", LONGTAKE_PUBLIC_URL).href,
  });
}

function configured(provider: OidcProvider | undefined): OidcProvider {
  if (provider) return provider;
  throw new AppError("not_found", "no identity provider is configured", {
    remedy: "Set OIDC_ISSUER, OIDC_CLIENT_ID and OIDC_CLIENT_SECRET, or sign in with a password.",
  });
}

async function remember(c: Context<ApiEnv>, { redis, environment }: Deps, pending: Pending): Promise<void> {
  await redis.set(`oidc:${pending.state}`, JSON.stringify(pending), "EX", PENDING_SECONDS);
  setCookie(c, COOKIE, pending.state, {
    httpOnly: true,
    sameSite: "Lax",
    secure: environment.LONGTAKE_PUBLIC_URL.startsWith("https:"),
    path: "/auth/oidc",
    maxAge: PENDING_SECONDS,
  });
}

/** Each start can be finished once, in the browser that began it. */
async function recall(c: Context<ApiEnv>, { redis }: Deps): Promise<Pending> {
  const state = getCookie(c, COOKIE);
  deleteCookie(c, COOKIE, { path: "/auth/oidc" });
  const stored = state === undefined ? null : await redis.getdel(`oidc:${state}`);
  if (stored !== null) return PendingSchema.parse(JSON.parse(stored));
  throw new AppError("unauthorized", "this sign-in was not begun here, or took too long", {
    remedy: "Start again at /auth/oidc/start.",
  });
}

async function matchUser({ db }: Deps, identity: OidcIdentity): Promise<User> {
  const user = await findUserByEmail(db, { email: identity.email });
  const isOther =
    user?.oidcSubject != null && (user.oidcSubject !== identity.subject || user.oidcIssuer !== identity.issuer);
  if (!user || user.status !== "active" || isOther) {
    throw new AppError("forbidden", "there is no account for this identity", {
      remedy: "Ask an administrator to add your e-mail address as a user.",
    });
  }
  await linkOidcIdentity(
    db,
    { kind: "user", id: user.userId, role: user.role },
    { userId: user.userId, issuer: identity.issuer, subject: identity.subject },
  );
  return user;
}

/** Only a path of this site: another address would make the sign-in a door for phishing. */
export function localPath(next: string | undefined): string {
  return next !== undefined && /^\/(?![/\\])[^\p{Cc}\\]*$/u.test(next) ? next : "/";
}
