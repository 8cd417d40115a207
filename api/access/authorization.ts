import type { Context, MiddlewareHandler } from "hono";
import { hasRight } from "../../db/queries/rights.ts";
import { AppError } from "../../domain/errors.ts";
import { type Action, mayDo, type Principal } from "../../domain/principal.ts";
import type { ApiDependencies, ApiEnv } from "../dependencies.ts";

/** A password or OIDC check this recent lets a session do guarded acts. */
export const RECENT_AUTHENTICATION_MS = 5 * 60_000;

export function principalOf(c: Context<ApiEnv>): Principal {
  const principal = c.get("principal");
  if (principal) return principal;
  throw new AppError("unauthorized", "this route needs a sign-in");
}

/** Lets a role through that may do the action; channels are checked by the queries, which know them. */
export function allow(action: Action): MiddlewareHandler<ApiEnv> {
  return async (c, next) => {
    const principal = principalOf(c);
    if (!mayDo(principal, action)) {
      throw new AppError("forbidden", `the role ${principal.role} may not ${action}`, {
        remedy: "Ask an administrator for a role that may.",
      });
    }
    await next();
  };
}

/**
 * Who may take a guarded decision: admin and operator (only an admin where `adminOnly`), and a person with the dated
 * right to review. A session must be fresh; keys and tokens state their reason in the body.
 */
export async function requireGuardedAuthority(
  c: Context<ApiEnv>,
  deps: Pick<ApiDependencies, "db">,
  subject: { readonly channelId: string; readonly adminOnly: boolean },
): Promise<Principal> {
  const principal = principalOf(c);
  if (!(await hasAuthority(deps, principal, subject))) {
    throw new AppError("forbidden", `the role ${principal.role} may not take this decision`, {
      remedy: subject.adminOnly ? "Ask an administrator." : "Ask an operator, or for the right to review.",
    });
  }
  requireFreshSession(c);
  return principal;
}

export function requireFreshSession(c: Context<ApiEnv>): void {
  const session = c.get("session");
  if (!session || Date.now() - Date.parse(session.authenticatedAt) <= RECENT_AUTHENTICATION_MS) return;
  throw new AppError("forbidden", "this act needs a sign-in within the last five minutes", {
    remedy: "Prove who you are at POST /auth/reauthenticate or /auth/oidc/start?fresh=true, then repeat the request.",
  });
}

async function hasAuthority(
  deps: Pick<ApiDependencies, "db">,
  principal: Principal,
  { channelId, adminOnly }: { readonly channelId: string; readonly adminOnly: boolean },
): Promise<boolean> {
  if (adminOnly) return principal.role === "admin" && mayDo(principal, "administer", channelId);
  if (principal.role === "admin" || principal.role === "operator") return mayDo(principal, "execute", channelId);
  if (principal.kind !== "user" || !mayDo(principal, "read", channelId)) return false;
  return hasRight(deps.db, { userId: principal.id, right: "review", channelId });
}
