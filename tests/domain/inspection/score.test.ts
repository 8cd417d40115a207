import { array, assert, double, nat, option, property } from "fast-check";
import { describe, expect, it } from "vitest";

import type { CheckId, Fault, Observation } from "../../../domain/inspection/inspection.ts";
import { CHECKS, observed, unknown } from "../../../domain/inspection/inspection.ts";
import { ramp, scoreInspection } from "../../../domain/inspection/score.ts";
import { POLICY } from "./fixtures.ts";

const PLAN = {
  fps: 30,
  durationMs: 12_000,
  segments: [0, 1, 2].map((index) => ({ index, startFrame: index * 120, frameCount: 120 })),
};
const HEAD = { videoKey: "videos/a.mp4", planKey: "plans/a.json", sha256: "00", tool: "ffmpeg" };

function score(observations: readonly Observation[]) {
  return scoreInspection(observations, POLICY, PLAN, HEAD);
}

/** Every check with full marks, but for those given. */
function allBut(...changed: readonly Observation[]): Observation[] {
  return CHECKS.map((id) => {
    return changed.find(({ check }) => check === id) ?? observed(id, POLICY.checks[id].fullAt, "as wanted");
  });
}

function fault(fromMs: number, toMs: number, mend: Fault["mend"] = "segments"): Fault {
  return { fromMs, toMs, message: "wrong", mend, share: toMs - fromMs };
}

function observe(list: readonly (number | null)[]): Observation[] {
  return CHECKS.map((id, index) => {
    const value = list[index] ?? null;
    return value === null ? unknown(id, "not seen") : observed(id, value, "");
  });
}

describe("ramp", () => {
  it.each([
    [0, 0, 1, 1],
    [1, 0, 1, 0],
    [50, 50, 1000, 1],
    [525, 50, 1000, 0.5],
    [12, 12, 6, 1],
    [20, 12, 6, 1],
    [9, 12, 6, 0.5],
    [5, 12, 6, 0],
    [Infinity, 0, 1, 0],
    [Number.NaN, 0, 1, 0],
  ])("of %d with full marks at %d and none at %d is %d", (value, fullAt, zeroAt, share) => {
    expect(ramp(value, { fullAt, zeroAt })).toBeCloseTo(share, 6);
  });
});

describe("scoreInspection", () => {
  it("gives 100 when nothing is wrong", () => {
    expect(score(allBut())).toMatchObject({ score: 100, needsRepair: false, hardFailed: false, knownWeight: 100 });
  });

  it.each<[CheckId, number, number]>([
    ["black", 0.4, 100 - 8 * 0.4],
    ["freeze", 2, 96],
    ["silence", 1, 97],
    ["loudness", 1.75, 96],
    ["variety", 100, 96],
    ["bitrate", 9, 98],
  ])("takes points off for %s at %d", (id, value, expected) => {
    expect(score(allBut(observed(id, value, "")))).toMatchObject({
      hardFailed: false,
      score: expect.closeTo(expected, 1),
    });
  });

  it.each(CHECKS)("asks for repair when %s is at zero, and caps the score of a hard check", (id) => {
    const { zeroAt, hardFail, weight } = POLICY.checks[id];
    const report = score(allBut(observed(id, zeroAt, "")));
    expect(report.needsRepair).toBe(true);
    expect(report.hardFailed).toBe(hardFail);
    expect(report.score).toBe(hardFail ? 40 : 100 - weight);
  });

  it("leaves unknown checks out of the weights and names their reasons", () => {
    const report = score(allBut(unknown("fidelity", "no segments"), observed("freeze", 3, "")));
    expect(report.knownWeight).toBe(95);
    expect(report.checks.find(({ id }) => id === "fidelity")).toMatchObject({
      status: "unknown",
      points: 0,
      unknownReason: "no segments",
    });
  });

  it("never passes what it could not see", () => {
    expect(score([])).toMatchObject({ score: 0, needsRepair: true, knownWeight: 0 });
    const few = allBut().filter(({ check }) => check === "streams" || check === "geometry");
    expect(score(few)).toMatchObject({ score: 100, needsRepair: true, knownWeight: 18 });
  });

  it("names range and segments of a fault, and deals the lost points out by length", () => {
    const report = score(allBut(observed("black", 0.5, "", [fault(3_900, 4_000), fault(4_100, 4_500)])));
    const findings = report.checks.find(({ id }) => id === "black")?.findings;
    expect(findings).toMatchObject([
      { fromMs: 3_900, toMs: 4_000, segmentIndexes: [0], pointsLost: 0.8, hardFail: false },
      { fromMs: 4_100, toMs: 4_500, segmentIndexes: [1], pointsLost: 3.2 },
    ]);
  });

  it("names no segments for what a new picture cannot mend, and the whole video for what has no place", () => {
    const report = score(
      allBut(observed("silence", 1, "", [fault(1_000, 2_000, "audio")]), observed("loudness", 2, "-12")),
    );
    const findings = report.checks.flatMap((check) => check.findings);
    expect(findings).toMatchObject([
      { check: "loudness", fromMs: 0, toMs: 12_000, message: "-12", segmentIndexes: [] },
      { check: "silence", fromMs: 1_000, segmentIndexes: [] },
    ]);
  });

  const values = array(option(double({ min: -5, max: 1_500, noNaN: true }), { nil: null }), {
    minLength: CHECKS.length,
    maxLength: CHECKS.length,
  });

  it("stays within 0 and 100, and finds a reason for every lost point", () => {
    assert(
      property(values, (list) => {
        const report = score(observe(list));
        expect(report.score).toBeGreaterThanOrEqual(0);
        expect(report.score).toBeLessThanOrEqual(100);
        for (const check of report.checks.filter(({ status }) => status === "reduced" || status === "failed")) {
          expect(check.findings.length).toBeGreaterThan(0);
        }
      }),
    );
  });

  it("never rises when a measurement gets worse", () => {
    assert(
      property(values, nat(CHECKS.length - 1), double({ min: 0, max: 500, noNaN: true }), (list, index, worse) => {
        const id = CHECKS[index];
        const value = list[index];
        if (id === undefined || value === null || value === undefined) return;
        const { fullAt, zeroAt } = POLICY.checks[id];
        const changed = list.with(index, zeroAt > fullAt ? value + worse : value - worse);
        expect(score(observe(changed)).score).toBeLessThanOrEqual(score(observe(list)).score);
      }),
    );
  });
});
