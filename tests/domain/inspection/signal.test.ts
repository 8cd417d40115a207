import { describe, expect, it } from "vitest";

import { segmentsDuring, unplanned } from "../../../domain/inspection/ranges.ts";
import { checkSignal, joinAtKeyframes } from "../../../domain/inspection/signal.ts";
import { POLICY } from "./fixtures.ts";

const range = (fromMs: number, toMs: number) => ({ fromMs, toMs });
const PLAN = {
  durationMs: 12_000,
  audio: { narrationKey: "", narrationMs: 12_000, musicSeed: 1, targetLufs: -14, truePeakDbtp: -2 },
  intended: {
    gaps: [range(6_000, 7_000)],
    fades: [range(11_500, 12_000)],
    stills: [range(4_000, 6_000)],
    blacks: [],
    wipes: [],
  },
};
const CLEAN = {
  complete: true,
  hasAudio: true,
  blacks: [],
  freezes: [],
  keyframesMs: [0, 2_000, 4_000, 6_000, 8_000, 10_000],
  silences: [],
  integratedLufs: -14,
  truePeakDbtp: -1.5,
  peaks: [],
};

function check(id: string, facts: Partial<Parameters<typeof checkSignal>[0]>) {
  return checkSignal({ ...CLEAN, ...facts }, PLAN, POLICY).find((observation) => observation.check === id);
}

describe("checkSignal", () => {
  it.each([
    ["black", { blacks: [range(3_000, 3_400)] }, 0.4],
    ["black", { blacks: [range(11_400, 12_000)] }, 0],
    ["black", { blacks: [range(10_000, 12_000)] }, 1.35],
    ["freeze", { freezes: [range(4_000, 6_000)] }, 0],
    ["freeze", { freezes: [range(8_500, 10_500)] }, 2],
    ["freeze", { freezes: [range(8_500, 9_900)] }, 0],
    ["freeze", { freezes: [range(4_000, 8_000)] }, 1.85],
    ["freeze", { blacks: [range(8_000, 10_000)], freezes: [range(8_000, 10_000)] }, 0],
    ["silence", { silences: [range(6_000, 7_100)] }, 0],
    ["silence", { silences: [range(5_000, 7_000)] }, 0.85],
    ["silence", { silences: [range(1_000, 2_000)] }, 1],
    ["loudness", { integratedLufs: -23 }, 9],
    ["true_peak", { truePeakDbtp: 0.4 }, 0.4],
  ])("measures %s in %o as %d", (id, facts, value) => {
    expect(check(id, facts)?.value).toBeCloseTo(value, 2);
  });

  it("knows nothing of sound that is not there", () => {
    const observations = checkSignal(
      { ...CLEAN, hasAudio: false, integratedLufs: null, truePeakDbtp: null },
      PLAN,
      POLICY,
    );
    const unknown = observations.filter(({ value }) => value === null).map((observation) => observation.check);
    expect(unknown).toEqual(["loudness", "true_peak", "silence"]);
  });

  it("keeps what it saw before decoding stopped, and knows nothing of the rest", () => {
    expect(check("black", { complete: false, blacks: [range(1_000, 1_500)] })).toMatchObject({
      value: 0.5,
      unmade: [expect.any(String)],
    });
    expect(check("black", { complete: false })?.value).toBeNull();
    expect(check("loudness", { complete: false })?.value).toBeNull();
  });
});

describe("joinAtKeyframes", () => {
  it("joins pieces that meet at a keyframe only", () => {
    expect(joinAtKeyframes([range(3_467, 4_000), range(4_000, 5_533)], [4_000])).toEqual([range(3_467, 5_533)]);
    expect(joinAtKeyframes([range(3_000, 3_500), range(3_500, 5_000)], [2_000, 4_000])).toHaveLength(2);
    expect(joinAtKeyframes([range(3_000, 3_500), range(4_000, 5_000)], [4_000])).toHaveLength(2);
  });
});

describe("unplanned", () => {
  const options = { marginMs: 100, shortestMs: 200 };
  it.each([
    [[range(0, 1_000)], [], [range(0, 1_000)]],
    [[range(0, 100)], [], [range(0, 100)]],
    [[range(0, 1_000)], [range(0, 1_000)], []],
    [[range(0, 1_000)], [range(400, 500)], [range(0, 300), range(600, 1_000)]],
    [[range(0, 1_000)], [range(100, 850)], []],
    [[range(0, 1_000)], [range(600, 700), range(100, 300)], [range(800, 1_000)]],
  ])("leaves of %o without %o: %o", (found, planned, expected) => {
    expect(unplanned(found, planned, options)).toEqual(expected);
  });
});

describe("segmentsDuring", () => {
  const plan = { fps: 30, segments: [0, 1, 2].map((index) => ({ index, startFrame: index * 60, frameCount: 60 })) };
  it.each([
    [0, 2_000, [0]],
    [1_999, 2_000, [0]],
    [2_000, 2_000, [1]],
    [1_900, 4_001, [0, 1, 2]],
    [6_000, 9_000, []],
  ])("from %d to %d ms are %o", (fromMs, toMs, expected) => {
    expect(segmentsDuring({ fromMs, toMs }, plan)).toEqual(expected);
  });
});
