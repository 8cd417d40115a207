import { array, assert as assertProperty, constantFrom, integer, property, record } from "fast-check";
import { describe, expect, test } from "vitest";
import { systemPrincipal, workflowPrincipal } from "../../../domain/principal.ts";
import {
  leftUnits,
  quotaLimit,
  quotaPurpose,
  type QuotaPurpose,
  type QuotaSpent,
  usedUnits,
} from "../../../domain/quota/bucket.ts";
import { YOUTUBE_PRICES, type YoutubeMethod, youtubeProject } from "../../../domain/quota/youtube.ts";
import { METHOD_COST_UNITS } from "../../../sandbox/youtube/quota.ts";

const settings = { uploadsPerDay: 100, unitsPerDay: 10_000, keptForPublishing: 0.2 };
const METHODS = Object.keys(YOUTUBE_PRICES) as YoutubeMethod[];

interface Call {
  readonly method: YoutubeMethod;
  readonly purpose: QuotaPurpose;
  readonly fate: "made" | "released" | "refused";
}

/** A day of calls in any order: what was let through, and the bucket afterwards. */
function dayOf(calls: readonly Call[], limit = quotaLimit("units", settings)) {
  let spent: QuotaSpent = { spentUnits: 0, refusedUnits: null };
  const background: number[] = [];
  for (const { method, purpose, fate } of calls) {
    const { kind, units } = YOUTUBE_PRICES[method];
    if (kind !== "units" || units > leftUnits(spent, limit, purpose)) continue;
    spent = { ...spent, spentUnits: spent.spentUnits + units };
    if (purpose === "background") background.push(spent.spentUnits);
    if (fate === "released") spent = { ...spent, spentUnits: spent.spentUnits - units };
    if (fate === "refused") spent = { ...spent, refusedUnits: limit.limitUnits };
  }
  return { spent, background, limit };
}

const call = record({
  method: constantFrom(...METHODS),
  purpose: constantFrom("publishing" as const, "background" as const),
  fate: constantFrom("made" as const, "made" as const, "made" as const, "released" as const, "refused" as const),
});

describe("a day's bucket", () => {
  test("is never passed, and what is kept for publishing is spent by nobody else, in any order of calls", () => {
    assertProperty(
      property(array(call, { maxLength: 200 }), (calls) => {
        const { spent, background, limit } = dayOf(calls);
        expect(spent.spentUnits).toBeLessThanOrEqual(limit.limitUnits);
        for (const units of background) expect(units).toBeLessThanOrEqual(limit.limitUnits - limit.keptUnits);
      }),
      { numRuns: 500 },
    );
  });

  test("can be spent by publishing to the last call that fits, however much of the rest was tried", () => {
    assertProperty(
      property(array(call, { maxLength: 100 }), (calls) => {
        const served = calls.map((each) => ({ ...each, fate: "made" as const }));
        const uploads = Array.from({ length: 10_000 }, () => {
          return { method: "videos.list", purpose: "publishing", fate: "made" } as const;
        });
        const { spent, limit } = dayOf([...served, ...uploads]);
        expect(spent.spentUnits).toBe(limit.limitUnits);
      }),
      { numRuns: 20 },
    );
  });

  test("that the platform calls empty is empty, until somebody raises the limit", () => {
    assertProperty(
      property(integer({ min: 0, max: 10_000 }), (spentUnits) => {
        const refused = { spentUnits, refusedUnits: 10_000 };
        expect(usedUnits(refused)).toBe(10_000);
        expect(leftUnits(refused, quotaLimit("units", settings), "publishing")).toBe(0);
        const raised = quotaLimit("units", { ...settings, unitsPerDay: 15_000 });
        expect(leftUnits(refused, raised, "publishing")).toBe(5_000);
      }),
    );
  });

  test("of uploads keeps nothing back, and one of units never more than all", () => {
    expect(quotaLimit("uploads", settings)).toEqual({ limitUnits: 100, keptUnits: 0 });
    expect(quotaLimit("units", { ...settings, unitsPerDay: 3, keptForPublishing: 0.5 }).keptUnits).toBe(2);
    expect(quotaLimit("units", { ...settings, keptForPublishing: 1 }).keptUnits).toBe(10_000);
  });
});

test("experiments and polls are background, everything asked for is publishing", () => {
  const purposes = ["experiment/exp_1", "generate/vid_1", "publish-video/vid_1/a", "edit-published/vid_1/b"].map((id) =>
    quotaPurpose(workflowPrincipal(id)),
  );
  expect(purposes).toEqual(["background", "publishing", "publishing", "publishing"]);
  expect(quotaPurpose(systemPrincipal("watch-publications"))).toBe("background");
  expect(quotaPurpose({ kind: "user", id: "experiment/x", role: "operator" })).toBe("publishing");
});

test("every call costs what the stand-in, too, read in the documentation", () => {
  const units = Object.fromEntries(METHODS.map((method) => [method, YOUTUBE_PRICES[method].units]));
  expect(METHOD_COST_UNITS).toMatchObject(units);
});

test("clients of one project share its quota", () => {
  const [first, second] = ["123456-abc.apps.googleusercontent.com", "123456-def.apps.googleusercontent.com"];
  expect([first, second].map((id) => youtubeProject(id ?? ""))).toEqual(["123456", "123456"]);
  expect(youtubeProject("longtake-demo")).toBe("longtake-demo");
});
