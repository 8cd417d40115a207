import { z } from "zod";
import type { Attempt } from "./attempts.ts";
import type { Kill } from "./kills.ts";

export interface RenderingWaste {
  /** Segments that were in the store and rendered nevertheless, repairs left out. */
  readonly finishedAgain: number;
  /** Attempts that died and whose segment had to be rendered by another. */
  readonly interruptedAgain: number;
  /** Attempts at segments under way at the moment of a kill, summed over the kills. */
  readonly inFlightAtKills: number;
}

const Input = z.object({ planKey: z.string(), index: z.int(), fresh: z.boolean().optional() });
const Result = z.object({ segmentKey: z.string(), reused: z.boolean() });

/** What the kills cost in segments, by the runs' histories. */
export function renderingWaste(attempts: readonly Attempt[], kills: readonly Kill[]): RenderingWaste {
  const segments = attempts
    .filter(({ activity }) => activity === "renderSegment")
    .map((attempt) => ({ ...attempt, input: Input.parse(attempt.input) }));
  const rendered = segments
    .filter(({ outcome, input }) => outcome === "completed" && input.fresh !== true)
    .map((attempt) => ({ ...attempt, result: Result.parse(attempt.result) }))
    .filter(({ result }) => !result.reused);
  const distinct = new Set(rendered.map(({ result }) => result.segmentKey));
  const interrupted = segments.filter(({ outcome }) => outcome !== "completed" && outcome !== "cancelled");
  const interruptedAgain = interrupted.filter((lost) =>
    rendered.some(
      ({ videoId, input, scheduledMs }) =>
        videoId === lost.videoId &&
        input.planKey === lost.input.planKey &&
        input.index === lost.input.index &&
        scheduledMs >= lost.closedMs,
    ),
  );
  const inFlight = kills.map(
    ({ atMs }) => segments.filter(({ startedMs, closedMs }) => startedMs <= atMs && atMs <= closedMs).length,
  );
  return {
    finishedAgain: rendered.length - distinct.size,
    interruptedAgain: interruptedAgain.length,
    inFlightAtKills: inFlight.reduce((sum, count) => sum + count, 0),
  };
}

/**
 * The longest time from a kill until an attempt that it took was scheduled again. Counted from the last kill before,
 * since each of them can hold up the repeat.
 */
export function slowestRepeatMs(attempts: readonly Attempt[], kills: readonly Kill[]): number {
  const repeats = attempts
    .filter(({ outcome }) => outcome === "lost")
    .map((lost) => {
      const again = attempts.find(
        ({ videoId, activity, scheduledMs }) =>
          videoId === lost.videoId && activity === lost.activity && scheduledMs >= lost.closedMs,
      );
      const before = kills.filter(({ atMs }) => atMs <= (again?.scheduledMs ?? lost.closedMs));
      const lastKillMs = Math.max(...before.map(({ atMs }) => atMs));
      return again === undefined || before.length === 0 ? 0 : again.scheduledMs - lastKillMs;
    });
  return Math.max(0, ...repeats);
}
