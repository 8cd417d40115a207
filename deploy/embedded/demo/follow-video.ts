import { setTimeout as sleep } from "node:timers/promises";
import { StatusSchema, VideoSchema } from "../../../api/pipeline/video-schemas.ts";
import { AppError } from "../../../domain/errors.ts";
import type { ApiClient } from "./api-client.ts";
import type { ProgressView } from "./progress-view.ts";

/** Sixty requests a minute leave room below the API's hundred. */
const POLL_MS = 1_000;

/** Shows the stages until the video is made; throws AppError when it failed, was cancelled, or waits for a person. */
export async function followVideo(
  api: ApiClient,
  videoId: string,
  view: ProgressView,
  signal: AbortSignal,
): Promise<void> {
  try {
    for (;;) {
      signal.throwIfAborted();
      const found = await statusOf(api, videoId, signal);
      const message = found.waiting_for?.reason ?? found.message ?? "";
      const stage = found.stage ?? "queued";
      const progress = found.status === "completed" ? 100 : (found.progress ?? 0);
      view.show({ stage, attempt: found.attempt ?? 1, progress, message });
      if (found.status === "completed") return;
      if (found.status === "failed" || found.status === "cancelled") throw await endOf(api, videoId);
      if (found.waiting_for !== null && found.waiting_for.until === null) {
        const { reason, remedy } = found.waiting_for;
        throw new AppError("quality_rejected", `The video waits for a person: ${reason}`, { remedy });
      }
      await sleep(POLL_MS, undefined, { signal });
    }
  } finally {
    view.close();
  }
}

/** Somebody else may use the same key: a refusal says how long to wait. */
async function statusOf(api: ApiClient, videoId: string, signal: AbortSignal) {
  for (;;) {
    try {
      return await api.call("GET", `/pipeline/status/${videoId}`, StatusSchema);
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== "rate_limited") throw error;
      await sleep(error.retryAfterMs ?? POLL_MS, undefined, { signal });
    }
  }
}

async function endOf(api: ApiClient, videoId: string): Promise<AppError> {
  const video = await api.call("GET", `/pipeline/videos/${videoId}`, VideoSchema);
  const reason = `${video.error_code ?? "no code"}: ${video.error_message ?? "no message"}`;
  return new AppError("unavailable", `The video ${video.status} (${reason})`, {
    remedy: `See ${video.links.workflow}`,
  });
}
