import { QueryNotRegisteredError, WorkflowNotFoundError } from "@temporalio/client";
import type { VideoDetail } from "../../db/queries/videos.ts";
import { AppError } from "../../domain/errors.ts";
import type { PlanParts, RunParts } from "../../domain/video/stage-run.ts";
import type { VideoSpec } from "../../domain/video/video.ts";
import { partsQuery } from "../../workflows/draft-parts.ts";
import { withinTime } from "../temporal-deadline.ts";
import type { StageDeps } from "./start.ts";

type DrawnFrom = { readonly planKey: string } | { readonly spec: VideoSpec; readonly parts: PlanParts };

/** What a draft of a video is drawn from: its plan, or before there is one, its words, narration and pictures. */
export async function drawnFrom(deps: Pick<StageDeps, "temporal">, video: VideoDetail): Promise<DrawnFrom> {
  const { spec, planKey, scriptKey, timingsKey, mediaKey } = await partsOf(deps, video);
  if (planKey !== null) return { planKey };
  if (scriptKey !== null && timingsKey !== null && mediaKey !== null) {
    return { spec, parts: { scriptKey, timingsKey, mediaKey } };
  }
  const missing = [
    ...(scriptKey === null ? ["script"] : []),
    ...(timingsKey === null ? ["narration"] : []),
    ...(mediaKey === null ? ["pictures"] : []),
  ];
  const isUnderWay = video.status === "queued" || video.status === "processing";
  throw new AppError("conflict", `the video ${video.videoId} has no ${missing.join(", no ")} to draw a draft from`, {
    field: "video_id",
    remedy: isUnderWay
      ? "Ask again when its script, narration and pictures are made, before its rendering."
      : "Make what is missing with its own stage, then send script_key, timings_key and media_key.",
  });
}

/** A run under way knows what is made and what an edit has made obsolete; the record learns of it with the render. */
async function partsOf(deps: Pick<StageDeps, "temporal">, { status, spec, artifacts, workflowId }: VideoDetail) {
  const { planKey = null, scriptKey = null, timingsKey = null, mediaKey = null } = artifacts;
  const recorded: RunParts = { spec, planKey, scriptKey, timingsKey, mediaKey };
  if (status === "queued" || (status !== "processing" && planKey !== null)) return recorded;
  try {
    return await withinTime(deps, () => deps.temporal.workflow.getHandle(workflowId).query(partsQuery));
  } catch (error) {
    // A run that is kept no longer, or that began before it could tell.
    if (error instanceof WorkflowNotFoundError || error instanceof QueryNotRegisteredError) return recorded;
    throw error;
  }
}
