import { sql } from "drizzle-orm";
import type { Principal } from "../../domain/principal.ts";
import { type Database, inTransaction, type Transaction } from "../client.ts";
import { countedVideos } from "../schema/index.ts";
import { appendAudit } from "./audit.ts";
import { requireMay } from "./scope.ts";

/** The facts of a video's completion as the database has them; null while it is not completed. */
export async function readVideoCompleted(db: Database | Transaction, { videoId }: { readonly videoId: string }) {
  const [row] = await db.execute<{
    channelId: string;
    at: string;
    title: string | null;
    durationMs: number;
    costMicroUsd: number;
    qualityScore: number | null;
    url: string | null;
    isLatest: boolean;
  }>(sql`
    select v.channel_id as "channelId", v.title, coalesce(v.duration_ms, 0)::float8 as "durationMs",
      v.quality_score as "qualityScore",
      to_char(q.finished_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at,
      (select coalesce(sum(c.actual_micro_usd), 0)::float8 from core.pipeline_costs c where c.video_id = v.video_id)
        as "costMicroUsd",
      (select p.url from core.publications p where p.video_id = v.video_id order by p.published_at limit 1) as url,
      not exists (select 1 from core.video_queue later where later.channel_id = v.channel_id
        and later.status = 'completed' and later.finished_at > q.finished_at) as "isLatest"
    from core.videos v join core.video_queue q using (video_id)
    where v.video_id = ${videoId} and q.status = 'completed'`);
  if (!row) return null;
  const { isLatest, ...facts } = row;
  return {
    isLatest,
    event: { eventId: `video_completed/${videoId}`, kind: "video_completed" as const, videoId, ...facts },
  };
}

/** Adds the video to its channel's counters, once however often it is told; `counted` is false for a repeat. */
export function countVideo(
  db: Database | Transaction,
  principal: Principal,
  input: {
    readonly videoId: string;
    readonly channelId: string;
    readonly durationMs: number;
    readonly costMicroUsd: number;
    readonly isLatest: boolean;
  },
): Promise<{ counted: boolean }> {
  const { videoId, channelId, durationMs, costMicroUsd, isLatest } = input;
  requireMay(principal, "write", channelId);
  return inTransaction(db, async (tx) => {
    const [first] = await tx.insert(countedVideos).values({ videoId, channelId }).onConflictDoNothing().returning();
    if (!first) return { counted: false };
    await tx.execute(sql`
      insert into analytics.channel_counters as c
        (channel_id, videos_completed, duration_ms, cost_micro_usd, latest_video_id)
      values (${channelId}, 1, ${durationMs}, ${costMicroUsd}, ${videoId})
      on conflict (channel_id) do update set
        videos_completed = c.videos_completed + 1, duration_ms = c.duration_ms + excluded.duration_ms,
        cost_micro_usd = c.cost_micro_usd + excluded.cost_micro_usd,
        latest_video_id = case when ${isLatest} then excluded.latest_video_id else c.latest_video_id end,
        updated_at = clock_timestamp()`);
    const details = { durationMs, costMicroUsd };
    await appendAudit(tx, principal, { action: "video.counted", subject: `video/${videoId}`, details });
    return { counted: true };
  });
}
