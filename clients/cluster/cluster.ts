import type { Client } from "@temporalio/client";
import type { Settings } from "../../config.ts";
import type { ClusterChange } from "./changes.ts";
import { namespaceChanges } from "./namespace.ts";
import { scheduleChanges } from "./schedules.ts";
import { searchAttributeChanges, waitUntilKnown } from "./search-attributes.ts";

export type { ClusterChange } from "./changes.ts";

/**
 * Brings namespace, search attributes and schedules to what the settings declare, and returns what differed, in the
 * order of application. A second run returns nothing. `dryRun` only compares.
 * Throws AppError `conflict` for what cannot change, with the remedy.
 */
export async function applyCluster(input: {
  readonly temporal: Client;
  readonly settings: Settings;
  readonly dryRun?: boolean;
}): Promise<readonly ClusterChange[]> {
  const { temporal, settings, dryRun = false } = input;
  const namespace = await namespaceChanges(temporal, settings);
  if (!dryRun) await applyAll(namespace);
  const toBeCreated = dryRun && namespace.some(({ kind }) => kind === "create");
  if (toBeCreated) return namespace;
  const attributes = await searchAttributeChanges(temporal, settings);
  if (!dryRun && attributes.length > 0) {
    await applyAll(attributes);
    await waitUntilKnown(temporal, Object.keys(settings.searchAttributes));
  }
  const schedules = await scheduleChanges(temporal, settings);
  if (!dryRun) await applyAll(schedules);
  return [...namespace, ...attributes, ...schedules];
}

async function applyAll(changes: readonly ClusterChange[]): Promise<void> {
  for (const change of changes) await change.apply();
}
