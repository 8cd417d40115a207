import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { AppError } from "../../../domain/errors.ts";
import type { ApiClient } from "./api-client.ts";
import type { ProgressView } from "./progress-view.ts";

const POLL_MS = 500;

const Status = z.object({
  status: z.string(),
  stage: z.string().nullable().default(null),
  progress: z.number().default(0),
  message: z.string().nullable().default(null),
  waiting_for: z.looseObject({ kind: z.string(), reason: z.string(), remedy: z.string() }).nullable().default(null),
  error: z.looseObject({ code: z.string(), message: z.string() }).nullable().default(null),
});

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
      const found = await api.call("GET", `/pipeline/status/${videoId}`, Status);
      view.show({
        stage: found.stage ?? found.status,
        progress: found.progress,
        message: found.waiting_for?.reason ?? found.message ?? "",
      });
      if (found.status === "completed") return;
      if (found.status === "failed" || found.status === "cancelled") {
        throw new AppError("unavailable", `The video ${found.status}: ${found.error?.message ?? "no reason given"}`);
      }
      if (found.waiting_for?.kind === "person") {
        const { reason, remedy } = found.waiting_for;
        throw new AppError("quality_rejected", `The video waits for a person: ${reason}`, { remedy });
      }
      await sleep(POLL_MS, undefined, { signal });
    }
  } finally {
    view.close();
  }
}
