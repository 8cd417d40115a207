import { z } from "@hono/zod-openapi";
import { COST_GROUPS } from "../db/queries/cost-summary.ts";
import type { CostEstimate } from "../domain/cost/estimate.ts";
import { snakeCase } from "../domain/spelling.ts";
import { STAGES } from "../domain/video/video.ts";

const MicroUsd = z.number().openapi({ description: "Micro-dollars: 1,000,000 is $1", example: 1_200 });
const Day = z.iso.date().openapi({ example: "2026-11-21" });

export const EstimateSchema = z
  .object({
    expected_usd: z.number().openapi({ description: "One attempt of each stage, no repair", example: 0.0012 }),
    worst_usd: z.number().openapi({ description: "What one attempt of each stage reserves", example: 0.021 }),
    basis: z.enum(["measured", "model"]).openapi({ description: "Corrected by finished videos like it, or not" }),
    samples: z.int().openapi({ description: "Videos that the correction stands on" }),
    stages: z.array(z.object({ stage: z.enum(STAGES), expected_micro_usd: MicroUsd, worst_micro_usd: MicroUsd })),
    lines: z.array(
      z.object({
        stage: z.enum(STAGES),
        service: z.string(),
        operation: z.string(),
        units: z.number(),
        unit: z.string(),
        micro_usd: MicroUsd,
      }),
    ),
  })
  .openapi("CostEstimate");

export function describeEstimate({ expectedMicroUsd, worstMicroUsd, ...rest }: CostEstimate) {
  const { basis, samples, stages, lines } = rest;
  return {
    expected_usd: expectedMicroUsd / 1_000_000,
    worst_usd: worstMicroUsd / 1_000_000,
    ...snakeCase({ basis, samples, stages: [...stages], lines: [...lines] }),
  };
}

const GROUPS_MAX = 5_000;
export const GROUPS_USUAL = 1_000;

export const ReportQuery = z
  .object({
    from: Day.optional().openapi({ description: "First UTC day; 29 days before the last when left out" }),
    to: Day.optional().openapi({ description: "Last UTC day, included; today when left out" }),
    group_by: z.enum(COST_GROUPS).default("service"),
    limit: z.coerce
      .number()
      .int()
      .min(1)
      .max(GROUPS_MAX)
      .optional()
      .openapi({
        description: `Groups at most. Left out: ${GROUPS_USUAL} in JSON, all of them in CSV`,
      }),
    format: z.enum(["json", "csv"]).optional().openapi({ description: "Before the Accept header" }),
  })
  .refine(({ from, to }) => from === undefined || to === undefined || from <= to, {
    path: ["to"],
    message: "must not lie before from",
  });

const Sums = {
  videos: z.int(),
  spent_micro_usd: MicroUsd,
  reserved_micro_usd: MicroUsd,
  overrun_micro_usd: MicroUsd,
  unknown_micro_usd: MicroUsd,
};

export const CostSummarySchema = z
  .object({
    from: Day,
    to: Day,
    group_by: z.enum(COST_GROUPS),
    totals: z.object(Sums),
    groups: z.array(z.object({ key: z.string(), label: z.string(), ...Sums })),
    is_cut: z.boolean().openapi({ description: "There are more groups than `limit`" }),
    completed: z.int().openapi({ description: "Videos completed between the days" }),
    targets: z.array(z.object({ target_micro_usd: MicroUsd, videos_within: z.int(), share: z.number().nullable() })),
    base_model: z.array(
      z.object({ service: z.string(), base_micro_usd: MicroUsd, actual_micro_usd: MicroUsd.nullable() }),
    ),
  })
  .openapi("CostSummary");
