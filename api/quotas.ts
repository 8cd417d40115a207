import { createRoute, z } from "@hono/zod-openapi";
import { type DayOfQuota, listQuotas } from "../db/queries/quotas.ts";
import { leftUnits, QUOTA_KINDS, quotaLimit, type QuotaSettings } from "../domain/quota/bucket.ts";
import { youtubeProject } from "../domain/quota/youtube.ts";
import { msUntilQuotaReset, quotaDay, YOUTUBE_QUOTA_ZONE } from "../domain/quota-day.ts";
import { snakeCase } from "../domain/spelling.ts";
import { allow, principalOf } from "./access/authorization.ts";
import type { ApiDependencies } from "./dependencies.ts";
import { createRoutes, json, readProblems } from "./route.ts";
import { InstantSchema } from "./vocabulary.ts";

const PLATFORM = "youtube";

const QuotaSchema = z
  .object({
    platform: z.literal(PLATFORM),
    project: z.string().openapi({ description: "For whom the platform counts: a project of Google Cloud" }),
    kind: z
      .enum(QUOTA_KINDS)
      .openapi({ description: "Uploads have a bucket of their own; all other calls share units" }),
    day: z.iso.date().openapi({ description: "The platform's day", example: "2026-11-21" }),
    limit_units: z.int(),
    spent_units: z.int().openapi({ description: "Counted before each call" }),
    left_units: z.int().openapi({ description: "For publishing; zero when it is spent" }),
    kept_units: z.int().openapi({ description: "Of these, how many experiments and polls must leave" }),
    refused_at: InstantSchema.nullable().openapi({
      description: "When the platform itself said that nothing is left: nobody asks it before the reset",
    }),
    resets_at: InstantSchema,
    calls: z.array(
      z.object({ method: z.string().openapi({ example: "captions.insert" }), calls: z.int(), units: z.int() }),
    ),
  })
  .openapi("Quota");

const list = createRoute({
  method: "get",
  path: "/quotas",
  tags: ["operations"],
  summary: "List what outside platforms allow today, what of it is spent, and on which calls",
  middleware: allow("read"),
  responses: {
    200: json(z.object({ quotas: z.array(QuotaSchema) }), "The quotas; none while no platform is configured"),
    ...readProblems(),
  },
});

export function quotaRoutes({ db, settings, environment }: Pick<ApiDependencies, "db" | "settings" | "environment">) {
  const { YOUTUBE_CLIENT_ID: clientId } = environment;
  return createRoutes().openapi(list, async (c) => {
    const nowMs = Date.now();
    const day = quotaDay(nowMs, YOUTUBE_QUOTA_ZONE);
    const counted = await listQuotas(db, principalOf(c), { platform: PLATFORM, day });
    const untouched = QUOTA_KINDS.map((kind) => emptyDay(clientId, kind, day)).filter(
      ({ project, kind }) => !counted.some((other) => other.project === project && other.kind === kind),
    );
    const all = clientId === undefined ? counted : [...counted, ...untouched];
    return c.json({ quotas: all.map((each) => describe(each, settings.quotas.youtube, nowMs)) }, 200);
  });
}

function emptyDay(clientId: string | undefined, kind: DayOfQuota["kind"], day: string): DayOfQuota {
  const project = youtubeProject(clientId ?? "");
  return { platform: PLATFORM, project, kind, day, spentUnits: 0, refusedUnits: null, refusedAt: null, calls: [] };
}

function describe(quota: DayOfQuota, settings: QuotaSettings, nowMs: number): z.infer<typeof QuotaSchema> {
  const { project, kind, day, spentUnits, refusedAt, calls } = quota;
  const limit = quotaLimit(kind, settings);
  return snakeCase({
    ...{ platform: PLATFORM, project, kind, day, spentUnits, ...limit, refusedAt, calls: [...calls] },
    leftUnits: leftUnits(quota, limit, "publishing"),
    resetsAt: new Date(nowMs + msUntilQuotaReset(nowMs, YOUTUBE_QUOTA_ZONE)).toISOString(),
  } as const);
}
