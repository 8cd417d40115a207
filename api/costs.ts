import { createRoute, z } from "@hono/zod-openapi";
import { installedMedia } from "../clients/stock-media/settings.ts";
import { channelLayer, listChannels } from "../db/queries/channels.ts";
import { completeSpec, type SpecLayer } from "../domain/channel/defaults.ts";
import type { Principal } from "../domain/principal.ts";
import { snakeCase } from "../domain/spelling.ts";
import { allow, principalOf } from "./access/authorization.ts";
import type { CostEstimator } from "./cost-estimator.ts";
import { csvOfReport, reportOfPeriod } from "./cost-reports.ts";
import { CostSummarySchema, describeEstimate, EstimateSchema, GROUPS_USUAL, ReportQuery } from "./cost-schemas.ts";
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
  responses: { 200: json(EstimateSchema, "The estimate"), ...writeProblems(404) },
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

type Deps = Pick<ApiDependencies, "db" | "environment" | "priceBook"> & { readonly estimator: CostEstimator };

export function costRoutes(deps: Deps) {
  return createRoutes()
    .openapi(estimate, async (c) => {
      const request = c.req.valid("json");
      const channel = await channelLayers(deps, principalOf(c), request.channel_id);
      const spec = completeSpec(request.topic, [layerOf(request), ...channel, installedMedia(deps.environment)]);
      return c.json(describeEstimate(await deps.estimator.now(spec)), 200);
    })
    .openapi(report, async (c) => {
      const { group_by: groupBy, format, ...query } = c.req.valid("query");
      const acceptsCsv = /^\s*text\/csv\b/.test(c.req.header("accept") ?? "");
      const isCsv = format === "csv" || (format === undefined && acceptsCsv);
      const { limit = isCsv ? null : GROUPS_USUAL } = query;
      const found = await reportOfPeriod(deps, principalOf(c), { ...query, groupBy, limit });
      c.header("vary", "accept");
      if (!isCsv) return c.json(snakeCase(found), 200);
      c.header("content-disposition", `attachment; filename="costs-${found.from}-${found.to}-${groupBy}.csv"`);
      return c.body(csvOfReport(found), 200, { "content-type": "text/csv; charset=utf-8" });
    });
}

/** What the channel asks of its videos: the named one's, or that of the only one there is. */
async function channelLayers({ db }: Deps, principal: Principal, named: string | undefined): Promise<SpecLayer[]> {
  if (named !== undefined) return [await channelLayer(db, principal, named)];
  const [only, ...others] = await listChannels(db, principal, { status: "active" });
  return only && others.length === 0 ? [await channelLayer(db, principal, only.channelId)] : [];
}
