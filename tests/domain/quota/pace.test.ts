import { array, assert as assertProperty, double, integer, property } from "fast-check";
import { expect, test } from "vitest";
import { takeTurn } from "../../../domain/quota/pace.ts";

/** When each request leaves that comes at one of these instants. */
function leavingAt(arrivalsMs: readonly number[], pace: { requestsPerSecond: number; burst: number }): number[] {
  let dueAtMs = 0;
  return arrivalsMs.map((nowMs) => {
    const turn = takeTurn(dueAtMs, nowMs, pace);
    dueAtMs = turn.dueAtMs;
    return nowMs + turn.waitMs;
  });
}

test("a burst leaves at once, then one request after the other", () => {
  const leaving = leavingAt([1000, 1000, 1000, 1000], { requestsPerSecond: 10, burst: 2 });
  expect(leaving).toEqual([1000, 1000, 1100, 1200]);
});

test("no second sees more than the burst and the pace, whenever requests come", () => {
  const arrivals = array(double({ min: 0, max: 5000, noNaN: true }), { maxLength: 300 });
  assertProperty(
    property(
      arrivals,
      integer({ min: 1, max: 20 }),
      integer({ min: 1, max: 20 }),
      (times, requestsPerSecond, burst) => {
        const leaving = leavingAt(
          times.toSorted((a, b) => a - b),
          { requestsPerSecond, burst },
        );
        for (const fromMs of leaving) {
          const within = leaving.filter((atMs) => atMs >= fromMs && atMs < fromMs + 1000 - 1e-6);
          expect(within.length).toBeLessThanOrEqual(burst + requestsPerSecond);
        }
      },
    ),
    { numRuns: 100 },
  );
});
