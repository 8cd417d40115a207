import { STAGES, type Stage } from "../domain/video/video.ts";
import type { RunUpdate } from "./progress-follower.ts";

/** What a client of a video's stream is told. */
export interface VideoProgress {
  readonly stage: string;
  /** Of the stage, 0–100 with one decimal. */
  readonly progress: number;
  /** Of the whole video, 0–100 with one decimal. */
  readonly overall: number;
  /** ISO instant at which the video should be done; null when nothing allows an estimate. */
  readonly eta: string | null;
  readonly message: string;
  /** What a parked run waits for; null while it works. */
  readonly waitingFor: string | null;
}

/** Share of the working time that each stage takes, in percent; only the estimate of the remaining time rests on it. */
const SHARES: Readonly<Record<Stage, number>> = { script: 4, narration: 8, media: 8, render: 60, qa: 12, upload: 8 };
/** Below this much done, a projection says more about the first second than about the video. */
const ESTIMABLE_FRACTION = 0.03;

/** Sums a run's updates up to one line; feed it every update in order. */
export function createEstimate({ isStageAlone = false } = {}) {
  let startedMs = Number.NaN;
  let stage: string = STAGES[0];
  let message = "";
  let waitingFor: string | null = null;
  let waitingSinceMs = 0;
  let waitedMs = 0;
  const fractions = new Map<string, number>();

  function wholeFraction(): number {
    const current = STAGES.findIndex((name) => name === stage);
    if (current === -1) return 0;
    if (isStageAlone) return fractions.get(stage) ?? 0;
    const done = STAGES.reduce((sum, name, index) => {
      const fraction = index < current ? 1 : index === current ? (fractions.get(name) ?? 0) : 0;
      return sum + SHARES[name] * fraction;
    }, 0);
    return done / 100;
  }

  function readAttributes(attributes: Readonly<Record<string, unknown>>, atMs: number): void {
    const nextStage = attributes["Stage"];
    if (typeof nextStage === "string" && nextStage !== stage) {
      stage = nextStage;
      message = "";
    }
    if (!("WaitingFor" in attributes)) return;
    const waits = typeof attributes["WaitingFor"] === "string" ? attributes["WaitingFor"] : null;
    if (waits !== null && waitingFor === null) waitingSinceMs = atMs;
    if (waits === null && waitingFor !== null) waitedMs += atMs - waitingSinceMs;
    waitingFor = waits;
  }

  return {
    observe(update: RunUpdate): void {
      if (update.kind === "progress") {
        fractions.set(update.entry.stage, update.entry.fraction);
        if (update.entry.stage === stage) message = update.entry.message;
        return;
      }
      if (update.kind !== "event") return;
      const { type, at, attributes } = update.event;
      const atMs = Date.parse(at);
      if (type === "started") startedMs = atMs;
      if (attributes) readAttributes(attributes, atMs);
    },
    progressAt(nowMs: number): VideoProgress {
      const fraction = wholeFraction();
      const workedMs = nowMs - startedMs - waitedMs;
      const estimable = waitingFor === null && fraction >= ESTIMABLE_FRACTION && workedMs > 0;
      return {
        stage,
        progress: percent(fractions.get(stage) ?? 0),
        overall: percent(fraction),
        eta: estimable ? new Date(nowMs + (workedMs * (1 - fraction)) / fraction).toISOString() : null,
        message,
        waitingFor,
      };
    },
  };
}

function percent(fraction: number): number {
  return Math.round(fraction * 1_000) / 10;
}
