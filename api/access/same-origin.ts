import type { Context } from "hono";
import type { Environment } from "../../config.ts";
import { AppError } from "../../domain/errors.ts";
import type { ApiEnv } from "../dependencies.ts";

/**
 * Refuses a browser that acts for another site. Cookies go along with WebSockets and sign-ins of other origins;
 * programs send no Origin and have no cookie to abuse.
 */
export function requireSameOrigin(c: Context<ApiEnv>, environment: Pick<Environment, "LONGTAKE_PUBLIC_URL">): void {
  const origin = c.req.header("origin");
  if (origin === undefined) return;
  const own = new URL(environment.LONGTAKE_PUBLIC_URL).origin;
  if (origin === own || hostOf(origin) === c.req.header("host")) return;
  throw new AppError("forbidden", `requests from ${origin} are not taken here`, { remedy: `Use ${own}.` });
}

function hostOf(origin: string): string | undefined {
  return URL.canParse(origin) ? new URL(origin).host : undefined;
}
