import { WAITING_KINDS } from "../../domain/generation.ts";
import { STAGES } from "../../domain/video.ts";
import type { ApiDependencies } from "../dependencies.ts";
import { savedFilterLinks } from "../operations/links.ts";

type Deps = Pick<ApiDependencies, "environment" | "temporal">;

export interface FilterGroup {
  readonly name: string;
  readonly links: readonly { readonly name: string; readonly description?: string; readonly url: string }[];
}

/** The saved filters of `GET /links` and the finer ones that a person at the screen picks from. */
export function runFilterLinks(deps: Deps, now: Date): readonly FilterGroup[] {
  const namespaceUrl = `${deps.environment.LONGTAKE_UI_URL.replace(/\/$/, "")}/namespaces/${encodeURIComponent(deps.temporal.options.namespace)}`;
  const filter = (name: string, query: string) => ({
    name,
    url: `${namespaceUrl}/workflows?query=${encodeURIComponent(query)}`,
  });
  const midnight = `${now.toISOString().slice(0, 10)}T00:00:00Z`;
  return [
    { name: "Every day", links: savedFilterLinks(deps) },
    {
      name: "Parked, by what they wait for",
      links: WAITING_KINDS.map((kind) =>
        filter(kind.replaceAll("_", " "), `WaitingFor = '${kind}' and ExecutionStatus = 'Running'`),
      ),
    },
    {
      name: "Running, by stage",
      links: STAGES.map((stage) => filter(stage, `Stage = '${stage}' and ExecutionStatus = 'Running'`)),
    },
    {
      name: "More",
      links: [
        filter(
          "failed today (UTC)",
          `ExecutionStatus in ('Failed', 'TimedOut', 'Terminated') and CloseTime >= '${midnight}'`,
        ),
        filter("over $2.50", "CostMicroUsd >= 2500000"),
        { name: "schedules", url: `${namespaceUrl}/schedules` },
      ],
    },
  ];
}
