import type { Client } from "@temporalio/client";
import { msToTs } from "@temporalio/common/lib/time.js";
import type { Settings } from "../config.ts";
import type { ClusterChange } from "./cluster-changes.ts";

const SECONDS_PER_DAY = 86_400;
const NOT_FOUND = 5;

/** Registers the namespace, or changes its retention. */
export async function namespaceChanges(client: Client, settings: Settings): Promise<ClusterChange[]> {
  const { workflowService } = client.connection;
  const namespace = client.options.namespace;
  const to = `retention ${settings.namespace.retentionDays} days`;
  const seconds = settings.namespace.retentionDays * SECONDS_PER_DAY;
  const workflowExecutionRetentionPeriod = msToTs(seconds * 1000);
  const what = `namespace ${namespace}`;
  try {
    const { config } = await workflowService.describeNamespace({ namespace });
    const hasSeconds = Number(config?.workflowExecutionRetentionTtl?.seconds ?? 0);
    if (hasSeconds === seconds) return [];
    const from = `retention ${hasSeconds / SECONDS_PER_DAY} days`;
    const apply = async () => {
      await workflowService.updateNamespace({
        namespace,
        config: { workflowExecutionRetentionTtl: workflowExecutionRetentionPeriod },
      });
    };
    return [{ kind: "change", what, from, to, apply }];
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === NOT_FOUND)) throw error;
    const apply = async () => {
      await workflowService.registerNamespace({ namespace, workflowExecutionRetentionPeriod });
    };
    return [{ kind: "create", what, from: null, to, apply }];
  }
}
