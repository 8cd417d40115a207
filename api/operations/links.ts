import { z } from "@hono/zod-openapi";
import { generateWorkflowId } from "../../domain/video/video.ts";
import type { ApiDependencies } from "../dependencies.ts";

type Deps = Pick<ApiDependencies, "environment" | "temporal">;

/** A page of Temporal's Web UI. */
export function workflowPageUrl(deps: Deps, workflowId: string): string {
  return `${namespacePageUrl(deps)}/workflows/${encodeURIComponent(workflowId)}`;
}

/** Where the Web UI's pages of our namespace start. */
export function namespacePageUrl({ environment, temporal }: Deps): string {
  const origin = environment.LONGTAKE_UI_URL.replace(/\/$/, "");
  return `${origin}/namespaces/${encodeURIComponent(temporal.options.namespace)}`;
}

export const VideoLinksSchema = z
  .object({ video: z.url(), status: z.url(), page: z.url(), workflow: z.url() })
  .openapi("VideoLinks", { description: "Where to read on: API, page of the video, Temporal's Web UI." });

export function videoLinks(deps: Deps, videoId: string): z.infer<typeof VideoLinksSchema> {
  const origin = deps.environment.LONGTAKE_PUBLIC_URL.replace(/\/$/, "");
  return {
    video: `${origin}/pipeline/videos/${videoId}`,
    status: `${origin}/pipeline/status/${videoId}`,
    page: `${origin}/videos/${videoId}`,
    workflow: workflowPageUrl(deps, generateWorkflowId(videoId)),
  };
}
