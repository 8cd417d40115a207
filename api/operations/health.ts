import { createRoute, z } from "@hono/zod-openapi";
import { checkDatabase } from "../../db/queries/health.ts";
import type { ApiDependencies } from "../dependencies.ts";
import { createRoutes, json } from "../route.ts";

type Deps = Pick<ApiDependencies, "db" | "redis" | "temporal" | "storage" | "log">;

/** A dependency that takes longer is as good as away. */
const CHECK_LIMIT_MS = 3_000;
/** Never written: asking for it tells whether the store answers. */
const ABSENT_KEY = "health/absent";

const healthz = createRoute({
  method: "get",
  path: "/healthz",
  tags: ["operations"],
  summary: "Whether this process answers",
  security: [],
  responses: { 200: json(z.object({ status: z.literal("ok") }), "It does") },
});

const DependencySchema = z.object({ ok: z.boolean(), ms: z.number(), reason: z.string().optional() });
const ReadinessSchema = z
  .object({
    status: z.enum(["ok", "unavailable"]),
    dependencies: z.object({
      database: DependencySchema,
      redis: DependencySchema,
      temporal: DependencySchema,
      object_store: DependencySchema,
    }),
  })
  .openapi("Readiness");

const readyz = createRoute({
  method: "get",
  path: "/readyz",
  tags: ["operations"],
  summary: "Whether everything this process needs answers",
  security: [],
  responses: { 200: json(ReadinessSchema, "All do"), 503: json(ReadinessSchema, "Something is away") },
});

export function healthRoutes(deps: Deps) {
  return createRoutes()
    .openapi(healthz, (c) => c.json({ status: "ok" as const }, 200))
    .openapi(readyz, async (c) => {
      const [database, redis, temporal, objectStore] = await Promise.all([
        check(deps, "database", () => checkDatabase(deps.db)),
        check(deps, "redis", () => deps.redis.ping()),
        check(deps, "temporal", () =>
          deps.temporal.connection.withDeadline(Date.now() + CHECK_LIMIT_MS, () =>
            deps.temporal.workflowService.getSystemInfo({}),
          ),
        ),
        check(deps, "object_store", () => deps.storage.has(ABSENT_KEY)),
      ]);
      const dependencies = { database, redis, temporal, object_store: objectStore };
      const ok = Object.values(dependencies).every((dependency) => dependency.ok);
      if (ok) return c.json({ status: "ok" as const, dependencies }, 200);
      return c.json({ status: "unavailable" as const, dependencies }, 503);
    });
}

async function check({ log }: Deps, name: string, ask: () => Promise<unknown>) {
  const startedAt = performance.now();
  const elapsedMs = () => Math.round((performance.now() - startedAt) * 10) / 10;
  const limit = Promise.withResolvers<never>();
  const timer = setTimeout(() => limit.reject(new Error(`no answer within ${CHECK_LIMIT_MS} ms`)), CHECK_LIMIT_MS);
  try {
    await Promise.race([ask(), limit.promise]);
    return { ok: true, ms: elapsedMs() };
  } catch (error) {
    log.warn({ err: error, dependency: name }, "dependency is away");
    // Addresses in driver messages are nobody's business here; the log has them.
    return { ok: false, ms: elapsedMs(), reason: "does not answer" };
  } finally {
    clearTimeout(timer);
  }
}
