import { sql } from "drizzle-orm";
import { bigint, check, doublePrecision, foreignKey, index, integer, text, unique } from "drizzle-orm/pg-core";
import { instant, lifecycle, microUsd, oneOf } from "./columns.ts";
import { pipelineStages } from "./pipeline-stages.ts";
import { core } from "./schemas.ts";

export const COST_STATES = ["reserved", "settled", "released", "unknown"] as const;

/** The ledger: reserved before a paid call, settled after it. A reservation counts in full until it is settled. */
export const pipelineCosts = core.table(
  "pipeline_costs",
  {
    costId: bigint("cost_id", { mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
    videoId: text("video_id").notNull(),
    stage: text("stage").notNull(),
    attempt: integer("attempt").notNull(),
    service: text("service").notNull(),
    operation: text("operation").notNull(),
    units: doublePrecision("units").notNull(),
    unit: text("unit").notNull(),
    /** What was reserved; 0 for usage that no estimate named. */
    estimateMicroUsd: microUsd("estimate_micro_usd").notNull(),
    /** What counts against the cap; null while reserved. */
    actualMicroUsd: microUsd("actual_micro_usd"),
    /** Charged beyond the stage's reservation: counts against cap and budgets, and is reported apart. */
    overrunMicroUsd: microUsd("overrun_micro_usd").notNull().default(0),
    state: text("state", { enum: COST_STATES }).notNull().default("reserved"),
    settledAt: instant("settled_at"),
    ...lifecycle(),
  },
  (t) => [
    foreignKey({
      columns: [t.videoId, t.stage, t.attempt],
      foreignColumns: [pipelineStages.videoId, pipelineStages.stage, pipelineStages.attempt],
      name: "pipeline_costs_stage",
    }).onDelete("cascade"),
    unique("pipeline_costs_line").on(t.videoId, t.stage, t.attempt, t.service, t.operation),
    index("pipeline_costs_created").on(t.createdAt),
    check("pipeline_costs_state", oneOf(t.state, COST_STATES)),
    check(
      "pipeline_costs_amounts",
      sql`${t.units} >= 0 and ${t.estimateMicroUsd} >= 0 and ${t.actualMicroUsd} >= 0 and ${t.overrunMicroUsd} >= 0`,
    ),
    check("pipeline_costs_settled", sql`(${t.state} = 'reserved') = (${t.actualMicroUsd} is null)`),
    check("pipeline_costs_lifecycle", sql`${t.createdAt} <= ${t.updatedAt}`),
  ],
);
