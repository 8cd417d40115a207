import { createRoute, z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { findUser, findUserByEmail, type User } from "../../db/queries/people.ts";
import { confirmSession, createSession, revokeSession } from "../../db/queries/sessions.ts";
import { AppError } from "../../domain/errors.ts";
import { type Principal, ROLES } from "../../domain/principal.ts";
import type { ApiDependencies, ApiEnv } from "../dependencies.ts";
import { createSignInLimit } from "../rate-limit.ts";
import { createRoutes, json, jsonBody, readProblems, writeProblems } from "../route.ts";
import { InstantSchema } from "../vocabulary.ts";
import { principalOf } from "./authorization.ts";
import { passwordMatches } from "./passwords.ts";
import { requireSameOrigin } from "./same-origin.ts";
import { clearSessionCookie, SESSION_LIFETIME_SECONDS, writeSessionCookie } from "./session-cookie.ts";
import { csrfTokenOf, newSessionToken, sha256Hex } from "./tokens.ts";

type Deps = Pick<ApiDependencies, "db" | "redis" | "settings" | "environment">;

const PasswordSchema = z.string().min(1).max(1000);

const MeSchema = z
  .object({
    kind: z.enum(["user", "api_key", "token", "workflow", "system"]),
    id: z.string(),
    role: z.enum(ROLES),
    channel_ids: z.array(z.string()).nullable().openapi({ description: "null: all channels" }),
    email: z.string().optional(),
    display_name: z.string().optional(),
    csrf_token: z.string().optional().openapi({ description: "Of a browser session; send it as X-CSRF-Token." }),
    authenticated_at: InstantSchema.optional(),
  })
  .openapi("Me");

const login = createRoute({
  method: "post",
  path: "/auth/login",
  tags: ["access"],
  summary: "Sign in with e-mail and password",
  description: "Sets the session cookie. Unsafe requests with the cookie need `csrf_token` as `X-CSRF-Token`.",
  security: [],
  request: {
    body: jsonBody(
      z
        .strictObject({ email: z.email().max(320), password: PasswordSchema })
        .openapi("Login", { example: { email: "admin@longtake.local", password: "correct horse battery staple" } }),
    ),
  },
  responses: { 200: json(MeSchema, "Signed in"), ...writeProblems() },
});

const logout = createRoute({
  method: "post",
  path: "/auth/logout",
  tags: ["access"],
  summary: "Sign out and end the session",
  responses: { 204: { description: "Signed out" }, ...readProblems() },
});

const me = createRoute({
  method: "get",
  path: "/auth/me",
  tags: ["access"],
  summary: "Show who the credentials belong to",
  responses: { 200: json(MeSchema, "The principal"), ...readProblems() },
});

const reauthenticate = createRoute({
  method: "post",
  path: "/auth/reauthenticate",
  tags: ["access"],
  summary: "Prove again who you are, for guarded acts of the next five minutes",
  request: { body: jsonBody(z.strictObject({ password: PasswordSchema })) },
  responses: { 200: json(z.object({ authenticated_at: InstantSchema }), "Proved"), ...writeProblems(409) },
});

export function signInRoutes(deps: Deps) {
  const limitSignIn = createSignInLimit(deps);
  return createRoutes()
    .openapi(login, async (c) => {
      requireSameOrigin(c, deps.environment);
      const { email, password } = c.req.valid("json");
      await limitSignIn(c, email);
      const user = await findUserByEmail(deps.db, { email });
      if (!(await passwordMatches(password, user?.passwordHash ?? null)) || user?.status !== "active")
        throw wrongPassword();
      const session = await openSession(c, deps, user);
      return c.json({ ...describe(user), ...session }, 200);
    })
    .openapi(logout, async (c) => {
      const session = c.get("session");
      if (session) await revokeSession(deps.db, principalOf(c), { sessionHash: session.sessionId });
      clearSessionCookie(c, deps.environment.LONGTAKE_PUBLIC_URL);
      return c.body(null, 204);
    })
    .openapi(me, async (c) => {
      const principal = principalOf(c);
      const session = c.get("session");
      const user = principal.kind === "user" ? await findUser(deps.db, { userId: principal.id }) : undefined;
      return c.json(
        {
          ...(user ? describe(user) : describePrincipal(principal)),
          ...(session ? { csrf_token: session.csrfToken, authenticated_at: session.authenticatedAt } : {}),
        },
        200,
      );
    })
    .openapi(reauthenticate, async (c) => {
      const principal = principalOf(c);
      const session = c.get("session");
      if (!session) throw new AppError("conflict", "only a browser session is proved again");
      await limitSignIn(c, principal.id);
      const user = await findUser(deps.db, { userId: principal.id });
      if (user?.passwordHash === null) throw signsInElsewhere();
      if (!(await passwordMatches(c.req.valid("json").password, user?.passwordHash ?? null))) throw wrongPassword();
      await confirmSession(deps.db, principal, { sessionHash: session.sessionId });
      return c.json({ authenticated_at: new Date().toISOString() }, 200);
    });
}

/**
 * Opens a browser session for a person whose identity is proved, and sets its cookie. `authenticatedAt` is the ISO
 * instant of the proof; left out, it was just now. An identity provider may let a person in by an old one.
 */
export async function openSession(
  c: Context<ApiEnv>,
  deps: Pick<Deps, "db" | "environment">,
  user: User,
  authenticatedAt: string = new Date().toISOString(),
) {
  const token = newSessionToken();
  const csrfToken = csrfTokenOf(token);
  await createSession(
    deps.db,
    { kind: "user", id: user.userId, role: user.role },
    {
      sessionHash: sha256Hex(token),
      csrfHash: sha256Hex(csrfToken),
      userId: user.userId,
      authenticatedAt,
      lifetimeSeconds: SESSION_LIFETIME_SECONDS,
    },
  );
  writeSessionCookie(c, deps.environment.LONGTAKE_PUBLIC_URL, token);
  return { csrf_token: csrfToken, authenticated_at: authenticatedAt };
}

function describe(user: User) {
  return {
    kind: "user" as const,
    id: user.userId,
    role: user.role,
    channel_ids: user.channelIds,
    email: user.email,
    display_name: user.displayName,
  };
}

function describePrincipal({ kind, id, role, channelIds }: Principal) {
  return { kind, id, role, channel_ids: channelIds ? [...channelIds] : null };
}

function signsInElsewhere(): AppError {
  return new AppError("conflict", "this account has no password; the identity provider signs it in", {
    field: "password",
    remedy: "Prove who you are at /auth/oidc/start?fresh=true, then repeat the request.",
  });
}

function wrongPassword(): AppError {
  return new AppError("unauthorized", "e-mail address and password do not belong together", {
    field: "password",
    remedy: "Correct them; after ten tries wait a minute.",
  });
}
