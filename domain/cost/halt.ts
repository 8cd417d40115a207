import { type BudgetClaim, budgetName, budgetResetsAt, budgetWords } from "./budget.ts";
import type { Stage } from "../video/video.ts";

/** Why money, or a closed channel, stops a stage; in words for the person who reads the parked run. */

export interface Halt {
  /** Left out it is the money. */
  readonly code?: "channel_suspended";
  readonly message: string;
  readonly remedy: string;
  /** When time alone ends the halt; null where somebody must act. */
  readonly retryAfterMs: number | null;
}

export interface HaltFacts {
  readonly stage: Stage;
  /** Worst case of the attempt that was refused. */
  readonly estimateMicroUsd: number;
  /** Of the whole video, spent and reserved. */
  readonly exposedMicroUsd: number;
  readonly capMicroUsd: number;
  /** Of the same stage's earlier attempts. */
  readonly stageExposureMicroUsd: number;
  readonly stageCapMicroUsd: number;
  readonly nowMs: number;
}

const GRANT = "grant this video a cap of its own (longtake video raise-cap)";

/** What a maker can ask less of, by stage; a cap of the video's own lifts every stage's cap. */
const CHEAPER: Readonly<Record<Stage, string>> = {
  script: "Queue it with a template script",
  narration: "Queue it shorter or with a voice that costs less",
  media: "Queue it with generated pictures",
  render: "Queue it shorter or smaller",
  qa: "Queue it shorter",
  upload: "Queue it again",
};

export function videoCapHalt({ stage, estimateMicroUsd, exposedMicroUsd, capMicroUsd }: HaltFacts): Halt {
  return {
    message: `${stage} may cost up to ${usd(estimateMicroUsd)}; with ${usd(exposedMicroUsd)} spent or reserved that could pass the video's cap of ${usd(capMicroUsd)}`,
    remedy: `Nothing made so far is lost: ${GRANT}, or cancel it.`,
    retryAfterMs: null,
  };
}

export function stageCapHalt(facts: HaltFacts): Halt {
  const { stage, estimateMicroUsd, stageExposureMicroUsd, stageCapMicroUsd } = facts;
  const before = stageExposureMicroUsd === 0 ? "" : ` after ${usd(stageExposureMicroUsd)} of earlier attempts`;
  return {
    message: `${stage} may cost up to ${usd(estimateMicroUsd)}${before}, more than its cap of ${usd(stageCapMicroUsd)}`,
    remedy: `${CHEAPER[stage]}, or ${GRANT}.`,
    retryAfterMs: null,
  };
}

/** A spent budget is whole again with its next period, unless one attempt alone is more than all of it. */
export function budgetHalt({ stage, nowMs }: Pick<HaltFacts, "stage" | "nowMs">, budget: BudgetClaim): Halt {
  const { limitMicroUsd, leftMicroUsd, claimMicroUsd, period } = budget;
  const resetsAt = budgetResetsAt(period, nowMs);
  const raise = `raise it (longtake budget set --budget ${budgetName(budget)} --limit YourLimit) and resume the run`;
  const message = `${stage} may cost up to ${usd(claimMicroUsd)}, and ${budgetWords(budget)}, ${usd(limitMicroUsd)}, has ${usd(Math.max(0, leftMicroUsd))} left`;
  if (claimMicroUsd > limitMicroUsd) {
    return { message, remedy: `It is more than the whole budget: ${raise}, or cancel it.`, retryAfterMs: null };
  }
  const at = `${resetsAt.slice(0, 16).replace("T", " ")} UTC`;
  return {
    message,
    remedy: `Nothing to do: the run goes on when the budget starts anew at ${at}. To go on at once, ${raise}.`,
    retryAfterMs: Date.parse(resetsAt) - nowMs,
  };
}

/** Two digits, or as many as show that something is there. */
function usd(microUsd: number): string {
  return `$${(microUsd / 1_000_000).toFixed(microUsd !== 0 && microUsd < 10_000 ? 4 : 2)}`;
}
