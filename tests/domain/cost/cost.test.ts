import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type CostLine,
  costLevel,
  decideReservation,
  DEFAULT_CAP_MICRO_USD,
  levelSharesOf,
  mayBuy,
  mergeLines,
  type ReservationRequest,
  settleStage,
  type StageOutcome,
  sumMicroUsd,
} from "../../../domain/cost/cost.ts";
import { type BudgetClaim, budgetName, parseBudgetName } from "../../../domain/cost/budget.ts";

function line(operation: string, microUsd: number): CostLine {
  return { service: "openai", operation, units: 1, unit: "token", microUsd };
}

const NOON = Date.parse("2026-11-21T12:00:00Z");

function budget(leftMicroUsd: number, period: "day" | "month" = "day", limitMicroUsd = 5_000_000): BudgetClaim {
  return { scope: "channel", scopeId: "science", period, limitMicroUsd, leftMicroUsd, claimMicroUsd: 100 };
}

const REQUEST: ReservationRequest = {
  stage: "narration",
  nowMs: NOON,
  video: { spentMicroUsd: 0, overrunMicroUsd: 0, reservedMicroUsd: 0 },
  stageExposureMicroUsd: 0,
  estimateMicroUsd: 100,
  capMicroUsd: DEFAULT_CAP_MICRO_USD,
  hasOwnCap: false,
  stageCapMicroUsd: 400_000,
  budgets: [],
};

describe("a reservation", () => {
  test.each([
    { rule: "fits", change: {}, decision: { decision: "reserved", level: "ok" } },
    {
      rule: "fills the cap to the last micro-dollar",
      change: { video: { spentMicroUsd: 2_000_000, overrunMicroUsd: 0, reservedMicroUsd: 999_900 } },
      decision: { decision: "reserved", level: "critical" },
    },
    {
      rule: "halts one micro-dollar further",
      change: { video: { spentMicroUsd: 2_000_000, overrunMicroUsd: 0, reservedMicroUsd: 999_901 } },
      decision: { decision: "halted", level: "critical", haltReason: "video_cap" },
    },
    {
      rule: "counts what was billed beyond a reservation",
      change: { video: { spentMicroUsd: 2_000_000, overrunMicroUsd: 999_901, reservedMicroUsd: 0 } },
      decision: { decision: "halted", level: "critical", haltReason: "video_cap" },
    },
    {
      rule: "halts at the stage's cap",
      change: { stageExposureMicroUsd: 399_901 },
      decision: { decision: "halted", level: "ok", haltReason: "stage_cap" },
    },
    {
      rule: "has only its own cap when an admin granted one",
      change: { stageExposureMicroUsd: 399_901, hasOwnCap: true },
      decision: { decision: "reserved", level: "ok" },
    },
    {
      rule: "halts at the tightest budget",
      change: { budgets: [budget(5_000), budget(99)] },
      decision: { decision: "halted", level: "ok", haltReason: "budget" },
    },
  ])("$rule", ({ change, decision }) => {
    expect(decideReservation({ ...REQUEST, ...change })).toMatchObject(decision);
  });

  test.each([
    [2_499_999, 3_000_000, "ok"],
    [2_500_000, 3_000_000, "warn"],
    [2_799_999, 3_000_000, "warn"],
    [2_800_000, 3_000_000, "critical"],
    [2_800_000, 6_000_000, "ok"],
    [5_600_000, 6_000_000, "critical"],
  ])("of %i under a cap of %i is %s", (exposed, cap, level) => {
    expect(costLevel(exposed, cap)).toBe(level);
  });
});

test("the settings move the levels, in parts of whatever cap holds", () => {
  const shares = levelSharesOf({ warnUsd: 1, criticalUsd: 1.5, haltUsd: 2 });
  const levels = [999_999, 1_000_000, 1_499_999, 1_500_000].map((spent) => costLevel(spent, 2_000_000, shares));
  expect(levels).toEqual(["ok", "warn", "warn", "critical"]);
  expect(costLevel(2_000_000, 4_000_000, shares)).toBe("warn");
});

