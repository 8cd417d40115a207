import { createRoute, z } from "@hono/zod-openapi";
import { completeSpec } from "../domain/channel-defaults.ts";
import { snakeCase } from "../domain/spelling.ts";
import { allow, principalOf } from "./access/authorization.ts";
import type { CostEstimator } from "./cost-estimator.ts";
import { csvOfReport, reportOfPeriod } from "./cost-reports.ts";
import { CostSummarySchema, describeEstimate, EstimateSchema, ReportQuery } from "./cost-schemas.ts";
import type { ApiDependencies } from "./dependencies.ts";
import { layerOf, VideoRequestSchema } from "./pipeline/video-request.ts";
import { createRoutes, json, jsonBody, readProblems, writeProblems } from "./route.ts";

const estimate = createRoute({
  method: "post",
  path: "/costs/estimate",
  tags: ["costs"],
  summary: "Estimate what a video would cost, without queueing it",
  middleware: allow("read"),
  request: { body: jsonBody(VideoRequestSchema) },
  responses: { 200: json(EstimateSchema, "The estimate"), ...writeProblems() },
});

const report = createRoute({
  method: "get",
  path: "/costs/report",
  tags: ["costs"],
  summary: "Report what was spent, as JSON or CSV",
  middleware: allow("read"),
  request: { query: ReportQuery },
  responses: {
    200: {
      description: "The report; the CSV holds its groups, amounts in US dollars",
      content: { "application/json": { schema: CostSummarySchema }, "text/csv": { schema: z.string() } },
    },
    ...readProblems(),
  },
});

type Deps = Pick<ApiDependencies, "db" | "priceBook"> & { readonly estimator: CostEstimator };

export function costRoutes(deps: Deps) {
  return createRoutes()
    .openapi(estimate, async (c) => {
      const request = c.req.valid("json");
      const spec = completeSpec(request.topic, [layerOf(request)]);
      return c.json(describeEstimate(await deps.estimator.now(spec)), 200);
    })
    .openapi(report, async (c) => {
      const { group_by: groupBy, format, ...query } = c.req.valid("query");
      const found = await reportOfPeriod(deps, principalOf(c), { ...query, groupBy });
      c.header("vary", "accept");
      const asksCsv = /^\s*text\/csv\b/.test(c.req.header("accept") ?? "");
      if (format !== "csv" && (format === "json" || !asksCsv)) return c.json(snakeCase(found), 200);
      c.header("content-disposition", `attachment; filename="costs-${found.from}-${found.to}-${groupBy}.csv"`);
      return c.body(csvOfReport(found), 200, { "content-type": "text/csv; charset=utf-8" });
    });
}
