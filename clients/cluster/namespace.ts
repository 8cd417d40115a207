import { setTimeout as sleep } from "node:timers/promises";
import type { Client } from "@temporalio/client";
import { msToTs } from "@temporalio/common/lib/time.js";
import type { Settings } from "../../config.ts";
import type { ClusterChange } from "./changes.ts";

const SECONDS_PER_DAY = 86_400;
const NOT_FOUND = 5;
const KNOWN_WITHIN_MS = 30_000;

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
    if (!isNotFound(error)) throw error;
    const apply = async () => {
      await workflowService.registerNamespace({ namespace, workflowExecutionRetentionPeriod });
      await waitUntilKnown(client);
    };
    return [{ kind: "create", what, from: null, to, apply }];
  }
}

/** A server's services learn of a new namespace within about ten seconds. */
async function waitUntilKnown({ connection, options: { namespace } }: Client): Promise<void> {
  for (const giveUpAtMs = Date.now() + KNOWN_WITHIN_MS; ; await sleep(200)) {
    try {
      await connection.operatorService.listSearchAttributes({ namespace });
      return;
    } catch (error) {
      if (!isNotFound(error) || Date.now() > giveUpAtMs) throw error;
    }
  }
}

function isNotFound(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === NOT_FOUND;
}
