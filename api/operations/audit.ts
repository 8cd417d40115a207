import { createRoute, z } from "@hono/zod-openapi";
import { verifyAudit } from "../../db/queries/audit.ts";
import { allow } from "../access/authorization.ts";
import type { ApiDependencies } from "../dependencies.ts";
import { createRoutes, json, readProblems } from "../route.ts";
import { snakeCase } from "../../domain/spelling.ts";

const VerificationSchema = z
  .object({
    ok: z.boolean(),
    chained: z.int(),
    pending: z.int().openapi({ description: "Written, not yet chained" }),
    head: z
      .object({ sequence: z.int(), hash: z.string() })
      .openapi({ description: "Keep it elsewhere: with it, even a rewritten chain shows" }),
    findings: z.array(
      z.object({
        kind: z.string(),
        sequence: z.int().nullable(),
        event_id: z.string().nullable(),
        message: z.string(),
      }),
    ),
  })
  .openapi("AuditVerification");

const verify = createRoute({
  method: "get",
  path: "/audit/verify",
  tags: ["operations"],
  summary: "Recompute the audit chain and report any change, gap or truncation",
  middleware: allow("administer"),
  responses: { 200: json(VerificationSchema, "What was found"), ...readProblems() },
});

export function auditRoutes({ db }: Pick<ApiDependencies, "db">) {
  return createRoutes().openapi(verify, async (c) => c.json(snakeCase(await verifyAudit(db)), 200));
}