describe("a halt", () => {
  const haltOf = (change: Partial<ReservationRequest>) => {
    const verdict = decideReservation({ ...REQUEST, ...change });
    return verdict.decision === "halted" ? verdict.halt : null;
  };

  test("of a stage's cap tells what could be asked less of, and waits for a person", () => {
    expect(haltOf({ estimateMicroUsd: 240_000, stageCapMicroUsd: 200_000 })).toEqual({
      message: "narration may cost up to $0.24, more than its cap of $0.20",
      remedy:
        "Queue it shorter or with a voice that costs less, or grant this video a cap of its own (longtake video raise-cap).",
      retryAfterMs: null,
    });
  });

  test("of a spent budget names it and goes on with its next period", () => {
    const halt = haltOf({ budgets: [budget(50)] });
    expect(halt?.message).toContain("the day's budget of the channel science, $5.00, has $0.0001 left");
    expect(halt?.remedy).toContain("2026-11-22 00:00 UTC");
    expect(halt?.remedy).toContain("longtake budget set --budget channel:science:day --limit");
    expect(halt?.retryAfterMs).toBe(12 * 3_600_000);
  });

  test("of two spent budgets waits for the later one", () => {
    const halt = haltOf({ budgets: [budget(0), budget(0, "month")] });
    expect(halt?.retryAfterMs).toBe(Date.parse("2026-12-01T00:00:00Z") - NOON);
  });

  test("of a budget that one attempt alone would pass is a person's, since no period is enough", () => {
    expect(haltOf({ budgets: [budget(99, "day", 99)] })).toMatchObject({
      retryAfterMs: null,
      remedy: expect.stringContaining("more than the whole budget"),
    });
  });

  test("does not come from a service's budget that the attempt hardly touches", () => {
    expect(haltOf({ estimateMicroUsd: 90_000, budgets: [{ ...budget(100), claimMicroUsd: 100 }] })).toBeNull();
  });
});

test.each([
  [{ scope: "all", scopeId: "", period: "month" }, "all:month"],
  [{ scope: "channel", scopeId: "science-daily", period: "day" }, "channel:science-daily:day"],
  [{ scope: "platform", scopeId: "openai", period: "month" }, "platform:openai:month"],
] as const)("the budget %j is called %s", (key, name) => {
  expect(budgetName(key)).toBe(name);
  expect(parseBudgetName(name)).toEqual(key);
});

test.each(["", "all", "all:x:day", "channel:day", "channel::day", "channel:a:week", "planet:a:day", "channel:A:day"])(
  "%j names no budget",
  (name) => {
    expect(parseBudgetName(name)).toBeNull();
  },
);

describe("settling", () => {
  test("moves what one line saved to another, and flags only what passes the stage's reservation", () => {
    const settled = settleStage(
      "completed",
      [line("input", 60), line("output", 40)],
      [line("input", 10), line("extra", 120)],
    );
    expect(settled).toMatchObject([
      { operation: "input", actualMicroUsd: 10, overrunMicroUsd: 0, state: "settled" },
      { operation: "extra", actualMicroUsd: 90, overrunMicroUsd: 30, state: "settled" },
      { operation: "output", actualMicroUsd: 0, overrunMicroUsd: 0, state: "released" },
    ]);
  });

  test.each<[StageOutcome, CostLine[] | null, number]>([
    ["lost", [line("input", 1)], 100],
    ["failed", null, 100],
    ["cancelled", null, 100],
    ["failed", [], 0],
    ["failed", [line("input", 7)], 7],
    ["completed", [], 0],
  ])("%s with %j counts the estimate when nobody knows better", (outcome, used, spent) => {
    const settled = settleStage(outcome, [line("input", 100)], used);
    expect(settled.reduce((sum, each) => sum + each.actualMicroUsd, 0)).toBe(spent);
  });

  test("adds up repeated lines", () => {
    expect(mergeLines([line("input", 3), line("output", 1), line("input", 4)])).toEqual([
      { ...line("input", 7), units: 2 },
      line("output", 1),
    ]);
  });
});

const microUsd = fc.integer({ min: 0, max: 1_200_000 });
const step = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant("begin" as const),
      video: fc.nat(6),
      estimates: fc.array(microUsd, { maxLength: 3 }),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant("end" as const),
      video: fc.nat(6),
      which: fc.nat(9),
      outcome: fc.constantFrom<StageOutcome>("completed", "failed", "lost", "cancelled"),
      wanted: fc.array(microUsd, { maxLength: 4 }),
      /** A service that bills more than its price says, which no question before the call can prevent. */
      surprise: fc.oneof(fc.constant(0), fc.integer({ min: 400_000, max: 2_000_000 })),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("raise" as const), video: fc.nat(6), by: microUsd }) },
);

