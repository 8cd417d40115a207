import { createRoute, z } from "@hono/zod-openapi";
import { WAITING_KINDS } from "../../domain/video/generation.ts";
import { STAGES, VIDEO_QUEUE_WORKFLOW_ID } from "../../domain/video/video.ts";
import { allow } from "../access/authorization.ts";
import type { ApiDependencies } from "../dependencies.ts";
import { createRoutes, json, readProblems } from "../route.ts";
import { namespacePageUrl, workflowPageUrl } from "./links.ts";

type Deps = Pick<ApiDependencies, "environment" | "temporal">;

interface SavedFilter {
  readonly name: string;
  readonly description: string;
  /** A list filter of Temporal's visibility store; empty where the page is no filtered list. */
  readonly query: string;
}

export interface FilterGroup {
  readonly name: string;
  readonly links: readonly (SavedFilter & { readonly url: string })[];
}

/** The views that people need every day, one click away in the Web UI. */
const EVERY_DAY: readonly SavedFilter[] = [
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

/** Every saved filter with its address in the Web UI; `now` decides which day is today. */
export function filterGroups(deps: Deps, now: Date): readonly FilterGroup[] {
  const pages = namespacePageUrl(deps);
  const withUrl = (filter: SavedFilter) => ({
    ...filter,
    url: `${pages}/workflows?query=${encodeURIComponent(filter.query)}`,
  });
  const running = (name: string, description: string, fact: string) =>
    withUrl({ name, description, query: `${fact} and ExecutionStatus = 'Running'` });
  const dispatcher = {
    name: "Dispatcher",
    description: "Gives run slots to waiting videos",
    query: `WorkflowId = '${VIDEO_QUEUE_WORKFLOW_ID}'`,
    url: workflowPageUrl(deps, VIDEO_QUEUE_WORKFLOW_ID),
  };
  return [
    { name: "Every day", links: [...EVERY_DAY.map(withUrl), dispatcher] },
    {
      name: "Parked, by what they wait for",
      links: WAITING_KINDS.map((kind) => {
        const words = kind.replaceAll("_", " ");
        return running(words, `Runs that wait for: ${words}`, `WaitingFor = '${kind}'`);
      }),
    },
    {
      name: "Running, by stage",
      links: STAGES.map((stage) => running(stage, `Runs in the stage ${stage}`, `Stage = '${stage}'`)),
    },
    { name: "More", links: [...rarer(now).map(withUrl), schedules(pages)] },
  ];
}

function rarer(now: Date): readonly SavedFilter[] {
  const midnight = `${now.toISOString().slice(0, 10)}T00:00:00Z`;
  return [
    {
      name: "failed today (UTC)",
      description: "Runs that ended without their result since midnight",
      query: `ExecutionStatus in ('Failed', 'TimedOut', 'Terminated') and CloseTime >= '${midnight}'`,
    },
    { name: "over $2.50", description: "Runs near or past their cost cap", query: "CostMicroUsd >= 2500000" },
  ];
}

function schedules(pages: string) {
  return { name: "schedules", description: "What runs by the clock", query: "", url: `${pages}/schedules` };
}

const LinksSchema = z
  .object({
    links: z.array(
      z.object({ group: z.string(), name: z.string(), description: z.string(), query: z.string(), url: z.url() }),
    ),
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
  return createRoutes().openapi(listLinks, (c) => {
    const groups = filterGroups(deps, new Date());
    return c.json({ links: groups.flatMap(({ name, links }) => links.map((link) => ({ group: name, ...link }))) }, 200);
  });
}
