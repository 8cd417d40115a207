import type { BudgetClaim } from "./budget.ts";
import { budgetHalt, type Halt, type HaltFacts, stageCapHalt, videoCapHalt } from "./halt.ts";
import type { Stage } from "../video/video.ts";

/** The ledger's rules in whole micro-dollars: $1 is 1,000,000. Every sum here is exact. */

/** One priced line of an estimate or of what was used. */
export interface CostLine {
  readonly service: string;
  readonly operation: string;
  readonly units: number;
  readonly unit: string;
  readonly microUsd: number;
}

/** Where a video's money stands: what is settled, and what running attempts may still use. */
export interface Exposure {
  /** Within what was reserved for it. */
  readonly spentMicroUsd: number;
  /** Billed beyond that, where a service billed more than it was reckoned to. */
  readonly overrunMicroUsd: number;
  readonly reservedMicroUsd: number;
}

export type CostLevel = "ok" | "warn" | "critical";
export type HaltReason = "video_cap" | "stage_cap" | "budget";

export interface ReservationRequest {
  readonly stage: Stage;
  readonly nowMs: number;
  readonly video: Exposure;
  /** The same stage's earlier attempts: spent, overrun or reserved. */
  readonly stageExposureMicroUsd: number;
  readonly estimateMicroUsd: number;
  readonly capMicroUsd: number;
  /** True when an admin granted the video its own cap: then that cap alone holds, and stage caps do not. */
  readonly hasOwnCap: boolean;
  readonly stageCapMicroUsd: number;
  /** Left out: GEN-10's. */
  readonly shares?: LevelShares;
  /** Every budget that applies, with what it still allows. */
  readonly budgets: readonly BudgetClaim[];
}

export type ReservationDecision =
  | { readonly decision: "reserved"; readonly level: CostLevel }
  | { readonly decision: "halted"; readonly level: CostLevel; readonly haltReason: HaltReason; readonly halt: Halt };

export type StageOutcome = "completed" | "failed" | "lost" | "cancelled";

/** A ledger line after its stage has ended. `released` cost nothing, `unknown` counts at its estimate. */
export interface SettledLine extends Omit<CostLine, "microUsd"> {
  readonly actualMicroUsd: number;
  /** Charged beyond what the stage had reserved. */
  readonly overrunMicroUsd: number;
  readonly state: "settled" | "released" | "unknown";
}

/** GEN-10: halt at $3.00. */
export const DEFAULT_CAP_MICRO_USD = 3_000_000;

/** Where a video's level changes, as parts of its cap: an own cap moves both in proportion. */
export interface LevelShares {
  readonly warn: number;
  readonly critical: number;
}

/** GEN-10: warn at $2.50 and critical at $2.80 of $3.00. */
export const LEVEL_SHARES: LevelShares = { warn: 2.5 / 3, critical: 2.8 / 3 };

/** GEN-10: what a video should cost, reported beside what it did. */
export const TARGETS_MICRO_USD = [2_000_000, 1_000_000] as const;

/** GEN-3: the most that each stage may cost. */
export const STAGE_CAPS_MICRO_USD: Readonly<Record<Stage, number>> = {
  script: 400_000,
  narration: 200_000,
  media: 100_000,
  render: 300_000,
  qa: 50_000,
  upload: 100_000,
};

/**
 * Whether the worst case of an attempt may be reserved. Because all of it is reserved first and nothing is bought beyond
 * it (`mayBuy`), what is spent and reserved stays within the cap in whatever order attempts begin, end and die. What a
 * service bills beyond its own price counts as well: then nothing is reserved until a cap of the video's own has room.
 */
export function decideReservation(request: ReservationRequest): ReservationDecision {
  const { video, estimateMicroUsd, capMicroUsd, shares } = request;
  const exposed = exposureMicroUsd(video);
  const halted = haltOf(request, exposed);
  if (halted) return { decision: "halted", level: costLevel(exposed, capMicroUsd, shares), ...halted };
  return { decision: "reserved", level: costLevel(exposed + estimateMicroUsd, capMicroUsd, shares) };
}

/** Everything that counts against a cap. */
export function exposureMicroUsd({ spentMicroUsd, overrunMicroUsd, reservedMicroUsd }: Exposure): number {
  return spentMicroUsd + overrunMicroUsd + reservedMicroUsd;
}

