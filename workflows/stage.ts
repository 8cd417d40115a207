import { CancellationScope, condition, isCancellation, proxyLocalActivities, sleep } from "@temporalio/workflow";
import type { StageActivities } from "../activities/stages.ts";
import { type WaitingFor, waitingFor } from "../domain/video/generation.ts";
import type { Usage } from "../domain/video/production.ts";
import type { Stage, VideoSpec } from "../domain/video/video.ts";
import { transaction } from "./activity-options.ts";
import { stageFailureOf, type StageFailure } from "./failures.ts";
import type { VideoRun } from "./video-run.ts";

const ledger = proxyLocalActivities<StageActivities>(transaction);

/** A host that keeps dying is a fault of its own: after this many lost attempts in a row the run parks. */
const LOST_ATTEMPTS_MAX = 10;
/** How long a stage's activities may wait for free worker slots, beside the limit on their work. */
const SLOT_WAIT_MS = 30 * 60_000;

export interface StageWork<T> {
  (soFar: StageSoFar): Promise<T>;
}

export interface StageSoFar {
  readonly failures: number;
  /** What a bought voice may bill in this attempt; absent in histories begun before it was told. */
  readonly reservedCharacters?: number;
}

interface Used {
  readonly usage: readonly Usage[];
}

/** What a stage needs of the run that it is part of. */
export type StageRun = Pick<
  VideoRun,
  "input" | "clock" | "spentMicroUsd" | "capMicroUsd" | "costLevel" | "attemptOf" | "countAttempt" | "enter" | "tell"
> & {
  /** As edits have made it; left out it is the input's. */
  readonly spec?: VideoSpec;
};

/** What a stage is run within. */
export interface StageContext {
  readonly run: StageRun;
  readonly parking: StageParking;
  /** The words, once there are any: speaking them is reserved by their number. */
  readonly script?: { readonly scriptKey: string } | null;
}

/** Why a stage cannot go on by itself, as `waitingFor` reads it. */
export type StageCause = Parameters<typeof waitingFor>[0];

/** Where a stage goes that only time or a person can help; it is tried again when `park` returns. */
export interface StageParking {
  park(waitingFor: WaitingFor, cause: StageCause): Promise<void>;
}

/** Ends a stage early whose result nobody needs any more: what it makes was edited meanwhile. */
export class StageStop {
  #requested = false;
  #work: CancellationScope | null = null;

  get requested(): boolean {
    return this.#requested;
  }

  request(): void {
    this.#requested = true;
    this.#work?.cancel();
  }

