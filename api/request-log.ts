import { randomUUID } from "node:crypto";
import type { Context, MiddlewareHandler } from "hono";
import { routePath } from "hono/route";
import type { ApiDependencies, ApiEnv } from "./dependencies.ts";
import type { Metrics } from "./operations/metrics.ts";

/** What a caller may choose as request id: enough for UUIDs and trace ids, nothing that breaks a log line. */
const REQUEST_ID = /^[\w.:-]{1,128}$/;

/** Takes or makes the request id, and writes one line and one measurement for every answer. No bodies, no queries. */
export function logRequests(deps: Pick<ApiDependencies, "log">, metrics: Metrics): MiddlewareHandler<ApiEnv> {
  return async (c, next) => {
    const startedAt = performance.now();
    const sent = c.req.header("x-request-id") ?? "";
    const requestId = REQUEST_ID.test(sent) ? sent : randomUUID();
    c.set("requestId", requestId);
    await next();
    const ms = performance.now() - startedAt;
    c.header("X-Request-Id", requestId);
    const route = routeOf(c);
    metrics.observeRequest({ method: c.req.method, route, status: c.res.status, seconds: ms / 1000 });
    const principal = c.get("principal");
    const fields = {
      requestId,
      method: c.req.method,
      route,
      status: c.res.status,
      ms: Math.round(ms * 10) / 10,
      ...(principal ? { principalKind: principal.kind, principalId: principal.id } : {}),
    };
    if (c.res.status >= 500) deps.log.error(fields, "request");
    else deps.log.info(fields, "request");
  };
}

/** The pattern, not the path: ids would make a time series each. */
function routeOf(c: Context<ApiEnv>): string {
  const pattern = routePath(c, -1);
  return pattern === "/*" || pattern === "*" ? "unmatched" : pattern;
}
