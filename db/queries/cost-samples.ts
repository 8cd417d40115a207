import { sql } from "drizzle-orm";
import type { CostSample } from "../../domain/cost/calibration.ts";
import type { Database, Transaction } from "../client.ts";

const SAMPLES_MAX = 40;

/**
 * What the newest finished videos asked for and used, for calibration: first attempts that succeeded, without what was
 * found again. Totals of all channels; nothing of their content leaves the domain's arithmetic.
 */
export async function costSamples(
  db: Database | Transaction,
  { before }: { readonly before: Date },
): Promise<CostSample[]> {
  const rows = await db.execute<{ [Key in keyof CostSample]: CostSample[Key] }>(sql`
    with newest as (
      select v.video_id, v.spec from core.videos v join core.video_queue q using (video_id)
      where q.status = 'completed' and q.finished_at < ${before.toISOString()} and v.parent_video_id is null
      order by q.finished_at desc limit ${SAMPLES_MAX})
    select newest.spec, jsonb_agg(jsonb_build_object('stage', c.stage, 'service', c.service,
      'operation', c.operation, 'units', c.units, 'unit', c.unit)) as used
    from newest
    join core.pipeline_stages s on s.video_id = newest.video_id and s.attempt = 1 and s.status = 'completed'
    join core.pipeline_costs c on c.video_id = s.video_id and c.stage = s.stage and c.attempt = s.attempt
    where c.state = 'settled' and c.units > 0
    group by newest.video_id, newest.spec`);
  return [...rows];
}
