import { and, eq } from "drizzle-orm";
import { AppError } from "../../domain/errors.ts";
import type { Principal } from "../../domain/principal.ts";
import type { Database, Transaction } from "../client.ts";
import { videos } from "../schema/index.ts";
import { requireMay, withinScope } from "./scope.ts";

/** The workflow that makes a video, or the one stage of a draft. */
export interface Run {
  readonly videoId: string;
  readonly workflowId: string;
}

/** Throws not_found also outside the principal's channels. */
export async function getRun(
  db: Database | Transaction,
  principal: Principal,
  { videoId }: { readonly videoId: string },
): Promise<Run> {
  requireMay(principal, "read");
  const [run] = await db
    .select({ videoId: videos.videoId, workflowId: videos.workflowId })
    .from(videos)
    .where(and(eq(videos.videoId, videoId), withinScope(principal, videos.channelId)));
  if (!run) throw new AppError("not_found", `there is no video ${videoId}`, { field: "video_id" });
  return run;
}
