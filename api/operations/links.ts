import { createRoute, z } from "@hono/zod-openapi";
import { generateWorkflowId, VIDEO_QUEUE_WORKFLOW_ID } from "../../domain/video.ts";
import { allow } from "../access/authorization.ts";
import type { ApiDependencies } from "../dependencies.ts";
import { createRoutes, json, readProblems } from "../route.ts";

type Deps = Pick<ApiDependencies, "environment" | "temporal">;

/** A page of Temporal's Web UI. */
export function workflowPageUrl(deps: Deps, workflowId: string): string {
  return `${workflowsPageUrl(deps)}/${encodeURIComponent(workflowId)}`;
}

function workflowsPageUrl({ environment, temporal }: Deps): string {
  const origin = environment.LONGTAKE_UI_URL.replace(/\/$/, "");
  return `${origin}/namespaces/${encodeURIComponent(temporal.options.namespace)}/workflows`;
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

export interface SavedFilter {
  readonly name: string;
  readonly description: string;
  /** A list filter of Temporal's visibility store. */
  readonly query: string;
}

/** The views that people need every day, one click away in the Web UI. */
export const SAVED_FILTERS: readonly SavedFilter[] = [
  {
    name: "Needs a person",
    description: "Runs that stand still until somebody decides or mends something",
    query: "NeedsPerson = true and ExecutionStatus = 'Running'",
  },
  {
    name: "Waiting",
    description: "Runs that wait for anything: a person, a quota, a platform",
    query: "WaitingFor is not null and ExecutionStatus = 'Running'",
  },
  {
    name: "Deadline soon",
    description: "Runs whose next deadline is near",
    query: "DeadlineSoon = true and ExecutionStatus = 'Running'",
  },
  {
    name: "Videos in the making",
    description: "Every video between queue and publication",
    query: "WorkflowType = 'generateVideo' and ExecutionStatus = 'Running'",
  },
  {
    name: "Failed",
    description: "Runs that ended without their result",
    query: "ExecutionStatus in ('Failed', 'TimedOut', 'Terminated')",
  },
];

/** The filters with their addresses in the Web UI, and the dispatcher's own page. */
export function savedFilterLinks(deps: Deps) {
  const filters = SAVED_FILTERS.map((filter) => ({
    ...filter,
    url: `${workflowsPageUrl(deps)}?query=${encodeURIComponent(filter.query)}`,
  }));
  const dispatcher = {
    name: "Dispatcher",
    description: "Gives run slots to waiting videos",
    query: `WorkflowId = '${VIDEO_QUEUE_WORKFLOW_ID}'`,
    url: workflowPageUrl(deps, VIDEO_QUEUE_WORKFLOW_ID),
  };
  return [...filters, dispatcher];
}

const LinksSchema = z
  .object({
    links: z.array(z.object({ name: z.string(), description: z.string(), query: z.string(), url: z.url() })),
  })
  .openapi("Links");

const listLinks = createRoute({
  method: "get",
  path: "/links",
  tags: ["operations"],
  summary: "List the saved filters of Temporal's Web UI as links",
  middleware: allow("read"),
  responses: { 200: json(LinksSchema, "The links"), ...readProblems() },
});

export function linkRoutes(deps: Deps) {
  return createRoutes().openapi(listLinks, (c) => c.json({ links: savedFilterLinks(deps) }, 200));
}