/** Whether an attempt may buy once more, in micro-dollars or in units of one price. */
export function mayBuy(attempt: {
  readonly reserved: number;
  readonly bought: number;
  readonly next: number;
}): boolean {
  return attempt.bought + attempt.next <= attempt.reserved;
}

export function costLevel(exposedMicroUsd: number, capMicroUsd: number, shares = LEVEL_SHARES): CostLevel {
  if (exposedMicroUsd >= Math.round(capMicroUsd * shares.critical)) return "critical";
  return exposedMicroUsd >= Math.round(capMicroUsd * shares.warn) ? "warn" : "ok";
}

/** The shares that the settings name, in dollars of the usual cap. */
export function levelSharesOf(cost: {
  readonly warnUsd: number;
  readonly criticalUsd: number;
  readonly haltUsd: number;
}): LevelShares {
  return { warn: cost.warnUsd / cost.haltUsd, critical: cost.criticalUsd / cost.haltUsd };
}

/**
 * What an ended attempt costs. Used lines draw on the stage's whole reservation, so a line may pass its own estimate
 * but never their sum; the rest is an overrun. Without a record of use (null), an attempt costs its estimate.
 */
export function settleStage(
  outcome: StageOutcome,
  reserved: readonly CostLine[],
  used: readonly CostLine[] | null,
): SettledLine[] {
  if (outcome === "lost" || used === null)
    return mergeLines(reserved).map((line) => settled(line, line.microUsd, 0, "unknown"));

  let leftMicroUsd = sumMicroUsd(reserved);
  const usedLines = mergeLines(used).map((line) => {
    const actual = Math.min(line.microUsd, leftMicroUsd);
    leftMicroUsd -= actual;
    return settled(line, actual, line.microUsd - actual, "settled");
  });
  const usedKeys = new Set(usedLines.map((line) => lineKey(line)));
  const released = mergeLines(reserved).filter((line) => !usedKeys.has(lineKey(line)));
  return [...usedLines, ...released.map((line) => settled({ ...line, units: 0 }, 0, 0, "released"))];
}

/** One line for each service and operation. */
export function mergeLines(lines: readonly CostLine[]): CostLine[] {
  const merged = new Map<string, CostLine>();
  for (const line of lines) {
    const present = merged.get(lineKey(line));
    const units = line.units + (present?.units ?? 0);
    merged.set(lineKey(line), { ...line, units, microUsd: line.microUsd + (present?.microUsd ?? 0) });
  }
  return [...merged.values()];
}

export function sumMicroUsd(lines: readonly CostLine[]): number {
  return lines.reduce((sum, line) => sum + line.microUsd, 0);
}

function haltOf(request: ReservationRequest, exposed: number): { haltReason: HaltReason; halt: Halt } | null {
  const { estimateMicroUsd, stageExposureMicroUsd } = request;
  const facts: HaltFacts = { ...request, exposedMicroUsd: exposed };
  if (exposed + estimateMicroUsd > request.capMicroUsd) {
    return { haltReason: "video_cap", halt: videoCapHalt(facts) };
  }
  if (!request.hasOwnCap && stageExposureMicroUsd + estimateMicroUsd > request.stageCapMicroUsd) {
    return { haltReason: "stage_cap", halt: stageCapHalt(facts) };
  }
  const tight = request.budgets.filter(({ leftMicroUsd, claimMicroUsd }) => claimMicroUsd > leftMicroUsd);
  // The one that keeps the run waiting longest is the one to tell.
  const [halt] = tight
    .map((budget) => budgetHalt(facts, budget))
    .toSorted((one, other) => patienceMs(other) - patienceMs(one));
  return halt ? { haltReason: "budget", halt } : null;
}

function patienceMs({ retryAfterMs }: Halt): number {
  return retryAfterMs ?? Number.MAX_SAFE_INTEGER;
}

function settled(
  { service, operation, units, unit }: CostLine,
  actualMicroUsd: number,
  overrunMicroUsd: number,
  state: SettledLine["state"],
): SettledLine {
  return { service, operation, units, unit, actualMicroUsd, overrunMicroUsd, state };
}

function lineKey({ service, operation }: { service: string; operation: string }): string {
  return `${service}\u0000${operation}`;
}
