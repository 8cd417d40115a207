import type { CheckPolicy, CheckReport, CheckStatus, Fault, Observation, QualityPolicy } from "./inspection.ts";
import type { QualityReport } from "./inspection.ts";
import type { Finding } from "../video/production.ts";
import { CHECKS, unknown } from "./inspection.ts";
import { segmentsDuring } from "./ranges.ts";
import type { RenderPlan } from "../render/plan.ts";

export type FrameTable = Pick<RenderPlan, "fps" | "durationMs"> & {
  readonly segments: readonly Pick<RenderPlan["segments"][number], "index" | "startFrame" | "frameCount">[];
};

export interface ReportHead {
  readonly videoKey: string;
  readonly planKey: string | null;
  readonly sha256: string;
  readonly tool: string;
}

/** Share of the points that a value earns, 0 to 1: all at `fullAt` and better, none at `zeroAt` and worse. */
export function ramp(value: number, { fullAt, zeroAt }: Pick<CheckPolicy, "fullAt" | "zeroAt">): number {
  if (Number.isNaN(value)) return 0;
  const badness = zeroAt >= fullAt ? value - fullAt : fullAt - value;
  const span = Math.abs(zeroAt - fullAt);
  if (badness <= 0) return 1;
  return badness >= span ? 0 : 1 - badness / span;
}

/**
 * Weighs what the checks saw. A check without an observation is unknown; unknown checks leave the weights, and too
 * many of them ask for a person. A failed hard check caps the score.
 */
export function scoreInspection(
  observations: readonly Observation[],
  policy: QualityPolicy,
  plan: FrameTable,
  head: ReportHead,
): QualityReport {
  const checks = CHECKS.map((check) => {
    const observation = observations.find((candidate) => candidate.check === check);
    return reportOf(observation ?? unknown(check, "the check was not made"), policy.checks[check], plan);
  });
  const known = checks.filter((check) => check.status !== "unknown");
  const knownWeight = sum(known.map((check) => check.weight));
  const earned = sum(known.map((check) => check.points));
  const hardFailed = known.some((check) => check.status === "failed" && check.threshold.hardFail);
  const measured = knownWeight === 0 ? 0 : (earned / knownWeight) * 100;
  const score = round(hardFailed ? Math.min(measured, policy.hardFailCap) : measured);
  const needsRepair =
    score < policy.gate || known.some((check) => check.status === "failed") || knownWeight < policy.minimumKnownWeight;
  return {
    version: 1,
    ...head,
    policyVersion: policy.version,
    durationMs: plan.durationMs,
    score,
    gate: policy.gate,
    hardFailed,
    knownWeight,
    needsRepair,
    checks,
  };
}

function reportOf(observation: Observation, policy: CheckPolicy, plan: FrameTable): CheckReport {
  const { title, weight, unit, fullAt, zeroAt, hardFail } = policy;
  const share = observation.value === null ? 0 : ramp(observation.value, policy);
  const status = statusOf(observation, share);
  const lost = status === "unknown" ? 0 : weight * (1 - share);
  return {
    id: observation.check,
    title,
    weight,
    points: status === "unknown" ? 0 : round(weight - lost),
    value: observation.value === null ? null : round(observation.value),
    unit,
    measured: observation.measured,
    threshold: { fullAt, zeroAt, hardFail },
    status,
    unknownReason: observation.unknownReason,
    unmade: observation.unmade,
    findings: findingsOf(observation, { lost, hardFail: hardFail && status === "failed", plan }),
  };
}

function statusOf(observation: Observation, share: number): CheckStatus {
  if (observation.value === null) return "unknown";
  if (share === 0) return "failed";
  return share === 1 ? "passed" : "reduced";
}

/** Deals the lost points out to the faults by their share; a loss without a fault names the whole video. */
function findingsOf(
  observation: Observation,
  { lost, hardFail, plan }: { readonly lost: number; readonly hardFail: boolean; readonly plan: FrameTable },
): Finding[] {
  if (observation.value === null || lost === 0) return [];
  const whole: Fault = { fromMs: 0, toMs: plan.durationMs, message: observation.measured, mend: "assembly", share: 1 };
  const faults = observation.faults.length === 0 ? [whole] : observation.faults;
  const shares = sum(faults.map((fault) => fault.share));
  return faults.map(({ fromMs, toMs, message, mend, share }) => ({
    check: observation.check,
    pointsLost: round(shares === 0 ? lost / faults.length : (lost * share) / shares),
    hardFail,
    fromMs: Math.round(fromMs),
    toMs: Math.round(toMs),
    message,
    mend,
    segmentIndexes: mend === "segments" ? segmentsDuring({ fromMs, toMs }, plan) : [],
  }));
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
