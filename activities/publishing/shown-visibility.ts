import type { VideoStatus } from "../../clients/youtube/answers.ts";
import { recordShownVisibility } from "../../db/queries/publications.ts";
import { type AskedVisibility, visibilityFault } from "../../domain/video/visibility.ts";
import { PLATFORM, type Publishing } from "./context.ts";

/** Notes who may see the video as the platform tells it; in what that differs from what was asked, null where it does not. */
export async function noteVisibility(
  { db, principal }: Pick<Publishing, "db" | "principal">,
  { videoId, asked, status }: { videoId: string; asked: AskedVisibility; status: VideoStatus },
): Promise<string | null> {
  const visibilityReason = visibilityFault(asked, status, Date.now());
  const { privacyStatus: privacy } = status;
  await recordShownVisibility(db, principal, { videoId, platform: PLATFORM, privacy, visibilityReason });
  return visibilityReason;
}
