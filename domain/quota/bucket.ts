import { experimentWorkflowId } from "../channel/experiment-rules.ts";
import type { Principal } from "../principal.ts";

/** Uploads have a bucket of their own since 2026-06; all other calls share the day's units. */
export const QUOTA_KINDS = ["units", "uploads"] as const;
export type QuotaKind = (typeof QUOTA_KINDS)[number];

/** What a call serves: bringing a video to its viewers, or looking and trying, which may wait. */
export const QUOTA_PURPOSES = ["publishing", "background"] as const;
export type QuotaPurpose = (typeof QUOTA_PURPOSES)[number];

/** What a platform allows a project in a day. */
export interface QuotaLimit {
  readonly limitUnits: number;
  /** Of these, how many only publishing may spend. */
  readonly keptUnits: number;
}

/** What a day has spent so far. */
export interface QuotaSpent {
  /** Calls that we counted. */
  readonly spentUnits: number;
  /** The limit at which the platform itself said that nothing is left; null while it did not. */
  readonly refusedUnits: number | null;
}

export interface QuotaSettings {
  readonly uploadsPerDay: number;
  readonly unitsPerDay: number;
  /** Share of the units that is kept for publishing, 0 to 1. */
  readonly keptForPublishing: number;
}

export function quotaLimit(kind: QuotaKind, settings: QuotaSettings): QuotaLimit {
  // Nothing but publishing uploads, so there is nobody to keep uploads from.
  if (kind === "uploads") return { limitUnits: settings.uploadsPerDay, keptUnits: 0 };
  const { unitsPerDay: limitUnits, keptForPublishing } = settings;
  return { limitUnits, keptUnits: Math.min(limitUnits, Math.ceil(limitUnits * keptForPublishing)) };
}

/** A platform that refuses has been asked by others too, or counts otherwise: its word stands above our count. */
export function usedUnits({ spentUnits, refusedUnits }: QuotaSpent): number {
  return Math.max(spentUnits, refusedUnits ?? 0);
}

/** What a call of this purpose may still spend; 0 when the bucket is spent or overspent. */
export function leftUnits(spent: QuotaSpent, limit: QuotaLimit, purpose: QuotaPurpose): number {
  const mostUnits = purpose === "publishing" ? limit.limitUnits : limit.limitUnits - limit.keptUnits;
  return Math.max(0, mostUnits - usedUnits(spent));
}

/** Experiments and the polls of the platform itself can wait for tomorrow; whatever else is asked for is publishing. */
export function quotaPurpose({ kind, id }: Principal): QuotaPurpose {
  const isExperiment = kind === "workflow" && id.startsWith(experimentWorkflowId(""));
  return kind === "system" || isExperiment ? "background" : "publishing";
}
