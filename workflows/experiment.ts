import {
  CancellationScope,
  continueAsNew,
  isCancellation,
  proxyActivities,
  proxyLocalActivities,
  setHandler,
  setWorkflowOptions,
  sleep,
  workflowInfo,
} from "@temporalio/workflow";
import type { ExperimentActivities } from "../activities/experiment.ts";
import type { PublishingActivities } from "../activities/publishing/publishing.ts";
import { judge, variantAt } from "../domain/channel/experiment-rules.ts";
import type { ClockInput } from "../domain/video/generation.ts";
import { idempotentWrite, read, transaction } from "./activity-options.ts";
import { experimentStatusQuery, resumeExperimentSignal, stopExperimentSignal } from "./experiment-messages.ts";
import { ExperimentEnded, ExperimentRun } from "./experiment-run.ts";
import { pinned } from "./versioning.ts";

const records = proxyLocalActivities<ExperimentActivities>(transaction);
const { readShown } = proxyActivities<PublishingActivities>({ ...read, taskQueue: "youtube" });
const { updatePublished } = proxyActivities<PublishingActivities>({ ...idempotentWrite, taskQueue: "youtube" });

const HOUR_MS = 3_600_000;
/** The row is committed a moment after the start; one that never comes was never made. */
const ROW_TRIES = 20;

export interface ExperimentInput {
  readonly experimentId: string;
  readonly clock?: ClockInput;
}

export interface ExperimentOutcome {
  readonly status: "decided" | "inconclusive" | "stopped" | "never_made";
  readonly winner: number | null;
  readonly reason: string;
}

/**
 * Shows the variants of a title or thumbnail in turn, counts the views that each gains, and leaves the winner in place;
 * without one, what was there before. Id `experiment/<experimentId>`.
 */
export async function experiment(input: ExperimentInput): Promise<ExperimentOutcome> {
  const { experimentId } = input;
  const run = new ExperimentRun(input.clock);
  setHandler(stopExperimentSignal, ({ reason }) => run.stop(reason));
  setHandler(resumeExperimentSignal, () => void (run.resumed = true));
  setHandler(experimentStatusQuery, () => run.status());
  const row = await committedRow(experimentId);
  if (row === null || row.status !== "running") {
    return { status: "never_made", winner: null, reason: "there is no such running experiment" };
  }
  run.begin(row);
  try {
    const outcome = await rotate(experimentId, run);
    if (outcome === null) return await continueAsNew<typeof experiment>(input);
    return await settle(experimentId, run, outcome);
  } catch (error) {
    if (error instanceof ExperimentEnded) return end(experimentId, run, stopped(error.message));
    if (!isCancellation(error)) throw error;
    await CancellationScope.nonCancellable(() => restore(experimentId, run));
    throw error;
  }
}

setWorkflowOptions(pinned, experiment);

/** To the outcome; null when the history is long enough for a new one. */
async function rotate(experimentId: string, run: ExperimentRun): Promise<ExperimentOutcome | null> {
  const { rotationHours, roundsMax } = run.terms;
  const variants = run.variants.length;
  await noteOriginal(experimentId, run);
  while (!workflowInfo().continueAsNewSuggested) {
    const index = run.exposures.length;
    const { round, variant } = variantAt(index, variants);
    await show(run, variant);
    const [beganMs, before] = [run.clock.nowMs(), await shownNow(run)];
    await run.showUntil(beganMs + rotationHours * HOUR_MS);
    if (run.stopReason !== null) return stopped(run.stopReason);
    const after = await shownNow(run);
    const hours = Math.round(((run.clock.nowMs() - beganMs) / HOUR_MS) * 1000) / 1000;
    const exposure = { round, variant, hours, views: Math.max(0, after.views - before.views) };
    await records.recordExposure({ experimentId, index, exposure });
    run.exposures = [...run.exposures, exposure];
    const verdict = judge(run.exposures, { variants, roundsMax });
    if (verdict.kind === "winner") return { status: "decided", winner: verdict.variant, reason: verdict.reason };
    if (verdict.kind === "inconclusive") return { status: "inconclusive", winner: null, reason: verdict.reason };
  }
  return null;
}

/** What the platform shows before the first change is what comes back in the end. */
async function noteOriginal(experimentId: string, run: ExperimentRun): Promise<void> {
  const { title, privacyStatus } = await shownNow(run);
  if (privacyStatus === "private") throw new ExperimentEnded("the video is private: nobody can see it");
  if (run.terms.kind !== "title" || run.exposures.length > 0) return;
  await records.recordOriginal({ experimentId, original: title });
  run.variants = run.variants.with(0, title);
}

async function shownNow(run: ExperimentRun) {
  const { videoId } = run.terms;
  const shown = await run.onPlatform(() => readShown.executeWithOptions({ summary: "counts views" }, [{ videoId }]));
  if (shown === null) throw new ExperimentEnded("the platform no longer has the video");
  return shown;
}

async function show(run: ExperimentRun, variant: number): Promise<void> {
  const { videoId, kind } = run.terms;
  const value = run.variants[variant] ?? "";
  const change = kind === "title" ? { title: value } : { thumbnailKey: value };
  const summary = `shows variant ${variant + 1}`;
  await run.onPlatform(() => updatePublished.executeWithOptions({ summary }, [{ videoId, ...change }]));
}

/** Puts in place what shall stay, then ends. */
async function settle(
  experimentId: string,
  run: ExperimentRun,
  outcome: ExperimentOutcome,
): Promise<ExperimentOutcome> {
  await show(run, outcome.winner ?? 0);
  return end(experimentId, run, outcome);
}

/** After a cancellation: what was there before comes back, unless the video is gone. */
async function restore(experimentId: string, run: ExperimentRun): Promise<void> {
  const outcome = stopped("the experiment was cancelled");
  try {
    await settle(experimentId, run, outcome);
  } catch (error) {
    if (!(error instanceof ExperimentEnded)) throw error;
    await end(experimentId, run, outcome);
  }
}

async function end(experimentId: string, run: ExperimentRun, outcome: ExperimentOutcome): Promise<ExperimentOutcome> {
  const { status, winner, reason } = outcome;
  if (status !== "never_made") await records.finishExperiment({ experimentId, status, winner, reason });
  run.finish(status, reason);
  return outcome;
}

function stopped(reason: string): ExperimentOutcome {
  return { status: "stopped", winner: null, reason };
}

async function committedRow(experimentId: string) {
  for (let tries = 1; ; tries += 1) {
    const row = await records.loadExperiment({ experimentId });
    if (row !== null || tries === ROW_TRIES) return row;
    await sleep(500, { summary: "waits for its row" });
  }
}
