import { eq, sql } from "drizzle-orm";
import { AppError } from "../../domain/errors.ts";
import type { Principal } from "../../domain/principal.ts";
import { type Database, inTransaction, type Transaction } from "../client.ts";
import { videos } from "../schema/index.ts";
import { appendAudit } from "./audit.ts";
import { requireMay } from "./scope.ts";

/** Gives a video its own, higher cap (admin); from then on only that cap holds for it. Throws invalid_input for a lower one. */
export async function raiseCap(
  db: Database | Transaction,
  principal: Principal,
  input: { readonly videoId: string; readonly capMicroUsd: number; readonly reason: string },
): Promise<void> {
  const { videoId, capMicroUsd, reason } = input;
  requireMay(principal, "administer");
  if (reason.trim() === "") throw new AppError("invalid_input", "a raised cap needs a reason", { field: "reason" });
  await inTransaction(db, async (tx) => {
    const [video] = await tx.select().from(videos).where(eq(videos.videoId, videoId)).for("no key update");
    if (!video) throw new AppError("not_found", `there is no video ${videoId}`, { field: "video_id" });
    requireMay(principal, "administer", video.channelId);
    if (!Number.isSafeInteger(capMicroUsd) || capMicroUsd <= video.capMicroUsd) {
      throw new AppError(
        "invalid_input",
        `Expected a cap above ${video.capMicroUsd} micro-dollars, got ${capMicroUsd}`,
        {
          field: "cap_usd",
        },
      );
    }
    await tx
      .update(videos)
      .set({ capMicroUsd, capRaisedAt: sql`clock_timestamp()` })
      .where(eq(videos.videoId, videoId));
    await appendAudit(tx, principal, {
      action: "cap.raised",
      subject: `video/${videoId}`,
      details: { fromMicroUsd: video.capMicroUsd, toMicroUsd: capMicroUsd, reason },
    });
  });
}
