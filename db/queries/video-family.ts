import { sql } from "drizzle-orm";
import type { Principal } from "../../domain/principal.ts";
import type { Database, Transaction } from "../client.ts";
import { requireMay, withinScope } from "./scope.ts";

/** A video that another was made from, or that was made from it. */
export interface Relative {
  readonly videoId: string;
  readonly title: string;
  /** BCP 47; null where the spec names none. */
  readonly language: string | null;
  readonly status: string;
}

/** Parent and children of a video, as far as the principal may see them; the children oldest first. */
export async function videoFamily(
  db: Database | Transaction,
  principal: Principal,
  { videoId }: { readonly videoId: string },
): Promise<{ readonly parent: Relative | null; readonly children: readonly Relative[] }> {
  requireMay(principal, "read");
  const rows = await db.execute<{ [Key in keyof Relative]: Relative[Key] } & { isParent: boolean }>(sql`
    select v.video_id as "videoId", coalesce(v.title, v.topic) as title, v.spec ->> 'language' as language, q.status,
      v.parent_video_id is distinct from ${videoId} as "isParent"
    from core.videos v join core.video_queue q using (video_id)
    where (v.parent_video_id = ${videoId}
           or v.video_id = (select parent_video_id from core.videos where video_id = ${videoId}))
      and ${withinScope(principal, sql`v.channel_id`)}
    order by v.created_at, v.video_id`);
  const relatives = [...rows].map(({ isParent, ...relative }) => ({ isParent, relative }));
  return {
    parent: relatives.find(({ isParent }) => isParent)?.relative ?? null,
    children: relatives.filter(({ isParent }) => !isParent).map(({ relative }) => relative),
  };
}
