import { sql } from "drizzle-orm";
import type { Database } from "../../db/client.ts";
import type { OutsideCall } from "./outside-calls.ts";

interface Row extends Record<string, unknown> {
  readonly stage: string;
  readonly attempt: number;
  readonly outcome: string;
  readonly service: string;
  readonly unit: string;
  readonly units: number;
  readonly estimate: number;
  readonly actual: number | null;
  readonly state: string;
}

/** A video's bill by our own books, and what is wrong with it beside the stand-in's. */
export async function ledgerOf(db: Database, videoId: string) {
  const rows = [
    ...(await db.execute<Row>(sql`
      select s.stage, s.attempt, s.status as outcome, c.service, c.unit, c.units, c.state,
        c.estimate_micro_usd::float8 as estimate, c.actual_micro_usd::float8 as actual
      from core.pipeline_stages s join core.pipeline_costs c using (video_id, stage, attempt)
      where s.video_id = ${videoId}`)),
  ];
  return {
    findings({ again, billed, call }: { again: number; billed: (unit: string) => number; call: OutsideCall }) {
      const service = call.path.includes("chat") ? "openai" : "tts";
      const unit = service === "openai" ? "token" : "character";
      const own = rows.filter((row) => row.service === service);
      const charged = own.reduce((sum, row) => sum + row.units, 0);
      const onBill = service === "openai" ? billed("input_token") + billed("output_token") : billed("character");
      const lost = own.filter(({ outcome }) => outcome === "lost");
      return [
        ...(charged >= onBill ? [] : [`the ledger has ${charged} ${unit}s, the bill ${onBill}`]),
        ...(again > 0 && lost.length === 0 ? ["a repeated call has no row of its lost attempt"] : []),
        ...lost
          .filter(({ state, estimate, actual }) => state !== "unknown" || actual !== estimate)
          .map(({ stage, attempt, state }) => `${stage}/${attempt} was lost and is ${state}, not at its estimate`),
      ];
    },
  };
}