  watch(work: CancellationScope): void {
    this.#work = work;
    if (this.#requested) work.cancel();
  }
}

/** Thrown by a stage that was asked to stop, after its attempt is settled. */
export class StageStopped extends Error {
  override readonly name = "StageStopped";
}

/**
 * Runs one stage to its end: reserves its worst case, works within the stage's limits, settles what was used, tries
 * failures again, repeats lost attempts for free, and parks when only time or a person can help. Returns the result
 * of the attempt that succeeded; throws only on cancellation of the run, and StageStopped when `stop` asks for it.
 */
export async function runStage<T extends Used>(
  context: StageContext,
  stage: Stage,
  work: StageWork<T>,
  stop: StageStop = new StageStop(),
): Promise<T> {
  const { run, parking } = context;
  const { videoId, policy } = run.input;
  const limits = policy.stages[stage];
  let failures = 0;
  let lostInARow = 0;
  for (;;) {
    if (stop.requested) throw new StageStopped(stage);
    const spec = run.spec ?? run.input.spec;
    const asked = { videoId, stage, attempt: run.attemptOf(stage) };
    run.enter(stage, asked.attempt);
    // Looked at anew for each attempt: an edit may have changed the words.
    const words = context.script ? { scriptKey: context.script.scriptKey } : {};
    const { costCapMicroUsd: stageCapMicroUsd, timeoutMs } = limits;
    const reservation = await ledger.beginStage({ ...asked, ...words, spec, stageCapMicroUsd, timeoutMs });
    run.capMicroUsd = reservation.capMicroUsd;
    run.costLevel = reservation.level;
    if (reservation.decision === "halted") {
      if (stop.requested) continue;
      const cause = reservation.halt ? { code: "cost_cap_reached" as const, ...reservation.halt } : capReached(run);
      await parking.park(waitingFor(cause, run.clock.nowMs()), cause);
      continue;
    }
    // Another run of the same video may have taken the number; answers of older histories tell none.
    const { attempt } = { ...asked, ...reservation };
    const key = { ...asked, attempt };
    const { reservedCharacters } = reservation;
    const soFar = { failures, ...(reservedCharacters === undefined ? {} : { reservedCharacters }) };
    run.countAttempt(stage, attempt);
    if (attempt !== asked.attempt) run.enter(stage, attempt);
    try {
      const limit = { ms: limits.timeoutMs + SLOT_WAIT_MS, summary: `time limit of ${stage}` };
      const result = await withTimeLimit(limit, stop, () => work(soFar));
      const { spentMicroUsd } = await ledger.endStage({ ...key, outcome: "completed", usage: result.usage });
      run.spentMicroUsd = spentMicroUsd;
      run.tell();
      if (stop.requested) continue;
      return result;
    } catch (error) {
      if (isCancellation(error) && CancellationScope.current().consideredCancelled) {
        await CancellationScope.nonCancellable(() => ledger.endStage({ ...key, outcome: "cancelled", usage: null }));
        throw error;
      }
      if (isCancellation(error) && stop.requested) {
        const { spentMicroUsd } = await ledger.endStage({ ...key, outcome: "cancelled", usage: null });
        run.spentMicroUsd = spentMicroUsd;
        continue;
      }
      const failure = isCancellation(error) ? timeLimitPassed(stage) : stageFailureOf(error);
      const isFree = failure.kind !== "failed";
      const { code, message, usage } = failure;
      // A failure that tells what it bought is settled by that, whatever it was: only silence counts at the estimate.
      const outcome = isFree && usage === null ? "lost" : "failed";
      const { spentMicroUsd } = await ledger.endStage({ ...key, outcome, usage, error: { code, message } });
      run.spentMicroUsd = spentMicroUsd;
      if (isFree) lostInARow += 1;
      else failures += 1;
      const waiting = waitingFor(failure, run.clock.nowMs());
      // A wait that is longer than any between attempts is waited without a slot.
      const isLongWait = waiting.until !== null && (failure.retryAfterMs ?? 0) > policy.retry.maximumIntervalMs;
      const isLeft = isFree ? lostInARow < LOST_ATTEMPTS_MAX : failure.retryable && failures <= limits.retries;
      if (isLeft && !isLongWait) {
        if (failure.kind !== "lost")
          await condition(() => stop.requested, backOffMs(run, isFree ? lostInARow : failures, failure), {
            summary: `${stage} tries again`,
          });
        continue;
      }
      if (stop.requested) continue;
      await parking.park(waiting, failure);
      failures = 0;
      lostInARow = 0;
    }
  }
}

/** Exponential up to the setting's maximum, or as long as the platform asks. */
function backOffMs(run: StageRun, failures: number, { retryAfterMs }: StageFailure): number {
  const { initialIntervalMs, backoffCoefficient, maximumIntervalMs } = run.input.policy.retry;
  const exponentialMs = initialIntervalMs * backoffCoefficient ** (failures - 1);
  return Math.max(Math.min(maximumIntervalMs, exponentialMs), retryAfterMs ?? 0);
}

/** A limit on everything inside; when one part fails or time is up, the others are cancelled. */
async function withTimeLimit<T>(
  limit: { readonly ms: number; readonly summary: string },
  stop: StageStop,
  work: () => Promise<T>,
): Promise<T> {
  const scope = new CancellationScope({ cancellable: true });
  stop.watch(scope);
  // A timer of our own: that of a scope cannot carry a summary.
  const timer = new CancellationScope({ cancellable: true });
  void timer
    .run(() => sleep(limit.ms, { summary: limit.summary }))
    .then(
      () => scope.cancel(),
      () => undefined,
    );
  try {
    return await scope.run(work);
  } catch (error) {
    scope.cancel();
    throw error;
  } finally {
    timer.cancel();
  }
}

function timeLimitPassed(stage: Stage): StageFailure {
  const message = `${stage} waited too long for a free worker slot`;
  return {
    kind: "failed",
    code: "stage_timeout",
    message,
    retryable: true,
    remedy: null,
    field: null,
    retryAfterMs: null,
    usage: null,
  };
}

function capReached({ capMicroUsd }: StageRun): StageCause {
  const usd = (capMicroUsd / 1_000_000).toFixed(2);
  return {
    code: "cost_cap_reached",
    message: `the next call could take this video past its cap of $${usd}`,
    remedy: null,
    retryAfterMs: null,
  };
}
