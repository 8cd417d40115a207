import { setTimeout as sleep } from "node:timers/promises";
import type { Client } from "@temporalio/client";
import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Database } from "../../db/client.ts";
import type { EmbeddedPlatform } from "../../deploy/embedded/embedded-platform.ts";
import { appErrorOf } from "../../domain/errors.ts";

const Receipt = z.object({ video_id: z.string() });
const AGAIN_AFTER_MS = 500;
const POLL_MS = 500;

/** Queues a video through whatever dies meanwhile: the same key again until there is an answer. */
export async function queueThrough(platform: EmbeddedPlatform, key: string, request: object): Promise<string> {
  const headers = {
    Authorization: `Bearer ${platform.env.LONGTAKE_ADMIN_KEY ?? ""}`,
    "Content-Type": "application/json",
    "Idempotency-Key": key,
  };
  for (;;) {
    const response = await fetch(`${platform.urls.api}/pipeline/queue`, {
      method: "POST",
      headers,
      body: JSON.stringify(request),
      signal: AbortSignal.timeout(10_000),
    }).catch(() => null);
    if (response?.ok) return Receipt.parse(await response.json()).video_id;
    // 409: the first try of this key is still at work.
    const isPassing = response === null || response.status >= 500 || response.status === 409 || response.status === 429;
    if (!isPassing) throw new Error(`the queue answered ${response.status}: ${await response.text()}`);
    await sleep(AGAIN_AFTER_MS);
  }
}

/** How many videos are completed; null while the database is away. */
export async function completedCount(db: Database): Promise<number | null> {
  try {
    const [row] = await db.execute<{ count: number }>(
      sql`select count(*)::int as count from core.video_queue where status = 'completed'`,
    );
    return row?.count ?? 0;
  } catch (error) {
    if (appErrorOf(error)?.code === "unavailable") return null;
    throw error;
  }
}

/** Resolves when that many videos are completed and no run is open any more; throws after `withinMs` with what is left. */
export async function waitUntilMade(db: Database, temporal: Client, count: number, withinMs: number): Promise<void> {
  for (const giveUpAtMs = Date.now() + withinMs; ; await sleep(POLL_MS)) {
    if (((await completedCount(db)) ?? 0) >= count && (await openRuns(temporal)) === 0) return;
    if (Date.now() < giveUpAtMs) continue;
    const rows = await db.execute<{ row: string }>(sql`
      select video_id || ' ' || q.status || ' ' || coalesce(waiting_for::text, '') || ' ' || coalesce((
        select string_agg(stage || '/' || attempt || ' ' || s.status || ' ' || coalesce(s.error_message, ''), ', ')
        from core.pipeline_stages s where s.video_id = q.video_id and s.status <> 'completed'), '') as row
      from core.video_queue q where q.status <> 'completed'`);
    throw new Error(`not made within ${withinMs / 1000} s:\n${[...rows].map(({ row }) => row).join("\n")}`);
  }
}

async function openRuns(temporal: Client): Promise<number> {
  const found = await temporal.workflow.count("WorkflowType = 'generateVideo' and ExecutionStatus = 'Running'");
  return found.count;
}