/** What an attempt buys: each purchase asked about before it is made. */
function bought(reserved: readonly CostLine[], wanted: readonly number[]): { lines: CostLine[]; refused: number } {
  const lines: CostLine[] = [];
  for (const [index, next] of wanted.entries()) {
    if (!mayBuy({ reserved: sumMicroUsd(reserved), bought: sumMicroUsd(lines), next })) continue;
    lines.push(line(`operation-${index}`, next));
  }
  return { lines, refused: wanted.length - lines.length };
}

test("what is billed and reserved never passes cap or budget, in 10,000 interleavings of seven videos", () => {
  const tally = { reserved: 0, halted: 0, refused: 0, overruns: 0 };
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), fc.integer({ min: 0, max: 9_000_000 }), (steps, limit) => {
      const videos = Array.from({ length: 7 }, () => ({
        cap: DEFAULT_CAP_MICRO_USD,
        raised: false,
        spent: 0,
        overrun: 0,
        running: [] as CostLine[][],
      }));
      const exposureOf = ({ spent, overrun, running }: (typeof videos)[number]) => {
        const reservedMicroUsd = sumMicroUsd(running.flat());
        return { spentMicroUsd: spent, overrunMicroUsd: overrun, reservedMicroUsd };
      };
      const billedOf = (video: (typeof videos)[number]) => {
        const { spentMicroUsd, overrunMicroUsd, reservedMicroUsd } = exposureOf(video);
        return spentMicroUsd + overrunMicroUsd + reservedMicroUsd;
      };
      const exposed = () => videos.reduce((sum, video) => sum + billedOf(video), 0);
      for (const each of steps) {
        const video = videos[each.video];
        if (!video) throw new Error("a video that is not there");
        if (each.kind === "begin") {
          const lines = each.estimates.map((estimate, index) => line(`operation-${index}`, estimate));
          const { decision } = decideReservation({
            video: exposureOf(video),
            stageExposureMicroUsd: 0,
            estimateMicroUsd: sumMicroUsd(lines),
            capMicroUsd: video.cap,
            hasOwnCap: video.raised,
            stageCapMicroUsd: Number.MAX_SAFE_INTEGER,
            stage: "script",
            nowMs: NOON,
            budgets: [
              {
                ...{ scope: "all", scopeId: "", period: "day", limitMicroUsd: limit },
                leftMicroUsd: limit - exposed(),
                claimMicroUsd: sumMicroUsd(lines),
              },
            ],
          });
          tally[decision] += 1;
          if (decision === "halted") continue;
          video.running.push(lines);
          // Whatever was billed by surprise before: this reservation still fits, all of it counted.
          if (billedOf(video) > video.cap) return false;
          if (sumMicroUsd(lines) > 0 && exposed() > limit) return false;
        } else if (each.kind === "end" && video.running.length > 0) {
          const [lines = []] = video.running.splice(each.which % video.running.length, 1);
          const { lines: used, refused } = bought(lines, each.wanted);
          tally.refused += refused;
          const surprise = each.surprise > 0 ? [line("surprise", each.surprise)] : [];
          const settled = settleStage(each.outcome, lines, [...used, ...surprise]);
          const actual = settled.reduce((sum, one) => sum + one.actualMicroUsd, 0);
          const overrun = settled.reduce((sum, one) => sum + one.overrunMicroUsd, 0);
          tally.overruns += overrun > 0 ? 1 : 0;
          if (actual > sumMicroUsd(lines) || overrun > each.surprise) return false;
          video.spent += actual;
          video.overrun += overrun;
        } else if (each.kind === "raise") {
          video.cap += each.by;
          video.raised = true;
        }
        const { spentMicroUsd, reservedMicroUsd } = exposureOf(video);
        const surprised = videos.reduce((sum, { overrun }) => sum + overrun, 0);
        if (spentMicroUsd + reservedMicroUsd > video.cap || exposed() - surprised > limit) return false;
      }
      return true;
    }),
    { numRuns: 10_000 },
  );
  // A property that never reaches its limits proves nothing.
  expect(Math.min(tally.reserved, tally.halted, tally.refused, tally.overruns)).toBeGreaterThan(500);
});
