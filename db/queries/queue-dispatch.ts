import { eq, sql } from "drizzle-orm";
import { openRoutes, type SlotCounts } from "../../domain/dispatch.ts";
import { AppError } from "../../domain/errors.ts";
import type { Principal } from "../../domain/principal.ts";
import type { Route, VideoSpec } from "../../domain/video/video.ts";
import { type Database, inTransaction, type Transaction } from "../client.ts";
import { queueClaims, videoQueue, videos } from "../schema/index.ts";
import { appendAudit } from "./audit.ts";
import { requireMay } from "./scope.ts";

/** Claims take turns, so that two of them never count the same free slot. */
const CLAIM_LOCK = 7_233_005;

export interface ClaimInput {
  /** `<runId>/<n>`: repeated, it gets the same answer. */
  readonly claimId: string;
  readonly slots: SlotCounts;
  /** False lends the GPU slots to everybody. */
  readonly gpuOpen: boolean;
}

export interface Claim {
  readonly kind: "start" | "resume";
  readonly videoId: string;
  readonly channelId: string;
  readonly route: Route;
  readonly spec: VideoSpec;
  readonly priority: number;
  readonly workflowId: string;
}

/** Gives the next video a slot: highest priority first, then runs that come back, then first in. Null when none may. */
export function claimNext(db: Database | Transaction, principal: Principal, input: ClaimInput): Promise<Claim | null> {
  requireMay(principal, "execute");
  return inTransaction(db, async (tx) => {
    const state = await readDispatchState(tx, input.claimId);
    if (state.claimed) return findClaim(tx, input.claimId);
    if (state.mode === "paused") return null;
    const routes = openRoutes({ held: { gpu: state.gpu, cpu: state.cpu }, slots: input.slots, gpuOpen: input.gpuOpen });
    if (routes.length === 0) return null;
    const taken = await takeNext(tx, input.claimId, routes);
    if (!taken) return null;
    await Promise.all([
      tx.insert(queueClaims).values({ claimId: input.claimId, ...taken }),
      appendAudit(tx, principal, {
        action: taken.kind === "start" ? "video.started" : "video.resumed",
        subject: `video/${taken.videoId}`,
        details: { claimId: input.claimId },
      }),
    ]);
    return findClaim(tx, input.claimId);
  });
}

interface DispatchState extends Record<string, unknown> {
  claimed: boolean;
  mode: string;
  gpu: number;
  cpu: number;
}

async function readDispatchState(tx: Transaction, claimId: string): Promise<DispatchState> {
  const [, rows] = await Promise.all([
    tx.execute(sql`select pg_advisory_xact_lock(${CLAIM_LOCK})`),
    tx.execute<DispatchState>(sql`
      select exists (select 1 from core.queue_claims where claim_id = ${claimId}) as claimed,
        coalesce((select mode from core.queue_control), 'active') as mode,
        count(*) filter (where route = 'gpu')::int as gpu, count(*) filter (where route = 'cpu')::int as cpu
      from core.video_queue where status = 'processing' and slot_held`),
  ]);
  const [state] = rows;
  if (!state) throw new AppError("internal", "the dispatch query returned nothing");
  return state;
}

async function takeNext(tx: Transaction, claimId: string, routes: readonly Route[]) {
  const routeWords = sql.join(
    routes.map((route) => sql`${route}`),
    sql`, `,
  );
  const [taken] = await tx.execute<{ videoId: string; kind: "start" | "resume"; priority: number }>(sql`
    update core.video_queue q
    set status = 'processing', slot_held = true, claim_id = ${claimId}, attempt = q.attempt + 1,
      started_at = coalesce(q.started_at, clock_timestamp()), resume_requested_at = null, waiting_for = null,
      parked_ms = q.parked_ms + coalesce(extract(epoch from clock_timestamp() - q.parked_at) * 1000, 0)::bigint,
      parked_at = null, updated_at = clock_timestamp()
    from (
      select w.video_id, w.status from core.video_queue w join core.channels c using (channel_id)
      where w.route in (${routeWords})
        and ((w.status = 'queued' and c.status = 'active') or (w.status = 'processing' and w.resume_requested_at is not null))
      order by w.priority desc, (w.status = 'processing') desc, w.resume_requested_at nulls last, w.sequence
      limit 1 for update of w skip locked) as next
    where q.video_id = next.video_id
    returning q.video_id as "videoId", q.priority, case next.status when 'queued' then 'start' else 'resume' end as kind`);
  return taken;
}

async function findClaim(tx: Transaction, claimId: string): Promise<Claim | null> {
  const [claim] = await tx
    .select({
      kind: queueClaims.kind,
      videoId: videos.videoId,
      channelId: videos.channelId,
      route: videoQueue.route,
      spec: videos.spec,
      priority: queueClaims.priority,
      workflowId: videos.workflowId,
    })
    .from(queueClaims)
    .innerJoin(videoQueue, eq(videoQueue.videoId, queueClaims.videoId))
    .innerJoin(videos, eq(videos.videoId, queueClaims.videoId))
    .where(eq(queueClaims.claimId, claimId));
  return claim ?? null;
}
